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

    /// Compares `families` of two sides: what should be there with what is, or what will be with what was.
    public init(
        expected: RulesetSide, live: RulesetSide, families: [IPFamily], perspective: DriftPerspective = .drift
    ) {
        self.init(expected: expected, live: live, families: families, perspective: perspective, behavior: nil)
    }

    /// The same with a compile of other behaviour on the expected side.
    init(
        expected: RulesetSide, live: RulesetSide, families: [IPFamily], perspective: DriftPerspective,
        behavior: Behavior?
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
    }

    /// The drifts, family by family.
    public func drifts() -> [Drift] { diffs.flatMap { $0.drifts() } }

    /// The families in which the two sides have something that can be compared.
    public var comparedFamilies: [IPFamily] {
        zip(families, diffs).filter { $1.hasComparedAnything }.map(\.0)
    }

    /// How many rules, elements and real servers there should be, of what was compared.
    public var comparedLineCount: Int { diffs.reduce(0) { $0 + $1.comparedLineCount } }

    /// The Services that either side has rules for, as `NAMESPACE/NAME`.
    public func serviceNames() -> Set<String> {
        if views.isEmpty { return Set(serviceKeys().map { String($0.prefix { $0 != ":" }) }) }
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
