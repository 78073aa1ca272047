import Addressing
import ServiceProxy

/// Finds out whether a node's rules look more like those of another kube-proxy version.
public struct VersionSearch: Sendable {
    private let expected: RulesetSide
    private let live: RulesetSide
    private let families: [IPFamily]
    private let filter: DriftFilter

    /// A search for what makes the fewest drifts that `filter` lets through, leftovers of other modes aside.
    public init(expected: RulesetSide, live: RulesetSide, families: [IPFamily], filter: DriftFilter) {
        self.expected = expected
        self.live = live
        self.families = families
        self.filter = filter
    }

    /// A drift that names the versions which leave the fewest drifts, if that is at most half of `count`; nil if no
    /// version is clearly better, or the expected side is no compile. Each behaviour is compiled once.
    public func drift(insteadOf count: Int) -> Drift? {
        guard case .compiled(_, let node) = expected, count > 0 else { return nil }
        var tried: [(behavior: Behavior, count: Int)] = []
        var counts: [(version: KubernetesVersion, count: Int)] = []
        for behavior in Self.behaviors(of: node) {
            if Self.isSame(behavior, node.behavior, on: node) {
                counts.append((behavior.version, count))
                continue
            }
            if let known = tried.first(where: { Self.isSame($0.behavior, behavior, on: node) }) {
                counts.append((behavior.version, known.count))
                continue
            }
            let diff = NodeDiff(
                expected: expected, live: live, families: families, perspective: .drift, behavior: behavior)
            let left = diff.drifts().count { filter.includes($0) }
            tried.append((behavior, left))
            counts.append((behavior.version, left))
        }
        guard let least = counts.map(\.count).min(), least * 2 <= count else { return nil }
        let versions = counts.filter { $0.count == least }.map(\.version)
        return Self.drift(versions, left: least, of: node.behavior.version)
    }

    /// What each version does that has the node's mode, the oldest first.
    private static func behaviors(of node: NodeContext) -> [Behavior] {
        (KubernetesVersion.oldest.minor...KubernetesVersion.newest.minor).map { KubernetesVersion(minor: $0) }
            .filter { node.configuration.mode.versions?.contains($0) ?? true }
            .map { Behavior(for: $0, featureGates: node.configuration.featureGates) }
    }

    /// Whether two versions make the same rules in the node's mode. With feature gates, which may come and go between
    /// them, only if they do all the same.
    private static func isSame(_ a: Behavior, _ b: Behavior, on node: NodeContext) -> Bool {
        if a.isSame(as: b) { return true }
        guard node.configuration.featureGates.isEmpty else { return false }
        let (older, newer) = (min(a.version, b.version), max(a.version, b.version))
        let areas = areas[node.configuration.mode] ?? BehaviorChange.Area.allCases
        return !BehaviorChange.all.contains { areas.contains($0.area) && $0.since > older && $0.since <= newer }
    }

    /// What changes are about that show in the rules of a mode; all kinds in other modes.
    private static let areas: [ProxyMode: [BehaviorChange.Area]] = [
        .iptables: [.services, .iptables], .nftables: [.services, .nftables],
        .ipvs: [.services, .iptables, .ipvs],
    ]

    private static func drift(_ versions: [KubernetesVersion], left: Int, of compiled: KubernetesVersion) -> Drift? {
        guard let nearest = versions.last else { return nil }
        let words = words(versions)
        let rest = left == 0 ? "nothing else differs" : "\(left) \(left == 1 ? "drift is" : "drifts are") left"
        return Drift(
            kind: .otherVersion, severity: DriftKind.otherVersion.severity, subject: words,
            message: "the rules look like those of kube-proxy \(words), not \(compiled)",
            effect: "with --kube-version \(nearest) \(rest)")
    }

    /// `1.28`, `1.27 to 1.29`, or `1.25, 1.28`.
    private static func words(_ versions: [KubernetesVersion]) -> String {
        guard let first = versions.first, let last = versions.last else { return "" }
        if last.minor - first.minor == versions.count - 1 {
            return first == last ? "\(first)" : "\(first) to \(last)"
        }
        return versions.map(\.description).joined(separator: ", ")
    }
}
