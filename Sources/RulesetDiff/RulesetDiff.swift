import Addressing
import Netfilter
import ServiceProxy

/// Compares what kube-proxy has programmed for one family with what it should have.
///
/// Both sides are brought into a normal form and compared block by block; differences that have one cause are one
/// drift. Time and memory grow with the size of the two sides.
public struct RulesetDiff: Sendable {
    private let family: IPFamily
    private let perspective: DriftPerspective
    private var differences: [Difference] = []
    private var services: [ServiceKeys] = []

    /// The services of one part on both sides, found only if there is anything to say.
    private struct ServiceKeys: Sendable {
        let expected: @Sendable () -> Set<String>
        let live: @Sendable () -> Set<String>
    }

    /// Compares all parts that both sides have. `directory` names the Services that rules name only by their addresses.
    public init(
        expected: FamilyRuleset, live: FamilyRuleset, directory: ServiceDirectory = ServiceDirectory(),
        perspective: DriftPerspective = .drift
    ) {
        family = expected.family
        self.perspective = perspective
        if let mine = expected.iptables, let theirs = live.iptables {
            let canaries = perspective == .drift ? mine.withCanaries(where: theirs) : mine
            compare(expected: IptablesRules(canaries), live: IptablesRules(theirs))
        }
        if let mine = expected.nftables, let theirs = live.nftables {
            compare(
                expected: NftablesRules(mine, family: family, directory: directory),
                live: NftablesRules(theirs, family: family, directory: directory))
        }
    }

    /// The drifts, those for all Services first.
    public func drifts() -> [Drift] {
        if differences.isEmpty { return [] }
        let grouping = DriftGrouping(
            expectedServices: Set(services.flatMap { $0.expected() }),
            liveServices: Set(services.flatMap { $0.live() }))
        return grouping.groups(differences).map { $0.drift(family, perspective) }
    }

    private mutating func compare<Rules: ComparableRules>(expected: Rules, live: Rules) {
        var finder = DifferenceFinder(expected: expected, live: live)
        differences += finder.differences()
        let (expected, live) = (finder.expected, finder.live)
        services.append(ServiceKeys(expected: { expected.serviceKeys() }, live: { live.serviceKeys() }))
    }
}
