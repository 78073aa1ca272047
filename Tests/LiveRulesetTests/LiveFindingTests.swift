import Addressing
import Bytes
import Diagnostics
import LiveRuleset
import TestSupport
import Testing

@Suite("What is wrong with dumps")
struct LiveFindingTests {
    private func read(_ texts: String...) -> (ruleset: LiveRuleset, findings: [Finding]) {
        LiveRuleset.read(texts.enumerated().map { Source(name: "dump\($0.offset)", text: $0.element) })
    }

    private func line(_ finding: Finding) -> String {
        let place = finding.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
        return "\(place)\(finding.severity.word)[\(finding.rule)]: \(finding.message); \(finding.advice ?? "-")"
    }

    @Test(arguments: [
        (
            "hello world\n",
            "dump0:1:1: error[LIVE-002]: expected the output of iptables-save, nft, ipvsadm, ipset or ip address, found \"hello world\"; give what iptables-save, nft list ruleset, ipvsadm -Sn or ipset save prints, unchanged"
        ),
        (
            "\n\niptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n",
            "dump0:3:1: error[LIVE-002]: the tool had no rights: \"iptables-save v1.8.9 (nf_tables): Could not fetch rule set g…\"; run the tool as root (in a container: privileged, in the node's network namespace)"
        ),
        (
            "Operation not permitted (you must be root)\nnetlink: Error: cache initialization failed: Operation not permitted\n",
            "dump0:1:1: error[LIVE-002]: the tool had no rights: \"Operation not permitted (you must be root)\"; run the tool as root (in a container: privileged, in the node's network namespace)"
        ),
        (
            "Fatal: can't open lock file /run/xtables.lock: Permission denied\n",
            "dump0:1:1: error[LIVE-002]: the tool had no rights: \"Fatal: can't open lock file /run/xtables.lock: Permission de…\"; run the tool as root (in a container: privileged, in the node's network namespace)"
        ),
        (
            "sh: 1: nft: not found\n",
            "dump0:1:1: error[LIVE-002]: the tool isn't installed: \"sh: 1: nft: not found\"; install it, or leave it out"
        ),
        (
            "Device \"kube-ipvs0\" does not exist.\n",
            "dump0:1:1: error[LIVE-002]: the node isn't in ipvs mode: \"Device \"kube-ipvs0\" does not exist.\"; leave this text out"
        ),
        (
            "Chain INPUT (policy ACCEPT)\ntarget     prot opt source\n",
            "dump0:1:1: error[LIVE-002]: this is a listing of iptables -L: \"Chain INPUT (policy ACCEPT)\"; give the output of iptables-save: a listing leaves things out"
        ),
        (
            "-P INPUT ACCEPT\n-N KUBE-SERVICES\n",
            "dump0:1:1: error[LIVE-002]: this is the output of iptables -S, of one table only: \"-P INPUT ACCEPT\"; give the output of iptables-save: a listing leaves things out"
        ),
        (
            "apiVersion: v1\nkind: Service\n",
            "dump0:1:1: error[LIVE-003]: these are Kubernetes objects, not a dump of a node's rules; give manifests as PATH, and the output of iptables-save, nft or ipvsadm as --live"
        ),
        (
            "*nat\n:KUBE-SERVICES - [0:0]\n-A KUBE-SERVICES -m comment --comment \"a\n",
            "dump0:3:39: error[LIVE-001]: expected a closing quote before the end of the line; the text was taken for the output of iptables-save"
        ),
        (
            "-A -t web.shop:80 -s rr\n",
            "dump0:1:7: error[LIVE-001]: expected an address and port in numbers (ipvsadm -n); the text was taken for the output of ipvsadm -Sn"
        ),
        (
            "Name: A\nType: hash:ip\nHeader: family inet hashsize 1024 maxelem 65536\n",
            "dump0:1:1: error[LIVE-001]: expected Members: at the end of the set's lines; the text was taken for the output of ipset list"
        ),
    ])
    func aTextThatIsNoDumpSaysWhatToDo(_ text: String, _ message: String) {
        let (ruleset, findings) = read(text)
        #expect(findings.map(line) == [message])
        #expect(ruleset.isEmpty)
    }

