import Addressing
import Netfilter

/// A rule that stands only where its set has elements.
struct IPVSSetRule {
    /// What the rule does.
    enum Target {
        case masquerade
        case `return`
        case jump(StaticString)
    }

    let chain: StaticString
    let set: KubeIPSet
    /// The fields of the packet that are looked up, one bit each for `src`.
    let fields: IPVSSetFields
    let target: Target
    /// The protocol that the rule names; nil for any.
    let transport: TransportProtocol?

    private init(
        _ chain: StaticString, _ set: KubeIPSet, _ fields: IPVSSetFields, _ target: Target,
        _ transport: TransportProtocol? = nil
    ) {
        self.chain = chain
        self.set = set
        self.fields = fields
        self.target = target
        self.transport = transport
    }

    /// The rules in nat, in kube-proxy's order.
    static let nat: [IPVSSetRule] = [
        .init("KUBE-POSTROUTING", .loopBack, .destinationPortSource, .masquerade),
        .init("KUBE-SERVICES", .loadBalancer, .destinationPort, .jump("KUBE-LOAD-BALANCER")),
        .init("KUBE-LOAD-BALANCER", .loadBalancerLocal, .destinationPort, .return),
        .init("KUBE-NODE-PORT", .nodePortLocalTCP, .port, .return, .tcp),
        .init("KUBE-NODE-PORT", .nodePortTCP, .port, .jump("KUBE-MARK-MASQ"), .tcp),
        .init("KUBE-NODE-PORT", .nodePortLocalUDP, .port, .return, .udp),
        .init("KUBE-NODE-PORT", .nodePortUDP, .port, .jump("KUBE-MARK-MASQ"), .udp),
        .init("KUBE-NODE-PORT", .nodePortLocalSCTP, .destinationPort, .return, .sctp),
        .init("KUBE-NODE-PORT", .nodePortSCTP, .destinationPort, .jump("KUBE-MARK-MASQ"), .sctp),
    ]

    /// The rules in filter, in kube-proxy's order.
    static let filter: [IPVSSetRule] = [
        .init(
            "KUBE-PROXY-FIREWALL", .loadBalancerFirewall, .destinationPort, .jump("KUBE-SOURCE-RANGES-FIREWALL")),
        .init("KUBE-SOURCE-RANGES-FIREWALL", .loadBalancerSourceCIDR, .destinationPortSource, .return),
        .init("KUBE-SOURCE-RANGES-FIREWALL", .loadBalancerSourceIP, .destinationPortSource, .return),
    ]
}

/// Which fields of a packet are looked up in a set.
enum IPVSSetFields {
    /// `dst`
    case port
    /// `dst,dst`
    case destinationPort
    /// `dst,dst,src`
    case destinationPortSource
    /// `src,dst`
    case sourcePort

    /// How many fields, and one bit for each that is the source's.
    var bits: (dimension: UInt8, source: UInt8) {
        switch self {
        case .port: (1, 0)
        case .destinationPort: (2, 0)
        case .destinationPortSource: (3, 0b100)
        case .sourcePort: (2, 0b01)
        }
    }
}

/// The chains and jumps of ipvs mode.
enum IPVSChains {
    /// The chains of nat, in the order in which they are declared.
    static let nat: [StaticString] = [
        "KUBE-SERVICES", "KUBE-POSTROUTING", "KUBE-NODE-PORT", "KUBE-LOAD-BALANCER", "KUBE-MARK-MASQ",
    ]
    /// The chains of filter, in the order in which they are declared.
    static let filter: [StaticString] = [
        "KUBE-FORWARD", "KUBE-NODE-PORT", "KUBE-PROXY-FIREWALL", "KUBE-SOURCE-RANGES-FIREWALL", "KUBE-IPVS-FILTER",
        "KUBE-IPVS-OUT-FILTER",
    ]

    /// A jump from a built-in chain.
    struct Jump {
        let source: StaticString
        let target: StaticString
        let comment: StaticString
    }

    /// The jumps of nat, in the order in which kube-proxy inserts each at the top of its chain.
    static let natJumps: [Jump] = [
        .init(source: "OUTPUT", target: "KUBE-SERVICES", comment: "kubernetes service portals"),
        .init(source: "PREROUTING", target: "KUBE-SERVICES", comment: "kubernetes service portals"),
        .init(source: "POSTROUTING", target: "KUBE-POSTROUTING", comment: "kubernetes postrouting rules"),
    ]
    /// The jumps of filter, likewise.
    static let filterJumps: [Jump] = [
        .init(source: "FORWARD", target: "KUBE-FORWARD", comment: "kubernetes forwarding rules"),
        .init(source: "INPUT", target: "KUBE-NODE-PORT", comment: "kubernetes health check rules"),
        .init(source: "INPUT", target: "KUBE-PROXY-FIREWALL", comment: "kube-proxy firewall rules"),
        .init(source: "FORWARD", target: "KUBE-PROXY-FIREWALL", comment: "kube-proxy firewall rules"),
        .init(source: "INPUT", target: "KUBE-IPVS-FILTER", comment: "kubernetes ipvs access filter"),
        .init(source: "OUTPUT", target: "KUBE-IPVS-OUT-FILTER", comment: "kubernetes ipvs access filter"),
    ]

    /// The sets whose packets KUBE-IPVS-FILTER lets through, in its order.
    static let accessible: [KubeIPSet] = [.loadBalancer, .clusterIP, .externalIP, .externalIPLocal]
}
