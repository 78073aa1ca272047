import Addressing
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

/// Whole nodes: the families together, other versions, and what is meant of the drifts.
@Suite struct NodeDiffTests {
    private let manifests: ManifestSet
    private let node: NodeContext

    init() throws {
        let compiled = try CompileCase("loadbalancer-source-ranges")
        (manifests, node) = (compiled.manifests, compiled.node)
    }

    /// What a kube-proxy of a version has on the node.
    private func side(_ version: Int, dumped: Bool = true, mode: ProxyMode = .iptables) -> RulesetSide {
        var other = node
        other.configuration.mode = mode
        other.behavior = Behavior(for: KubernetesVersion(minor: version))
        let compiled = RulesetSide.compiled(manifests, other)
        if !dumped { return compiled }
        return .dumped(
            IPFamily.allCases.map { family in
                var ruleset = compiled.ruleset(family)
                ruleset.isCompiled = false
                return ruleset
            })
    }

    @Test(arguments: ProxyMode.allCases)
    func aCompileHasNoDriftFromItself(_ mode: ProxyMode) {
        var other = node
        other.configuration.mode = mode
        if mode == .userspace { other.behavior = Behavior(for: .oldest) }
        let side = RulesetSide.compiled(manifests, other)
        let diff = NodeDiff(expected: side, live: side, families: side.families, perspective: .change)
        #expect(diff.drifts() == [])
        #expect(diff.serviceNames() == ["default/web"])
    }

    // MARK: Versions

    /// Every pair of versions: the drift names the live one's whenever it says anything at all.
    @Test(arguments: 25...36, 25...36)
    func theVersionIsFound(_ live: Int, _ expected: Int) { find(live, expected, .iptables) }

    @Test(arguments: [(ProxyMode.nftables, 29...36), (.ipvs, 25...36)])
    func theVersionIsFound(_ mode: ProxyMode, _ versions: ClosedRange<Int>) {
        for live in versions { find(live, 36, mode) }
        for expected in versions { find(36, expected, mode) }
    }

    private func find(_ live: Int, _ expected: Int, _ mode: ProxyMode) {
        let (mine, theirs) = (side(expected, dumped: false, mode: mode), side(live, mode: mode))
        let drifts = NodeDiff(expected: mine, live: theirs, families: [.ipv4]).drifts().filter { $0.kind != .canary }
        let filter = DriftFilter(ignored: ["canary"])
        let search = VersionSearch(expected: mine, live: theirs, families: [.ipv4], filter: filter)
        let found = search.drift(insteadOf: drifts.count)
        #expect((found != nil) == !drifts.isEmpty, "\(mode) \(live) \(expected)")
        guard let found else { return }
        #expect(found.kind == .otherVersion)
        #expect(found.effect.hasSuffix("nothing else differs"))
        let range = found.subject.split(separator: " to ").compactMap { KubernetesVersion(String($0))?.minor }
        #expect(range.count == 2 ? range[0] <= live && live <= range[1] : range == [live])
    }

    /// Damage of another kind isn't taken for a version.
    @Test func damageIsNoVersion() {
        var other = node
        other.configuration.masqueradeAll = true
        let live = RulesetSide.compiled(manifests, other)
        let mine = side(36, dumped: false)
        let count = NodeDiff(expected: mine, live: live, families: [.ipv4]).drifts().count
        #expect(count > 0)
        let search = VersionSearch(expected: mine, live: live, families: [.ipv4], filter: DriftFilter())
        #expect(search.drift(insteadOf: count) == nil)
    }

    // MARK: What is meant

    private static func drift(_ kind: DriftKind, _ service: String?, _ places: [String]) -> Drift {
        Drift(
            kind: kind, severity: kind.severity, service: service, message: "",
            rules: places.map { RuleChange(place: $0, live: "x", expected: nil) })
    }

    @Test(arguments: [
        ([], true), (["comment"], true), (["policy"], false), (["pol*"], false), (["shop/*"], false),
        (["shop/web"], false),
        (["shop/web:http"], false), (["shop/web:https"], true), (["KUBE-SVC-A"], true),
        (["KUBE-SVC-A", "nat KUBE-SVC-B"], false), (["nat KUBE-*"], false), (["filter KUBE-*"], true), (["*"], false),
    ])
    func ignored(_ globs: [String], _ isLeft: Bool) {
        let drift = Self.drift(.policy, "shop/web:http", ["nat KUBE-SVC-A", "nat KUBE-SVC-B"])
        let filter = DriftFilter(ignored: globs)
        #expect(filter.includes(drift) == isLeft)
        #expect(filter.ignores(drift) == !isLeft)
    }

    @Test(arguments: [
        ("shop/web", true), ("shop/*", true), ("shop/web:http", true), ("shop/web:x", false), ("a/b", false),
    ])
    func services(_ text: String, _ isMeant: Bool) throws {
        let filter = DriftFilter(services: [try #require(ServicePattern(text))])
        #expect(filter.includes(Self.drift(.policy, "shop/web:http", ["nat X"])) == isMeant)
        #expect(filter.scope("shop/web:http", "nat X") == isMeant)
        #expect(!filter.includes(Self.drift(.policy, nil, ["nat X"])))
        #expect(!filter.ignores(Self.drift(.policy, nil, ["nat X"])))
    }
}
