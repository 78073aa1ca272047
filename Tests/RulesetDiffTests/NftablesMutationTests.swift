import Addressing
import Netfilter
import TestSupport
import Testing

@testable import RulesetDiff

/// Whatever happens to a node's table is found, once, as what it is.
@Suite struct NftablesMutationTests {
    /// A capture's table, its family, and what kube-proxy should have there.
    static func patient(_ capture: String, _ family: IPFamily) throws -> NftablesPatient {
        let live = try NftablesDiffTests.live(capture, "nft-list-ruleset.txt", family)
        let ruleset = try #require(live.nftables)
        return try #require(NftablesPatient(ruleset, family))
    }

    private func check(_ generators: [NftablesElementMutations.Generator], _ capture: String, _ family: IPFamily) throws
        -> [NftablesMutation]
    {
        let expected = LiveNode.nftables(try LiveNode.manifests(of: capture), family)
        let patient = try Self.patient(capture, family)
        var numbers = SeededNumbers(1)
        var made: [NftablesMutation] = []
        #expect(
            NftablesDiffTests.drifts(try #require(expected.nftables), patient.ruleset, family) == [], "before")
        for generator in generators {
            for mutation in generator(patient, &numbers) {
                let live = NftablesDiffTests.side(mutation.ruleset, family)
                let drifts = RulesetDiff(expected: expected, live: live).drifts()
                #expect(drifts.map(IptablesDiffTests.words).sorted() == mutation.drifts, "\(mutation.kind)")
                made.append(mutation)
            }
        }
        return made
    }

    @Test(arguments: NftablesDiffTests.captures, IPFamily.allCases)
    func elements(_ capture: String, _ family: IPFamily) throws {
        #expect(try check(NftablesElementMutations.all, capture, family).count >= (family == .ipv4 ? 100 : 20))
    }

    @Test(arguments: NftablesDiffTests.captures, IPFamily.allCases)
    func rules(_ capture: String, _ family: IPFamily) throws {
        #expect(try check(NftablesRuleMutations.all, capture, family).count >= (family == .ipv4 ? 200 : 50))
    }

    @Test(arguments: NftablesDiffTests.captures, IPFamily.allCases)
    func whatIsNoDrift(_ capture: String, _ family: IPFamily) throws {
        #expect(try check(NftablesHarmlessMutations.all, capture, family).count >= 15)
    }
}
