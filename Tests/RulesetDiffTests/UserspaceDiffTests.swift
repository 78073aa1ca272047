import Addressing
import Bytes
import Manifests
import Netfilter
import TestSupport
import Testing

@testable import RulesetDiff

/// Rules of userspace mode, whose ports nobody but the node knows.
@Suite struct UserspaceDiffTests {
    private func side(_ ruleset: IptablesRuleset) -> FamilyRuleset {
        var side = FamilyRuleset(.ipv4)
        side.iptables = ruleset
        return side
    }

    private func drifts(_ expected: IptablesRuleset, _ live: IptablesRuleset) -> [String] {
        RulesetDiff(expected: side(expected), live: side(live)).drifts()
            .filter { $0.kind != .canary }.map(IptablesDiffTests.words).sorted()
    }

    /// What of the changes shows in rules that know no endpoints.
    private static let visible = [
        "Service comes", "Service goes", "node port comes", "node port changes", "external IP comes",
        "cluster IP changes", "port of the Service changes",
    ]

    @Test(arguments: DriftCases.all)
    func whatAPersonWouldSay(_ change: DriftCases.Case) {
        let expected = UserspaceSides.ruleset(DriftCases.manifests(change.expected))
        let live = UserspaceSides.ruleset(DriftCases.manifests(change.live), base: 52000)
        let wanted = Self.visible.contains(change.name) ? change.drifts : []
        #expect(drifts(expected, live) == wanted.sorted())
    }

    /// A dump, with its rules of kube-proxy's by their places.
    private struct Dump {
        var lines: [String]

        init(_ ruleset: IptablesRuleset) {
            var buffer = ByteBuffer()
            ruleset.canonicalized().write(to: &buffer, spelling: .kernel)
            lines = buffer.string.split(separator: "\n").map(String.init)
        }

        var rules: [Int] { lines.indices.filter { lines[$0].hasPrefix("-A KUBE-") } }

        func ruleset() throws -> IptablesRuleset {
            try IptablesRuleset(parsing: Array((lines.joined(separator: "\n") + "\n").utf8), family: .ipv4)
        }
    }

    private func word(_ line: String, behind option: String) -> String? {
        guard let found = line.firstRange(of: "\(option) ") else { return nil }
        return String(line[found.upperBound...].prefix { $0 != " " }).filter { $0 != "\"" }
    }

    @Test(arguments: ["rich", "extra"])
    func damageOfOneRule(_ name: String) throws {
        let manifests = try LiveNode.manifests(of: name)
        let expected = UserspaceSides.ruleset(manifests)
        let dump = Dump(UserspaceSides.ruleset(manifests, base: 33000))
        #expect(drifts(expected, try dump.ruleset()) == [])
        var count = 0
        for place in dump.rules {
            let line = dump.lines[place]
            let service = word(line, behind: "--comment") ?? "?"
            let port = word(line, behind: "--dport") ?? "?"
            let transport = (word(line, behind: "-p") ?? "?").uppercased()
            let address = word(line, behind: "-d").map { "\($0.dropLast(3)):" } ?? ""
            let subject = "\(service) \(address)\(port)/\(transport)"
            let isNonLocal = line.contains("NON-LOCAL")
            let kind = address.isEmpty ? "node-port" : "address-missing"
            var damaged = dump
            damaged.lines.remove(at: place)
            #expect(drifts(expected, try damaged.ruleset()) == ["\(isNonLocal ? "rule" : kind) \(subject)"], "\(line)")
            // Another port of kube-proxy's than the other rules of the Service have.
            guard !isNonLocal, let target = line.lastIndex(where: { $0 == ":" || $0 == " " }) else { continue }
            damaged = dump
            damaged.lines[place] = "\(line[...target])61234"
            let found = drifts(expected, try damaged.ruleset())
            #expect(found == ["endpoint-port \(subject)"], "\(line)")
            damaged.lines[place] = line.replacing("--dport \(port)", with: "--dport 39999")
            let changed = address.isEmpty ? "node-port" : "address"
            #expect(drifts(expected, try damaged.ruleset()) == ["\(changed) \(subject)"], "\(line)")
            count += 3
        }
        #expect(count > 30)
    }
}
