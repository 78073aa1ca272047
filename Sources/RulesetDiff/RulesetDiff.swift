import ProxyNames
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
    private var parts: [Part] = []
    /// How many rules, elements and real servers should be there, of the parts that were compared.
    public private(set) var comparedLineCount = 0

    /// What is found out about one part only when it is asked for.
    private struct Part: Sendable {
        let expectedServices: @Sendable () -> Set<String>
        let liveServices: @Sendable () -> Set<String>
        let textRuns: @Sendable (@escaping DriftScope) -> [TextRun]
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
            let isMade = (expected.isCompiled || perspective == .drift) && expected.virtualServers == nil
            let wasMade = live.isCompiled && live.virtualServers == nil
            let wanted = isMade && !live.isCompiled ? mine.withCanaries(where: theirs) : mine
            let found = wasMade && !expected.isCompiled ? theirs.withCanaries(where: mine) : theirs
            compare(expected: IptablesRules(wanted.withProxyPorts(of: found)), live: IptablesRules(found))
        }
        if let mine = expected.nftables, let theirs = live.nftables {
            // What nobody can expect isn't compared.
            let isUnknown =
                (expected.lacksServiceCIDRs && !live.isCompiled) || (live.lacksServiceCIDRs && !expected.isCompiled)
            let known = isUnknown ? [mine, theirs].map { $0.withoutServiceCIDRRule() } : [mine, theirs]
            compare(
                expected: NftablesRules(known[0], family: family, directory: directory),
                live: NftablesRules(known[1], family: family, directory: directory))
        }
        differences.name(from: directory)
        compareVirtualServers(expected, live, directory)
    }

    /// The drifts, those for all Services first.
    public func drifts() -> [Drift] {
        if differences.isEmpty { return [] }
        let grouping = DriftGrouping(
            expectedServices: Set(parts.flatMap { $0.expectedServices() }),
            liveServices: Set(parts.flatMap { $0.liveServices() }))
        return grouping.groups(differences).map { $0.drift(family, perspective) }
    }

    /// Whether there was anything that both sides have.
    public var hasComparedAnything: Bool { !parts.isEmpty }

    /// The keys of the service ports that either side has rules for.
    public func serviceKeys() -> Set<String> {
        Set(parts.flatMap { $0.expectedServices().union($0.liveServices()) })
    }

    /// Whether the live side has rules for any Service.
    var hasLiveServices: Bool { parts.contains { !$0.liveServices().isEmpty } }

    /// Both sides as canonical text. Lines that differ and aren't in `scope` are left out on both sides.
    public func textRuns(scope: @escaping DriftScope = { _, _ in true }) -> [TextRun] {
        parts.flatMap { $0.textRuns(scope) }
    }

    /// Compares what ipvs mode has beside rules. Which Service an address belongs to is found out only if anything
    /// differs.
    private mutating func compareVirtualServers(
        _ expected: FamilyRuleset, _ live: FamilyRuleset, _ directory: ServiceDirectory
    ) {
        let comparison = IPVSComparison(expected: expected, live: live, directory: directory)
        if comparison.isEmpty { return }
        if !comparison.isEqual { differences += comparison.differences() }
        comparedLineCount += comparison.expectedLineCount
        parts.append(
            Part(
                expectedServices: { comparison.services(of: expected) },
                liveServices: { comparison.services(of: live) },
                textRuns: { comparison.textRuns(scope: $0) }))
    }

    private mutating func compare<Rules: ComparableRules>(expected: Rules, live: Rules) {
        var comparing = DifferenceFinder(expected: expected, live: live)
        differences += comparing.differences()
        comparedLineCount += expected.lines.count
        let finder = comparing
        parts.append(
            Part(
                expectedServices: { finder.ready().expected.serviceKeys() },
                liveServices: { finder.ready().live.serviceKeys() },
                textRuns: { TextComparison(finder: finder.ready(), isMeant: $0).runs() }))
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

extension FamilyRuleset {
    /// Whether it is a compile that knows of no ServiceCIDRs.
    fileprivate var lacksServiceCIDRs: Bool { isCompiled && !knowsServiceCIDRs }
}
