import Addressing
import Netfilter

/// The ipsets of kube-proxy in ipvs mode, in the order of their names
/// (Kubernetes, pkg/proxy/ipvs/proxier.go and ipset.go).
enum KubeIPSet: Int, CaseIterable {
    case clusterIP, externalIP, externalIPLocal, healthCheckNodePort, ipvsIPs
    case loadBalancer, loadBalancerFirewall, loadBalancerLocal, loadBalancerSourceCIDR, loadBalancerSourceIP
    case loopBack
    case nodePortLocalSCTP, nodePortLocalTCP, nodePortLocalUDP, nodePortSCTP, nodePortTCP, nodePortUDP

    /// The longest name that the kernel takes (IPSET_MAXNAMELEN without its zero); kube-proxy cuts longer ones.
    static let longestName = 31

    /// What there is to say of a set.
    struct Row {
        /// The name behind `KUBE-` or `KUBE-6-`.
        let name: StaticString
        let type: IPSetTable.SetType
        /// The comment of the rules that use it. The set itself has none.
        let comment: StaticString
    }

    /// The row of this set.
    var row: Row { Self.rows[rawValue] }

    /// By the order of the cases.
    private static let rows: [Row] = [
        Row(
            name: "CLUSTER-IP", type: .addressPort,
            comment: "Kubernetes service cluster ip + port for masquerade purpose"),
        Row(
            name: "EXTERNAL-IP", type: .addressPort,
            comment: "Kubernetes service external ip + port for masquerade and filter purpose"),
        Row(
            name: "EXTERNAL-IP-LOCAL", type: .addressPort,
            comment: "Kubernetes service external ip + port with externalTrafficPolicy=local"),
        Row(name: "HEALTH-CHECK-NODE-PORT", type: .port, comment: "Kubernetes health check node port"),
        Row(name: "IPVS-IPS", type: .address, comment: "Addresses on the ipvs interface"),
        Row(name: "LOAD-BALANCER", type: .addressPort, comment: "Kubernetes service lb portal"),
        Row(
            name: "LOAD-BALANCER-FW", type: .addressPort,
            comment: "Kubernetes service load balancer ip + port for load balancer with sourceRange"),
        Row(
            name: "LOAD-BALANCER-LOCAL", type: .addressPort,
            comment: "Kubernetes service load balancer ip + port with externalTrafficPolicy=local"),
        Row(
            name: "LOAD-BALANCER-SOURCE-CIDR", type: .addressPortNetwork,
            comment: "Kubernetes service load balancer ip + port + source cidr for packet filter purpose"),
        Row(
            name: "LOAD-BALANCER-SOURCE-IP", type: .addressPortAddress,
            comment: "Kubernetes service load balancer ip + port + source IP for packet filter purpose"),
        Row(
            name: "LOOP-BACK", type: .addressPortAddress,
            comment: "Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose"),
        Row(
            name: "NODE-PORT-LOCAL-SCTP-HASH", type: .addressPort,
            comment: "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'"),
        Row(
            name: "NODE-PORT-LOCAL-TCP", type: .port,
            comment: "Kubernetes nodeport TCP port with externalTrafficPolicy=local"),
        Row(
            name: "NODE-PORT-LOCAL-UDP", type: .port,
            comment: "Kubernetes nodeport UDP port with externalTrafficPolicy=local"),
        Row(
            name: "NODE-PORT-SCTP-HASH", type: .addressPort,
            comment: "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'"),
        Row(name: "NODE-PORT-TCP", type: .port, comment: "Kubernetes nodeport TCP port for masquerade purpose"),
        Row(name: "NODE-PORT-UDP", type: .port, comment: "Kubernetes nodeport UDP port for masquerade purpose"),
    ]

    /// Its name in a family.
    func name(_ family: IPFamily) -> String {
        let prefix = family == .ipv4 ? "KUBE-" : "KUBE-6-"
        return String("\(prefix)\(row.name)".prefix(Self.longestName))
    }

    /// How it is created.
    func header(_ family: IPFamily) -> IPSetTable.Header {
        row.type == .port ? .portRange(0, .max) : .hash(.init(family: family))
    }

    /// The sets of node ports of a protocol: of all, and of those with a Local policy.
    static func nodePorts(_ transport: TransportProtocol) -> (all: KubeIPSet, local: KubeIPSet) {
        switch transport {
        case .tcp: (.nodePortTCP, .nodePortLocalTCP)
        case .udp: (.nodePortUDP, .nodePortLocalUDP)
        case .sctp: (.nodePortSCTP, .nodePortLocalSCTP)
        }
    }
}
