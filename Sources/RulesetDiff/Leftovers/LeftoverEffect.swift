import Manifests
import ServiceProxy

/// What the leftovers of one mode do to the traffic of a node that runs in another.
struct LeftoverEffect {
    /// What is left.
    let what: String
    /// Whether that is a plural.
    let isPlural: Bool
    let severity: DriftSeverity
    /// What it does; empty if nothing.
    let words: String

    init(of other: ProxyMode, _ traces: Set<ProxyTrace>, beside mode: ProxyMode) {
        switch other {
        case .iptables: self.init("rules", Self.rewriting(beside: mode))
        case .nftables: self.init("the table kube-proxy", Self.rewriting(beside: mode), isPlural: false)
        case .userspace:
            self.init("rules", (.broken, "connections are sent to ports of a proxy that doesn't run, and are refused"))
        case .ipvs:
            let row = Self.ipvs.first { row in traces.contains { row.isAbout($0) } }
            self.init(row?.what ?? "things", row?.effect ?? (.stale, ""))
        }
    }

    private init(_ what: String, _ effect: (severity: DriftSeverity, words: String), isPlural: Bool = true) {
        self.what = what
        self.isPlural = isPlural
        (severity, words) = effect
    }

    /// Rules that rewrite destinations: those of iptables and of nftables mode hang at one hook with one priority
    /// (dstnat, -100), and the first that rewrites a connection's destination ends that hook's search. IPVS hangs behind it, at
    /// input.
    private static func rewriting(beside mode: ProxyMode) -> (severity: DriftSeverity, words: String) {
        mode == .ipvs
            ? (
                .broken,
                "they rewrite destinations before packets get to IPVS: they decide, and the virtual servers are never asked"
            )
            : (
                .stale,
                "both rewrite destinations at the same hook and priority, and the first that does decides: connections can "
                    + "go where the old rules say"
            )
    }

    /// What ipvs mode leaves, the worst first.
    private static let ipvs:
        [(what: String, isAbout: @Sendable (ProxyTrace) -> Bool, effect: (DriftSeverity, String))] = [
            (
                "addresses on kube-ipvs0", { $0 == .boundAddresses },
                (
                    .stale,
                    "the node takes connections to these addresses for its own: those that no rule rewrites get to old virtual "
                        + "servers or to programs on the node"
                )
            ),
            (
                "rules", { $0.store != nil },
                (.stale, "they still accept, masquerade and refuse packets to what is in the old sets")
            ),
            (
                "virtual servers", { $0 == .virtualServers },
                (.stale, "packets to these addresses that the node takes in still go to old endpoints")
            ),
            ("sets", { $0 == .sets }, (.cosmetic, "")),
        ]
}
