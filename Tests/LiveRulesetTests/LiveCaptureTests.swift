import Addressing
import Bytes
import Diagnostics
import LiveRuleset
import Netfilter
import TestSupport
import Testing

@Suite("Captures of real nodes")
struct LiveCaptureTests {
    private func read(_ texts: [UInt8]...) -> (ruleset: LiveRuleset, findings: [Finding]) {
        LiveRuleset.read(texts.enumerated().map { Source(name: "dump\($0.offset)", bytes: $0.element) })
    }

    @Test(arguments: LiveCapture.all)
    func isReadAsWhatItIs(_ capture: LiveCapture) throws {
        let (ruleset, findings) = read(try capture.bytes())
        #expect(findings.isEmpty)
        try expect(ruleset, toBe: capture)
    }

    /// A byte order mark, CRLF, and blank lines around.
    @Test(arguments: LiveCapture.all)
    func isReadTheSameWithCarriageReturns(_ capture: LiveCapture) throws {
        let lines = try capture.bytes().flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        let (ruleset, findings) = read([0xEF, 0xBB, 0xBF] + lines)
        #expect(findings.isEmpty)
        try expect(ruleset, toBe: capture)
    }

    private func expect(_ ruleset: LiveRuleset, toBe capture: LiveCapture) throws {
        let counts = [
            ruleset.iptables.count, ruleset.nftables.count, ruleset.virtualServers.count, ruleset.ipsets.count,
            ruleset.addresses.count,
        ]
        #expect(counts.reduce(0, +) == 1)
        switch capture.kind {
        case .iptablesSave:
            let dump = try #require(ruleset.iptables.first)
            #expect(dump.family == capture.family)
            #expect(dump.backend == capture.backend)
            #expect(dump.toolVersion == capture.version)
            #expect(!dump.warnsOfLegacy && dump.incompatibleTables.isEmpty)
            #expect(dump.ruleset.tables.contains { dump.ruleset.texts.string($0.name) == "nat" && $0.rules.count > 5 })
        case .nftListing, .nftJSON:
            let dump = try #require(ruleset.nftables.first)
            #expect(dump.toolVersion == (capture.kind == .nftJSON ? capture.nftVersion : nil))
            let isIptables = capture.path.contains("iptables")
            #expect(dump.iptablesServiceFamilies.count == (isIptables ? 2 : 0))
            #expect(dump.kubeProxyFamilies.count == (isIptables ? 0 : 2))
            #expect(dump.iptablesTables.contains("ip nat") == isIptables)
        case .ipvsadmSave, .ipvsadmListing:
            #expect(ruleset.virtualServers.first?.content.virtualServers.isEmpty == false)
        case .ipsetSave, .ipsetListing: #expect(ruleset.ipsets.first?.content.sets.isEmpty == false)
        case .addresses: #expect(ruleset.addresses.first?.content.addresses.isEmpty == false)
        case .manifests, nil: Issue.record("no dump")
        }
    }

    @Test func severalMakeOneNode() throws {
        let folder = "live/ipvsadm-1.31-rich"
        let names = ["iptables-save", "ip6tables-save", "ipvsadm-Sn", "ipset-save", "ip-addr-kube-ipvs0"]
        let texts = try names.map { try Fixtures.bytes("\(folder)/\($0).txt") }
        // Apart, and pasted into one file in every order of two neighbours.
        let apart = LiveRuleset.read(texts.map { Source(name: "a", bytes: $0) })
        for order in [texts, texts.reversed()] {
            let together = LiveRuleset.read([Source(name: "all", bytes: order.flatMap { $0 })])
            for (ruleset, findings) in [apart, together] {
                #expect(findings.isEmpty)
                #expect(Set(ruleset.iptables.map(\.family)) == [.ipv4, .ipv6])
                #expect(ruleset.iptables(.ipv6).count == 1)
                #expect(
                    ruleset.virtualServers.first?.content.virtualServers.count
                        == apart.ruleset.virtualServers.first?.content.virtualServers.count)
                #expect(ruleset.ipsets.first?.content.elements == apart.ruleset.ipsets.first?.content.elements)
                #expect(ruleset.addresses.first?.content == apart.ruleset.addresses.first?.content)
                #expect(
                    ruleset.iptables(.ipv4).first?.ruleset.tables.map(\.rules.count)
                        == apart.ruleset.iptables(.ipv4).first?.ruleset.tables.map(\.rules.count))
            }
        }
    }

    /// Where a part of a pasted file begins is told by its origin.
    @Test func partsKnowTheirLines() throws {
        let first = try Fixtures.bytes("live/iptables-1.8.9-nft-rich/iptables-save.txt")
        let second = try Fixtures.bytes("live/iptables-1.8.9-nft-rich/ip6tables-save.txt")
        let third = try Fixtures.bytes("live/iptables-1.8.11-nft-rich/nft-list-ruleset.txt")
        let legacy = try Fixtures.bytes("live/iptables-1.8.9-legacy-rich/iptables-save.txt")
        let (ruleset, findings) = read(first + second + third + legacy)
        #expect(findings.isEmpty)
        let lines = [first, second, third].map { text in text.count { $0 == 0x0A } }
        #expect(ruleset.iptables.map(\.origin.line) == [1, 1 + lines[0], 1 + lines.reduce(0, +)])
        #expect(ruleset.iptables.map(\.backend) == [.nft, .nft, .legacy])
        #expect(ruleset.nftables.map(\.origin.line) == [1 + lines[0] + lines[1]])
        #expect(ruleset.nftables.first?.iptablesTables.isEmpty == false)
    }

    /// A dump that lost its remarks on the way.
    @Test func familiesAreFoundWithoutHeaders() throws {
        func bare(_ path: String) throws -> [UInt8] {
            let lines = try Fixtures.text(path).split(separator: "\n").filter { !$0.hasPrefix("#") }
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        let four = try bare("live/iptables-1.8.9-legacy-rich/iptables-save.txt")
        let six = try bare("live/iptables-1.8.9-legacy-rich/ip6tables-save.txt")
        let (ruleset, findings) = read(four + six)
        #expect(findings.isEmpty)
        #expect(ruleset.iptables.map(\.family) == [.ipv4, .ipv6])
        #expect(ruleset.iptables.map(\.backend) == [.unknown, .unknown])
    }
}