    @Test func columnsCountCharacters() {
        let (_, findings) = read("*nat\n:A - [0:0]\n-A A -m comment --comment \"\u{E9}\u{1F600}\" -j \"x\n")
        #expect(findings.first?.location.map { [$0.line, $0.column] } == [3, 35])
    }

    /// The place of an error in the second part of a file counts from the file's beginning.
    @Test func placesAreThoseOfTheWholeText() {
        let (ruleset, findings) = read(
            "# a note\ncreate A hash:ip family inet\n-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r x\n")
        #expect(findings.map { $0.location.map { [$0.line, $0.column] } } == [[4, 22]])
        #expect(ruleset.ipsets.count == 1)
    }

    @Test(
        arguments: [
            [0x00, 0x01, 0x02, 0xFF, 0xFE], Array(repeating: 0xFF, count: 100), [0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01],
            // UTF-16 with a byte order mark.
            [0xFF, 0xFE] + Array("*nat\n".utf8).flatMap { [$0, 0] }, [0x1F, 0x8B, 0x08, 0x00],
        ] as [[UInt8]])
    func binaryGarbageIsNoDump(_ bytes: [UInt8]) {
        let (ruleset, findings) = LiveRuleset.read([Source(name: "garbage", bytes: bytes)])
        #expect(ruleset.isEmpty)
        #expect(findings.map(\.rule) == ["LIVE-002"])
        #expect(findings.first?.message.utf8.allSatisfy { $0 >= 0x20 } == true)
    }

    @Test func nothingAtAll() {
        #expect(read().findings.map(\.rule) == ["LIVE-004"])
        let (ruleset, findings) = read("", " \n\r\n\t")
        #expect(ruleset.isEmpty)
        #expect(findings.map(\.rule) == ["LIVE-004", "LIVE-004", "LIVE-004"])
        #expect(findings.map(\.severity) == [.warning, .warning, .error])
        // Beside a dump an empty text is only worth a word.
        #expect(read("*nat\nCOMMIT\n", "").findings.map(\.severity) == [.warning])
    }

    private static let save = "# Generated by iptables-save v1.8.9 (nf_tables) on x\n*nat\n:A - [0:0]\nCOMMIT\n"

    @Test func theSameAgain() {
        let (ruleset, findings) = read(Self.save, "*raw\nCOMMIT\n", Self.save)
        #expect(findings.map(\.rule) == ["LIVE-005"])
        #expect(findings.first?.severity == .warning)
        #expect(findings.first?.message == "the text is the same as dump0, and is left out")
        #expect(ruleset.iptables.count == 2)
    }

    @Test func oneTableInTwoDumps() {
        let later = Self.save.replacing("[0:0]", with: "[5:9]")
        for (ruleset, findings) in [read(Self.save, later), read(Self.save + later)] {
            #expect(findings.map(\.rule) == ["LIVE-006"])
            #expect(findings.first?.severity == .error)
            #expect(ruleset.iptables.count == 1)
        }
        #expect(read(Self.save + later).findings.first?.location?.line == 5)
    }

    @Test func bothBackendsAreTwoDumps() {
        let legacy = Self.save.replacing(" (nf_tables)", with: "")
        for (ruleset, findings) in [read(Self.save, legacy), read(Self.save + legacy)] {
            #expect(findings.isEmpty)
            #expect(ruleset.iptables.map(\.backend) == [.nft, .legacy])
        }
        // iptables 1.8.7 has one header for both.
        let silent = legacy.replacing("1.8.9", with: "1.8.7")
        let (ruleset, findings) = read(silent, silent + "\n")
        #expect(findings.map(\.rule) == ["LIVE-009"])
        #expect(ruleset.iptables.map(\.backend) == [.unknown, .unknown])
    }

