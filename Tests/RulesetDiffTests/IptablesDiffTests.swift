import Addressing
import Manifests
import Netfilter
import TestSupport
import Testing

@testable import RulesetDiff

@Suite struct IptablesDiffTests {
    static let captures = Fixtures.cases(in: "live").filter { $0.hasPrefix("iptables-") }

    static func live(_ capture: String, _ family: IPFamily, counters: Bool = false) throws -> FamilyRuleset {
        var side = FamilyRuleset(family)
        let file = family == .ipv6 ? "ip6tables-save.txt" : counters ? "iptables-save-c.txt" : "iptables-save.txt"
        side.iptables = try IptablesRuleset(parsing: Fixtures.bytes("live/\(capture)/\(file)"), family: family)
        return side
    }

    @Test(arguments: captures, IPFamily.allCases)
    func aNodeOfKubeProxysHasNoDrift(_ capture: String, _ family: IPFamily) throws {
        let expected = LiveNode.iptables(try LiveNode.manifests(of: capture), family)
        for counters in [false, true] {
            let live = try Self.live(capture, family, counters: counters)
            #expect(RulesetDiff(expected: expected, live: live).drifts() == [])
        }
    }
}

extension IptablesDiffTests {
    /// A drift as `DriftCases` writes it.
    static func words(_ drift: Drift) -> String {
        [drift.kind.rawValue, drift.service ?? "", drift.subject].filter { !$0.isEmpty }.joined(separator: " ")
    }

    @Test(arguments: DriftCases.all)
    func whatAPersonWouldSay(_ change: DriftCases.Case) {
        let expected = LiveNode.iptables(DriftCases.manifests(change.expected), .ipv4)
        let live = LiveNode.iptables(DriftCases.manifests(change.live), .ipv4)
        let drifts = RulesetDiff(expected: expected, live: live, perspective: .change).drifts()
        #expect(drifts.map(Self.words).sorted() == change.drifts.sorted())
        #expect(drifts.allSatisfy { !$0.message.isEmpty && !$0.rules.isEmpty })
    }
}
