/// The jumps from built-in chains to kube-proxy's own, in the order in which it inserts each at the top of its chain
/// (Kubernetes, pkg/proxy/iptables/proxier.go).
struct IptablesJump: Sendable {
    /// The table: filter or nat.
    let table: IptablesTableName
    /// The chain that is jumped to.
    let target: StaticString
    /// The built-in chain that the rule stands in.
    let source: StaticString
    /// Whether only packets that begin a connection jump.
    let isForNewConnections: Bool
    /// The rule's comment; empty if it has none.
    let comment: StaticString

    private init(
        _ table: IptablesTableName, _ target: StaticString, _ source: StaticString, new: Bool, _ comment: StaticString
    ) {
        self.table = table
        self.target = target
        self.source = source
        isForNewConnections = new
        self.comment = comment
    }

    static let all: [IptablesJump] = [
        .init(.filter, "KUBE-EXTERNAL-SERVICES", "INPUT", new: true, "kubernetes externally-visible service portals"),
        .init(.filter, "KUBE-EXTERNAL-SERVICES", "FORWARD", new: true, "kubernetes externally-visible service portals"),
        .init(.filter, "KUBE-NODEPORTS", "INPUT", new: false, "kubernetes health check service ports"),
        .init(.filter, "KUBE-SERVICES", "FORWARD", new: true, "kubernetes service portals"),
        .init(.filter, "KUBE-SERVICES", "OUTPUT", new: true, "kubernetes service portals"),
        .init(.filter, "KUBE-FORWARD", "FORWARD", new: false, "kubernetes forwarding rules"),
        .init(.filter, "KUBE-PROXY-FIREWALL", "INPUT", new: true, "kubernetes load balancer firewall"),
        .init(.filter, "KUBE-PROXY-FIREWALL", "OUTPUT", new: true, "kubernetes load balancer firewall"),
        .init(.filter, "KUBE-PROXY-FIREWALL", "FORWARD", new: true, "kubernetes load balancer firewall"),
        .init(.nat, "KUBE-SERVICES", "OUTPUT", new: false, "kubernetes service portals"),
        .init(.nat, "KUBE-SERVICES", "PREROUTING", new: false, "kubernetes service portals"),
        .init(.nat, "KUBE-POSTROUTING", "POSTROUTING", new: false, "kubernetes postrouting rules"),
        .init(.filter, "KUBE-FIREWALL", "INPUT", new: false, ""),
        .init(.filter, "KUBE-FIREWALL", "OUTPUT", new: false, ""),
    ]
}

/// The tables that kube-proxy's rules live in.
enum IptablesTableName: Int, Sendable {
    case filter = 0
    case nat = 1

    var text: StaticString { self == .filter ? "filter" : "nat" }
}
