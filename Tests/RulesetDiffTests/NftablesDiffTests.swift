import Addressing
import Bytes
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

@Suite struct NftablesDiffTests {
    static let captures = Fixtures.cases(in: "live").filter { $0.hasPrefix("nft-") }
    static let files = ["nft-list-ruleset.txt", "nft-a-list-ruleset.txt", "nft-j-list-ruleset.json"]

    static func live(_ capture: String, _ file: String, _ family: IPFamily) throws -> FamilyRuleset {
        let bytes = try Fixtures.bytes("live/\(capture)/\(file)")
        return side(
            file.hasSuffix(".json") ? try NftablesRuleset(parsingJSON: bytes) : try NftablesRuleset(parsing: bytes),
            family)
    }

    static func side(_ ruleset: NftablesRuleset, _ family: IPFamily) -> FamilyRuleset {
        var side = FamilyRuleset(family)
        side.nftables = ruleset
        return side
    }

    static func drifts(_ expected: NftablesRuleset, _ live: NftablesRuleset, _ family: IPFamily) -> [Drift] {
        RulesetDiff(expected: side(expected, family), live: side(live, family)).drifts()
    }

    @Test func thereAreCaptures() { #expect(Self.captures.count == 4) }

    @Test(arguments: captures, IPFamily.allCases)
    func aNodeOfKubeProxysHasNoDrift(_ capture: String, _ family: IPFamily) throws {
        let expected = LiveNode.nftables(try LiveNode.manifests(of: capture), family)
        for file in Self.files {
            let live = try Self.live(capture, file, family)
            #expect(RulesetDiff(expected: expected, live: live).drifts() == [])
            #expect(RulesetDiff(expected: live, live: expected).drifts() == [])
        }
    }

    @Test(arguments: ["rich", "extra"], IPFamily.allCases)
    func allCapturesOfTheSameManifestsAreEqual(_ manifests: String, _ family: IPFamily) throws {
        let sides = try Self.captures.filter { $0.hasSuffix(manifests) }.flatMap { capture in
            try Self.files.map { try Self.live(capture, $0, family) }
        }
        #expect(sides.count == 6)
        for expected in sides {
            for live in sides { #expect(RulesetDiff(expected: expected, live: live).drifts() == []) }
        }
    }

    @Test(arguments: captures)
    func aNodeWithOtherManifestsHasDrift(_ capture: String) throws {
        let other = capture.hasSuffix("rich") ? "extra" : "rich"
        let expected = LiveNode.nftables(try LiveNode.manifests(of: other), .ipv4)
        let live = try Self.live(capture, "nft-list-ruleset.txt", .ipv4)
        #expect(RulesetDiff(expected: expected, live: live).drifts().count > 3)
    }

    // MARK: Texts of one ruleset

    /// All texts of a ruleset, read again.
    static func readings(
        of view: ProxyView,
        _ spellings: [NftablesSpelling] = [
            .tool, .kernel(.v1_0_6), .kernel(.v1_1_3), .json(.v1_0_6), .json(.v1_1_3),
        ]
    ) throws -> [NftablesRuleset] {
        var readings: [NftablesRuleset] = []
        for isTransaction in [false, true] {
            for spelling in spellings where isTransaction == (spelling == .tool) || !isTransaction {
                var text = ByteBuffer()
                NftablesOutput(view, options: .init(), spelling: spelling, isTransaction: isTransaction)
                    .write(to: &text)
                if case .json = spelling {
                    readings.append(try NftablesRuleset(parsingJSON: text.bytes))
                } else {
                    readings.append(try NftablesRuleset(parsing: text.bytes))
                }
            }
        }
        return readings
    }

    @Test(arguments: Fixtures.cases(in: "compile"), IPFamily.allCases)
    func allTextsOfATableAreEqual(_ name: String, _ family: IPFamily) throws {
        let view = try CompileCase(name, mode: .nftables).view(family)
        let compiled = NftablesCompiler(view).ruleset()
        for reading in try Self.readings(of: view) {
            #expect(Self.drifts(compiled, reading, family) == [])
            #expect(Self.drifts(reading, compiled, family) == [])
        }
    }

    @Test(arguments: [29, 30, 32, 33, 34, 35], IPFamily.allCases)
    func allTextsOfOlderTablesAreEqual(_ minor: Int, _ family: IPFamily) throws {
        for name in Fixtures.cases(in: "compile") {
            let view = try CompileCase(name, mode: .nftables, version: KubernetesVersion(minor: minor)).view(family)
            let compiled = NftablesCompiler(view).ruleset()
            for reading in try Self.readings(of: view, [.tool, .kernel(.v1_0_6), .json(.v1_1_3)]) {
                let drifts = Self.drifts(compiled, reading, family)
                #expect(drifts == [], "\(name)")
            }
        }
    }

    // MARK: Changes of manifests

    @Test(arguments: DriftCases.all + NftablesDriftCases.all)
    func whatAPersonWouldSay(_ change: DriftCases.Case) {
        let expected = LiveNode.nftables(DriftCases.manifests(change.expected), .ipv4)
        let live = LiveNode.nftables(DriftCases.manifests(change.live), .ipv4)
        let drifts = RulesetDiff(expected: expected, live: live, perspective: .change).drifts()
        #expect(drifts.map(IptablesDiffTests.words).sorted() == change.drifts.sorted())
        #expect(drifts.allSatisfy { !$0.message.isEmpty && !$0.rules.isEmpty })
    }

    @Test(arguments: [29, 30, 32, 33, 34, 35], DriftCases.all + NftablesDriftCases.all)
    func whatAPersonWouldSayOfOlderVersions(_ minor: Int, _ change: DriftCases.Case) {
        let version = KubernetesVersion(minor: minor)
        let expected = LiveNode.nftables(DriftCases.manifests(change.expected), .ipv4, version: version)
        let live = LiveNode.nftables(DriftCases.manifests(change.live), .ipv4, version: version)
        let drifts = RulesetDiff(expected: expected, live: live, perspective: .change).drifts()
        // Without the set of cluster IPs, nothing but a refusal shows a Service without endpoints.
        let isHidden = minor == 29 && change.name == "Service without endpoints comes"
        let wanted = isHidden ? ["reject shop/api:http 10.96.0.21:80/TCP"] : change.drifts
        #expect(drifts.map(IptablesDiffTests.words).sorted() == wanted.sorted())
    }
}
