import ServiceProxy

/// A kernel setting that kube-proxy makes in ipvs mode, beside its rules (Kubernetes, pkg/proxy/ipvs/proxier.go).
public struct IPVSSysctl: Sendable, Hashable {
    /// Its name, as `sysctl` calls it.
    public let name: String
    /// Its value.
    public let value: Int

    /// The settings that every node gets. On Linux 4.1 to 5.8 `net.ipv4.vs.conn_reuse_mode` is set to 0 too.
    private static let always: [IPVSSysctl] = [
        .init(name: "net.ipv4.vs.conntrack", value: 1),
        .init(name: "net.ipv4.vs.expire_nodest_conn", value: 1),
        .init(name: "net.ipv4.vs.expire_quiescent_template", value: 1),
        .init(name: "net.ipv4.ip_forward", value: 1),
    ]
    /// The settings of `ipvs.strictARP`.
    private static let strictARP: [IPVSSysctl] = [
        .init(name: "net.ipv4.conf.all.arp_ignore", value: 1),
        .init(name: "net.ipv4.conf.all.arp_announce", value: 2),
    ]

    /// The settings under a configuration, in kube-proxy's order.
    public static func wanted(by configuration: ProxyConfiguration) -> [IPVSSysctl] {
        always + (configuration.ipvsStrictARP ? strictARP : [])
    }
}
