import Addressing
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

/// Modes and stores that a node shows beside those that it should.
@Suite struct LeftoversTests {
    private func found(_ mode: ProxyMode, _ traces: ProxyTrace..., families: Set<IPFamily> = [.ipv4]) -> [Drift] {
        Leftovers(mode: mode, families: families, traces: [.ipv4: ProxyTraces(found: Set(traces))]).drifts()
    }

    private func words(_ drifts: [Drift]) -> [String] {
        drifts.map { "\($0.kind.rawValue) \($0.severity.rawValue) \($0.subject)" }
    }

    @Test func whatShouldBeThereIsNoDrift() {
        #expect(found(.iptables, .serviceChains(.nft)) == [])
        #expect(found(.nftables, .nftablesTable) == [])
        #expect(found(.userspace, .portalRules(.legacy)) == [])
        #expect(found(.ipvs, .setRules(.nft), .virtualServers, .sets, .boundAddresses) == [])
    }

    @Test(arguments: [
        (ProxyMode.nftables, [ProxyTrace.nftablesTable, .serviceChains(.nft)], "other-mode stale iptables"),
        (.nftables, [.nftablesTable, .serviceChains(.nft), .serviceChains(.legacy)], "other-mode stale iptables"),
        (.iptables, [.serviceChains(.legacy), .nftablesTable], "other-mode stale nftables"),
        (.ipvs, [.setRules(.nft), .virtualServers, .serviceChains(.legacy)], "other-mode broken iptables"),
        (.ipvs, [.setRules(.nft), .virtualServers, .nftablesTable], "other-mode broken nftables"),
        (.iptables, [.serviceChains(.nft), .virtualServers, .boundAddresses, .sets], "other-mode stale ipvs"),
        (.nftables, [.nftablesTable, .sets], "other-mode cosmetic ipvs"),
        (.nftables, [.nftablesTable, .setRules(.legacy)], "other-mode stale ipvs"),
        (.iptables, [.serviceChains(.nft), .portalRules(.nft)], "other-mode broken userspace"),
        (.iptables, [.serviceChains(.nft), .serviceChains(.legacy)], "other-backend stale legacy and nft"),
        (.ipvs, [.setRules(.nft), .setRules(.legacy)], "other-backend stale legacy and nft"),
        (.iptables, [.nftablesTable], "other-mode broken nftables"),
        (.nftables, [.serviceChains(.nft), .virtualServers], "other-mode broken iptables and ipvs"),
        (.nftables, [], "family-missing broken IPv4"),
    ])
    func eachIsFoundOnce(_ mode: ProxyMode, _ traces: [ProxyTrace], _ drift: String) {
        let drifts = Leftovers(mode: mode, families: [.ipv4], traces: [.ipv4: ProxyTraces(found: Set(traces))])
            .drifts()
        #expect(words(drifts) == [drift])
        #expect(drifts.allSatisfy { !$0.message.isEmpty && (!$0.effect.isEmpty || $0.severity == .cosmetic) })
    }

    @Test func modesAndStoresAreToldApart() {
        let drifts = found(
            .iptables, .serviceChains(.nft), .serviceChains(.legacy), .nftablesTable, .virtualServers)
        #expect(
            words(drifts) == [
                "other-backend stale legacy and nft", "other-mode stale nftables", "other-mode stale ipvs",
            ])
    }

    @Test func familiesThatNobodyReadOrServesAreNoDrift() {
        #expect(found(.nftables, families: []) == [])
        #expect(Leftovers(mode: .nftables, families: [.ipv4, .ipv6], traces: [:]).drifts() == [])
        let unread = Leftovers(
            mode: .nftables, families: [.ipv4, .ipv6],
            traces: [.ipv4: ProxyTraces(found: [.nftablesTable]), .ipv6: ProxyTraces(wasRead: false)])
        #expect(unread.drifts() == [])
    }

    @Test func theOtherFamilysDumpIsSaid() {
        let drifts = Leftovers(
            mode: .iptables, families: [.ipv4],
            traces: [.ipv4: ProxyTraces(wasRead: false), .ipv6: ProxyTraces(found: [.serviceChains(.nft)])]
        ).drifts()
        #expect(drifts.map(\.kind) == [.familyMissing])
        #expect(drifts.map(\.family) == [.ipv4])
    }

    @Test(arguments: IPFamily.allCases)
    func tracesOfCaptures(_ family: IPFamily) throws {
        for capture in IPVSSides.captures {
            let live = try IPVSSides.live(capture, family)
            #expect(
                ProxyTraces(of: live, store: .legacy).found
                    == [.setRules(.legacy), .virtualServers, .sets, .boundAddresses])
        }
        for capture in IptablesDiffTests.captures {
            let live = try IptablesDiffTests.live(capture, family)
            #expect(ProxyTraces(of: live, store: .nft).found == [.serviceChains(.nft)])
        }
        for capture in Fixtures.cases(in: "live").filter({ $0.hasPrefix("nft-") }) {
            var side = FamilyRuleset(family)
            side.nftables = try NftablesRuleset(parsing: Fixtures.bytes("live/\(capture)/nft-list-ruleset.txt"))
            #expect(ProxyTraces(of: side).found == [.nftablesTable])
        }
    }

    @Test func chainsThatNothingCallsAreNoTrace() throws {
        let dump = try Fixtures.text("live/iptables-1.8.9-nft-rich/iptables-save.txt")
        let lines = dump.split(separator: "\n").filter { line in
            !["PREROUTING", "OUTPUT", "POSTROUTING", "INPUT", "FORWARD"].contains { line.hasPrefix("-A \($0) ") }
        }
        var side = FamilyRuleset(.ipv4)
        side.iptables = try IptablesRuleset(
            parsing: Array((lines.joined(separator: "\n") + "\n").utf8), family: .ipv4)
        #expect(ProxyTraces(of: side).found == [])
    }

    @Test func userspaceRulesAreATrace() throws {
        var side = FamilyRuleset(.ipv4)
        side.iptables = UserspaceSides.ruleset(try LiveNode.manifests(of: "rich"))
        #expect(ProxyTraces(of: side, store: .legacy).found == [.portalRules(.legacy)])
    }
}
