import Addressing
import Netfilter
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

/// Damage done to what a node in ipvs mode has: each is found, once, for what it is.
@Suite struct IPVSMutationTests {
    static let dumps = IPVSSides.captures.flatMap { capture in IPFamily.allCases.map { (capture, $0) } }

    private func check(
        _ capture: String, _ family: IPFamily, _ mutations: (IPVSDump) -> [IPVSMutation]
    ) throws -> [IPVSMutation] {
        let manifests = try LiveNode.manifests(of: capture)
        var (expected, names) = IPVSSides.expected(manifests, family)
        expected.iptables = nil
        let dump = try IPVSDump(capture, family, LiveNode.view(manifests, family, mode: .ipvs))
        let all = mutations(dump)
        for mutation in all {
            let drifts = RulesetDiff(expected: expected, live: try mutation.dump.side(), directory: names).drifts()
            #expect(
                drifts.map(IptablesDiffTests.words).sorted() == mutation.drifts.sorted(),
                "\(mutation.name): \(mutation.about)")
        }
        return all
    }

    @Test(arguments: dumps)
    func virtualServers(_ capture: String, _ family: IPFamily) throws {
        let all = try check(capture, family, IPVSMutation.ofVirtualServers)
        #expect(all.count >= 20)
    }

    @Test(arguments: dumps)
    func realServers(_ capture: String, _ family: IPFamily) throws {
        let all = try check(capture, family, IPVSMutation.ofRealServers)
        #expect(Set(all.map(\.name)).count == 12)
    }

    @Test(arguments: dumps)
    func elements(_ capture: String, _ family: IPFamily) throws {
        let all =
            try check(capture, family, IPVSMutation.ofElements) + check(capture, family, IPVSMutation.ofNewElements)
        #expect(all.count > 100)
    }

    @Test(arguments: dumps)
    func sets(_ capture: String, _ family: IPFamily) throws {
        let all = try check(capture, family, IPVSMutation.ofSets)
        #expect(Set(all.map(\.name)).count >= 7)
    }

    @Test(arguments: dumps)
    func addresses(_ capture: String, _ family: IPFamily) throws {
        #expect(try check(capture, family, IPVSMutation.ofAddresses).count > 20)
    }

    /// How many there are, over all captures: kinds of damage that differ, and damaged nodes.
    @Test func thereAreManyKinds() throws {
        var all: [IPVSMutation] = []
        for (capture, family) in Self.dumps {
            let view = LiveNode.view(try LiveNode.manifests(of: capture), family, mode: .ipvs)
            let dump = try IPVSDump(capture, family, view)
            for mutations in [
                IPVSMutation.ofVirtualServers, IPVSMutation.ofRealServers, IPVSMutation.ofElements,
                IPVSMutation.ofNewElements, IPVSMutation.ofSets, IPVSMutation.ofAddresses,
            ] {
                all += mutations(dump)
            }
        }
        #expect(all.count > 2000)
        #expect(Set(all.map(\.name)).count >= 40)
        #expect(Set(all.flatMap(\.drifts).map { $0.prefix { $0 != " " } }).count >= 18)
    }
}
