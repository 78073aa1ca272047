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
            // In ipvs mode kube-proxy makes none.
            let hasCanaries = perspective == .drift && expected.virtualServers == nil
            let canaries = hasCanaries ? mine.withCanaries(where: theirs) : mine
            compare(expected: IptablesRules(canaries), live: IptablesRules(theirs))
        }
        differences.name(from: directory)
        compareVirtualServers(expected, live, directory)
    }

    /// The drifts, those for all Services first.
    public func drifts() -> [Drift] {
        if differences.isEmpty { return [] }
        let grouping = DriftGrouping(
            expectedServices: Set(services.flatMap { $0.expected() }),
            liveServices: Set(services.flatMap { $0.live() }))
        return grouping.groups(differences).map { $0.drift(family, perspective) }
    }

    /// Compares what ipvs mode has beside rules. Which Service an address belongs to is found out only if anything
    /// differs.
    private mutating func compareVirtualServers(
        _ expected: FamilyRuleset, _ live: FamilyRuleset, _ directory: ServiceDirectory
    ) {
        let parts = IPVSComparison(expected: expected, live: live, directory: directory)
        if parts.isEmpty { return }
        if !parts.isEqual { differences += parts.differences() }
        services.append(ServiceKeys(expected: { parts.services(of: expected) }, live: { parts.services(of: live) }))
    }

    private mutating func compare<Rules: ComparableRules>(expected: Rules, live: Rules) {
        var finder = DifferenceFinder(expected: expected, live: live)
        differences += finder.differences()
        let (expected, live) = (finder.expected, finder.live)
        services.append(ServiceKeys(expected: { expected.serviceKeys() }, live: { live.serviceKeys() }))
    }
}

extension [Difference] {
    /// Gives rules that say only the address of their Service that Service.
    fileprivate mutating func name(from directory: ServiceDirectory) {
        for place in indices where self[place].service == nil {
            if let destination = self[place].destination { self[place].cause = directory.entry(destination)?.key }
        }
    }
}
