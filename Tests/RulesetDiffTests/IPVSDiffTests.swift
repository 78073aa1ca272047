import Addressing
import Manifests
import Netfilter
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

@Suite struct IPVSDiffTests {
    @Test(arguments: IPVSSides.captures, IPFamily.allCases)
    func aNodeOfKubeProxysHasNoDrift(_ capture: String, _ family: IPFamily) throws {
        let (expected, names) = IPVSSides.expected(try LiveNode.manifests(of: capture), family)
        for servers in ["ipvsadm-Sn.txt", "ipvsadm-Ln.txt"] {
            for sets in ["ipset-save.txt", "ipset-list.txt"] {
                let live = try IPVSSides.live(capture, family, servers: servers, sets: sets)
                #expect(RulesetDiff(expected: expected, live: live, directory: names).drifts() == [])
                // Two dumps of one node, without manifests.
                let other = try IPVSSides.live(capture, family)
                #expect(RulesetDiff(expected: other, live: live).drifts() == [])
            }
        }
    }

    @Test(arguments: DriftCases.all)
    func whatAPersonWouldSay(_ change: DriftCases.Case) {
        let (expected, names) = IPVSSides.expected(DriftCases.manifests(change.expected), .ipv4)
        let live = IPVSSides.expected(DriftCases.manifests(change.live), .ipv4).side
        let drifts = RulesetDiff(expected: expected, live: live, directory: names, perspective: .drift).drifts()
        let wanted = change.drifts.map { Self.byAddress[$0] ?? $0 }
        #expect(drifts.map(IptablesDiffTests.words).sorted() == wanted.sorted())
        #expect(drifts.allSatisfy { !$0.message.isEmpty && !$0.rules.isEmpty })
    }

    /// What only names can tell: a Service that has gone is known by its address alone.
    private static let byAddress = ["service-unknown shop/api:http": "service-unknown 10.96.0.21:80/TCP"]
}
