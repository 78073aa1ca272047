import ProxyNames
import Addressing
import Manifests
import Netfilter
import ServiceProxy
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

    @Test func thereAreManyKinds() throws {
        let patient = try Self.patient("nft-1.0.6-rich", .ipv4)
        var numbers = SeededNumbers(1)
        var kinds: Set<String> = []
        for (number, generator) in (NftablesElementMutations.all + NftablesRuleMutations.all).enumerated() {
            for drift in generator(patient, &numbers).flatMap(\.drifts) {
                kinds.insert("\(number) \(drift.prefix { $0 != " " })")
            }
        }
        #expect(kinds.count > 60)
    }

    @Test(arguments: NftablesDiffTests.captures, IPFamily.allCases)
    func rules(_ capture: String, _ family: IPFamily) throws {
        #expect(try check(NftablesRuleMutations.all, capture, family).count >= (family == .ipv4 ? 200 : 50))
    }

    @Test(arguments: NftablesDiffTests.captures, IPFamily.allCases)
    func whatIsNoDrift(_ capture: String, _ family: IPFamily) throws {
        #expect(try check(NftablesHarmlessMutations.all, capture, family).count >= 15)
    }

    /// Numbers of choices that aren't those of the entries, in the texts of both tools.
    @Test(arguments: NftablesDiffTests.captures)
    func wrongNumbersInTexts(_ capture: String) throws {
        let expected = try #require(LiveNode.nftables(try LiveNode.manifests(of: capture), .ipv4).nftables)
        for file in NftablesDiffTests.files {
            let text = try Fixtures.text("live/\(capture)/\(file)")
            let isJSON = file.hasSuffix(".json")
            let number = isJSON ? "\"mod\": 2," : "mod 2 map"
            let place = try #require(text.firstRange(of: number))
            let other = String(text[..<place.lowerBound]) + number.replacing("2", with: "7") + text[place.upperBound...]
            let live =
                isJSON
                ? try NftablesRuleset(parsingJSON: Array(other.utf8)) : try NftablesRuleset(parsing: Array(other.utf8))
            let drifts = NftablesDiffTests.drifts(expected, live, .ipv4)
            #expect(drifts.map(\.kind) == [.probability])
            #expect(drifts.allSatisfy { $0.service != nil })
        }
    }

    /// What lets packets past a firewall is a matter of security.
    @Test func whatOpensAFirewallMattersMost() throws {
        let capture = "nft-1.0.6-rich"
        let expected = LiveNode.nftables(try LiveNode.manifests(of: capture), .ipv4)
        var patient = try Self.patient(capture, .ipv4)
        let firewall = try #require(patient.table.chains.first { patient.text($0.name).hasPrefix("firewall-2") })
        let chain = try #require(patient.chain(patient.text(firewall.name)))
        patient.table.rules.removeAll { $0.chain == chain }
        let drifts = RulesetDiff(expected: expected, live: NftablesDiffTests.side(patient.ruleset, .ipv4)).drifts()
        #expect(drifts.map(\.severity) == [.security])
        #expect(drifts.map(\.message) == ["the source ranges of load-balancer addresses aren't enforced"])
    }

    /// Names that kube-proxy 1.29 cuts still lead to their Service.
    @Test func cutNames() throws {
        let (namespace, name) = (String(repeating: "n", count: 60), String(repeating: "s", count: 60))
        func manifests(_ slice: String) -> ManifestSet {
            let text = DriftCases.node + DriftCases.service(name, "sessionAffinity: ClientIP") + slice
            return DriftCases.manifests(text.replacing("namespace: shop", with: "namespace: \(namespace)"))
        }
        let version = KubernetesVersion(minor: 29)
        let before = manifests(DriftCases.slice(name, "10.244.1.5"))
        let after = manifests(DriftCases.slice(name, "10.244.1.5", "10.244.1.6"))
        let expected = LiveNode.nftables(after, .ipv4, version: version)
        let live = LiveNode.nftables(before, .ipv4, version: version)
        let directory = ServiceDirectory([LiveNode.view(after, .ipv4, mode: .nftables, version: version)])
        let known = RulesetDiff(expected: expected, live: live, directory: directory).drifts()
        #expect(known.map(\.service) == ["\(namespace)/\(name):http"])
        #expect(known.map(\.kind) == [.endpointMissing])
        #expect(known.map(\.subject) == ["10.244.1.6:8080"])
        let unknown = RulesetDiff(expected: expected, live: live).drifts()
        #expect(unknown.map(\.service) == ["\(namespace)/\(String(repeating: "s", count: 39))..."])
    }

    /// Twice the Services take about twice the time: here only that many are compared at all.
    @Test func manyServices() throws {
        let count = 400
        let manifests = DriftCases.manifests(
            DriftCases.node
                + (0..<count).map { number in
                    let name = "web-\(number)"
                    return DriftCases.service(name, clusterIP: "10.97.\(number / 250).\(number % 250 + 1)")
                        + DriftCases.slice(name, "10.244.1.\(number % 250 + 1)", "10.244.2.\(number % 250 + 1)")
                }.joined())
        let expected = LiveNode.nftables(manifests, .ipv4)
        var patient = try #require(expected.nftables.flatMap { NftablesPatient($0, .ipv4) })
        for place in patient.table.endpoints.indices where place % 2 == 0 {
            patient.table.endpoints[place] = SocketAddress(IPAddress(ipv4: 0x0AC8_0000 + UInt32(place)), port: 8080)
        }
        let drifts = RulesetDiff(expected: expected, live: NftablesDiffTests.side(patient.ruleset, .ipv4)).drifts()
        #expect(drifts.filter { $0.kind == .endpointMissing }.count == count)
        #expect(drifts.filter { $0.kind == .endpointStale }.count == count)
        #expect(drifts.count == 2 * count)
    }
}
