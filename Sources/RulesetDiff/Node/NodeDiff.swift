import ProxyNames
import Addressing
import Netfilter
import RuleCompiler
import ServiceProxy

/// Compares two sides family by family.
public struct NodeDiff: Sendable {
    /// The families that were compared.
    public let families: [IPFamily]
    private let diffs: [RulesetDiff]
    private let views: [ProxyView]
    private var leftovers: [Drift] = []

    /// Compares `families` of two sides: what should be there with what is, or what will be with what was.
    ///
    /// With `traces` of all modes that were found on the node, what other modes have left behind is drift too.
    public init(
        expected: RulesetSide, live: RulesetSide, families: [IPFamily], perspective: DriftPerspective = .drift,
        traces: [IPFamily: ProxyTraces] = [:]
    ) {
        self.init(
            expected: expected, live: live, families: families, perspective: perspective, traces: traces,
            behavior: nil)
    }

    /// The same with a compile of other behaviour on the expected side.
    init(
        expected: RulesetSide, live: RulesetSide, families: [IPFamily], perspective: DriftPerspective,
        traces: [IPFamily: ProxyTraces] = [:], behavior: Behavior?
    ) {
        self.families = families
        views = families.flatMap { family in
            [expected.compile(family, behavior: behavior)?.view, live.compile(family)?.view].compactMap { $0 }
        }
        let directory = ServiceDirectory(views)
        diffs = families.map { family in
            RulesetDiff(
                expected: expected.ruleset(family, behavior: behavior), live: live.ruleset(family),
                directory: directory, perspective: perspective)
        }
        guard case .compiled(_, let node) = expected, perspective == .drift, !traces.isEmpty else { return }
        let served = families.filter { !expected.serviceNames($0).isEmpty }
        let mode = node.configuration.mode
        let known = traces.filter { live.ruleset($0.key).tells(of: mode) }
        leftovers = Leftovers(mode: mode, families: Set(served), traces: known).drifts()
    }

    /// The drifts: what other modes have left behind, then family by family.
    ///
    /// That a family has no rules at all is said in one drift, unless its tables are there and have been flushed.
    public func drifts() -> [Drift] {
        var found: [Drift] = []
        var kept = leftovers.filter { $0.kind != .familyMissing }
        for (family, diff) in zip(families, diffs) {
            let drifts = diff.drifts()
            let missing = leftovers.first { $0.kind == .familyMissing && $0.family == family }
            if let missing, !diff.hasLiveServices, !drifts.contains(where: { $0.kind == .tableFlushed }) {
                kept.append(missing)
            } else {
                found += drifts
            }
        }
        return kept + found
    }

    /// The families in which the two sides have something that can be compared.
    public var comparedFamilies: [IPFamily] {
        zip(families, diffs).filter { $1.hasComparedAnything }.map(\.0)
    }

    /// How many rules, elements and real servers there should be, of what was compared.
    public var comparedLineCount: Int { diffs.reduce(0) { $0 + $1.comparedLineCount } }

    /// The Services that either side has rules for, as `NAMESPACE/NAME`.
    public func serviceNames() -> Set<String> {
        if views.isEmpty { return Set(serviceKeys().map { Drift.serviceName(ofKey: $0) }) }
        return Set(views.flatMap { view in view.servicePorts.lazy.map { "\($0.namespace)/\($0.name)" } })
    }

    /// The keys of the service ports that either side has rules for.
    public func serviceKeys() -> Set<String> {
        Set(views.flatMap { $0.servicePorts.lazy.map(\.key) }).union(diffs.flatMap { $0.serviceKeys() })
    }

    /// Both sides of each family as canonical text. Lines that differ and aren't in `scope` are left out on both sides.
    public func textRuns(scope: @escaping DriftScope = { _, _ in true }) -> [(family: IPFamily, runs: [TextRun])] {
        zip(families, diffs).map { ($0, $1.textRuns(scope: scope)) }
    }
}

extension FamilyRuleset {
    /// Whether it shows if kube-proxy runs in `mode`.
    fileprivate func tells(of mode: ProxyMode) -> Bool {
        switch mode {
        case .iptables, .userspace: iptables != nil
        case .nftables: nftables != nil
        case .ipvs: virtualServers != nil
        }
    }
}
