import Addressing
import Netfilter
import TestSupport
import Testing

@testable import RulesetDiff

/// Damage done to dumps of real nodes: each is found, once, for what it is.
@Suite struct IptablesMutationTests {
    static let dumps = IptablesDiffTests.captures.flatMap { capture in IPFamily.allCases.map { (capture, $0) } }

    private func check(
        _ dump: IptablesDump, _ wanted: [IptablesDump.Owner], against expected: FamilyRuleset, _ what: String
    ) throws {
        var live = FamilyRuleset(expected.family)
        live.iptables = try IptablesRuleset(parsing: Array(dump.text.utf8), family: expected.family)
        let found = RulesetDiff(expected: expected, live: live).drifts().map {
            IptablesDump.Owner(kind: $0.kind.rawValue, service: $0.service)
        }
        #expect(found == wanted, "\(what)")
    }

    @Test(arguments: dumps)
    func damageOfOneRule(_ capture: String, _ family: IPFamily) throws {
        let expected = LiveNode.iptables(try LiveNode.manifests(of: capture), family)
        let file = family == .ipv4 ? "iptables-save.txt" : "ip6tables-save.txt"
        let dump = IptablesDump(try Fixtures.text("live/\(capture)/\(file)"))
        var count = 0
        for place in dump.lines.indices {
            for mutation in IptablesMutation.ofRules {
                guard let (damaged, drift) = mutation.apply(dump, place) else { continue }
                count += 1
                try check(
                    damaged, drift.map { [$0] } ?? [], against: expected, "\(mutation.name): \(dump.lines[place])")
            }
        }
        #expect(count > 150)
    }

    @Test(arguments: dumps)
    func damageOfChainsAndServices(_ capture: String, _ family: IPFamily) throws {
        let expected = LiveNode.iptables(try LiveNode.manifests(of: capture), family)
        let file = family == .ipv4 ? "iptables-save.txt" : "ip6tables-save.txt"
        let dump = IptablesDump(try Fixtures.text("live/\(capture)/\(file)"))
        var names: Set<String> = []
        var generator = SeededGenerator(seed: 7)
        for damage in IptablesDamage.all(of: dump, family, &generator) {
            names.insert(damage.name)
            try check(damage.dump, damage.drifts, against: expected, "\(damage.name): \(damage.about)")
        }
        #expect(names.count >= 17)
    }
}