    @Test func tablesGivenApartAreNoConflict() {
        let (ruleset, findings) = read(Self.save, Self.save.replacing("*nat", with: "*filter"))
        #expect(findings.isEmpty)
        #expect(ruleset.iptables.count == 2)
    }

    @Test func otherKindsTwice() throws {
        func text(_ path: String) throws -> String { try Fixtures.text("live/\(path)") }
        let pairs = [
            (try text("nft-1.0.6-rich/nft-list-ruleset.txt"), try text("nft-1.0.6-rich/nft-j-list-ruleset.json")),
            (try text("ipvsadm-1.31-rich/ipvsadm-Sn.txt"), try text("ipvsadm-1.31-rich/ipvsadm-Ln.txt")),
            (try text("ipvsadm-1.31-rich/ipset-save.txt"), try text("ipvsadm-1.31-rich/ipset-list.txt")),
        ]
        for (first, second) in pairs {
            #expect(read(first, second).findings.map(\.rule) == ["LIVE-006"])
            #expect(read(first + second).findings.map(\.rule) == ["LIVE-006"])
        }
        // Pasted twice, a listing isn't one with every rule twice.
        let listing = pairs[0].0
        let (ruleset, findings) = read(listing + listing)
        #expect(findings.map(\.rule) == ["LIVE-006"])
        #expect(ruleset.nftables.count == 1)
    }

    @Test func legacyWarnings() {
        let warning = "# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n"
        #expect(read(warning + Self.save).ruleset.iptables.map(\.warnsOfLegacy) == [true])
        #expect(read(Self.save + warning).ruleset.iptables.map(\.warnsOfLegacy) == [true])
        #expect(read(warning).ruleset.iptables.map(\.warnsOfLegacy) == [true])
        #expect(read(Self.save).ruleset.iptables.map(\.warnsOfLegacy) == [false])
    }

    @Test func tablesThatNftCallsManaged() {
        let (ruleset, findings) = read(
            "# Warning: table ip web is managed by iptables-nft, do not touch!\ntable ip web {\n\tchain x {\n\t}\n}\ntable ip nat {\n\tchain mine {\n\t}\n}\n"
        )
        #expect(findings.isEmpty)
        #expect(ruleset.nftables.first?.iptablesTables == ["ip web"])
    }

    @Test func listingsThatLeaveThingsOut() throws {
        #expect(read("table ip nat\ntable inet firewalld\n").findings.map(\.rule) == ["LIVE-008"])
        let text = try Fixtures.text("live/nft-1.0.6-rich/nft-list-ruleset.txt")
        // nft -t: sets without their elements.
        var (terse, isElement) = ([Substring](), false)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("elements = {") { isElement = true }
            if !isElement { terse.append(line) }
            if line.hasSuffix("}") { isElement = false }
        }
        let (ruleset, findings) = read(terse.joined(separator: "\n"))
        #expect(Set(findings.map(\.rule)) == ["LIVE-008"])
        #expect(ruleset.nftables.count == 1)
        // nft -S: names of /etc/services.
        let named = text.replacing(". tcp . 80 ", with: ". tcp . \"http\" ")
        #expect(named != text)
        #expect(read(named).findings.contains { $0.message.contains("names instead of port numbers") })
    }

    @Test func filesAndWhatIsNone() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write("*nat\nCOMMIT\n", to: "dump")
        let (sources, findings) = LiveRuleset.sources(at: [path, directory.path("missing"), directory.path("")])
        #expect(sources.map(\.name) == [path])
        #expect(findings.map(\.rule) == ["READ-001", "READ-001"])
        #expect(
            findings.map(\.message) == [
                "\(directory.path("missing")): can't be read: no such file or directory",
                "\(directory.path("")): can't be read: is a directory",
            ])
    }
}
