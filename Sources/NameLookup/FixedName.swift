import ServiceProxy

/// A chain, set, map, mark or interface of kube-proxy's whose name is the same on every node.
public struct FixedName: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// What it is: `chain of filter`, `set`.
    public let kind: String
    /// The modes that have it.
    public let modes: [ProxyMode]
    /// What it is for.
    public let purpose: String

    private init(_ name: String, _ kind: String, _ modes: [ProxyMode], _ purpose: String) {
        (self.name, self.kind, self.modes, self.purpose) = (name, kind, modes, purpose)
    }

    /// Those with a name; a chain and a set may share one.
    public static func named(_ name: String) -> [FixedName] { all.filter { $0.name == name } }

    /// All of them.
    public static let all: [FixedName] = chains + ipvsChains + userspaceChains + nftablesChains + nftablesSets + sets

    private static let chains: [FixedName] = [
        .init(
            "KUBE-SERVICES", "chain of nat and filter", [.iptables, .ipvs],
            "The first of kube-proxy's chains: in nat it finds the Service that a new connection is for, by "
                + "address, protocol and port, and hands it to that Service's chain; its last rule hands packets "
                + "to addresses of the node to KUBE-NODEPORTS. In filter it rejects packets to cluster IPs that "
                + "have no endpoint. In ipvs mode, in nat, it looks packets up in sets and marks those that are to "
                + "be masqueraded."),
        .init(
            "KUBE-EXTERNAL-SERVICES", "chain of filter", [.iptables],
            "Rejects or drops packets to external IPs, load-balancer IPs and node ports that find no endpoint."),
        .init(
            "KUBE-NODEPORTS", "chain of nat and filter", [.iptables],
            "In nat it finds the Service by the port of the node that a connection is for. In filter it lets "
                + "in what asks for the health of Services with externalTrafficPolicy Local (healthCheckNodePort)."),
        .init(
            "KUBE-POSTROUTING", "chain of nat", [.iptables, .ipvs],
            "Masquerades (rewrites the source of) packets that carry kube-proxy's mark, and takes the mark "
                + "off, so that they aren't masqueraded twice. In ipvs mode also packets of endpoints to "
                + "themselves (KUBE-LOOP-BACK)."),
        .init(
            "KUBE-MARK-MASQ", "chain of nat", [.iptables, .ipvs],
            "Sets kube-proxy's mark (bit 14, 0x4000, unless masqueradeBit says otherwise): KUBE-POSTROUTING "
                + "masquerades packets that carry it."),
        .init(
            "KUBE-FORWARD", "chain of filter", [.iptables, .ipvs],
            "Lets forwarded packets through that carry kube-proxy's mark or belong to known connections, "
                + "whatever the policy of FORWARD is; in iptables mode it drops those that conntrack finds invalid."),
        .init(
            "KUBE-PROXY-FIREWALL", "chain of filter", [.iptables, .ipvs],
            "Drops packets to load-balancer IPs whose sources loadBalancerSourceRanges doesn't name."),
        .init(
            "KUBE-FIREWALL", "chain of filter", [.iptables],
            "Drops packets to 127.0.0.0/8 that come from elsewhere: route_localnet, which node ports on "
                + "localhost need, would let them in. kubelet writes into this chain too."),
        .init(
            "KUBE-MARK-DROP", "chain of nat", [.iptables],
            "kubelet's, up to 1.24, and kube-proxy's use of it: marked packets (0x8000) that KUBE-FIREWALL "
                + "dropped. Where it is still there nothing uses it."),
        .init(
            "KUBE-PROXY-CANARY", "chain of mangle, nat and filter", [.iptables],
            "Empty and used by nothing: as long as it is there nobody has flushed the tables. kube-proxy "
                + "looks for it every few seconds and writes all rules anew when it is gone."),
        .init(
            "KUBE-KUBELET-CANARY", "chain of mangle, nat and filter", [],
            "kubelet's, not kube-proxy's: as long as it is there nobody has flushed the tables."),
        .init(
            "KUBE-IPTABLES-HINT", "chain of mangle", [],
            "kubelet's, not kube-proxy's: it shows other programs (in containers too) which kind of iptables "
                + "the node uses."
        ),
    ]

    private static let ipvsChains: [FixedName] = [
        .init(
            "KUBE-NODE-PORT", "chain of nat and filter", [.ipvs],
            "In nat it marks packets to node ports to be masqueraded, unless the policy is Local. In filter "
                + "it lets in what asks for the health of Services (KUBE-HEALTH-CHECK-NODE-PORT)."),
        .init(
            "KUBE-LOAD-BALANCER", "chain of nat", [.ipvs],
            "Marks packets to load-balancer IPs to be masqueraded, unless the policy is Local."),
        .init(
            "KUBE-SOURCE-RANGES-FIREWALL", "chain of filter", [.ipvs],
            "Lets packets to load-balancer IPs with loadBalancerSourceRanges return if their source is in "
                + "one, and drops the others."),
        .init(
            "KUBE-IPVS-FILTER", "chain of filter", [.ipvs],
            "Guards the addresses of kube-ipvs0: packets to ports that no Service serves there would reach the "
                + "node itself."
        ),
        .init(
            "KUBE-IPVS-OUT-FILTER", "chain of filter", [.ipvs],
            "Drops packets of the node itself to load-balancer IPs whose source ranges don't name the node."),
    ]

    private static let userspaceChains: [FixedName] = [
        .init(
            "KUBE-PORTALS-CONTAINER", "chain of nat", [.userspace],
            "Redirects packets from elsewhere to addresses of Services to kube-proxy's own sockets."),
        .init(
            "KUBE-PORTALS-HOST", "chain of nat", [.userspace],
            "Sends packets of the node itself to addresses of Services to kube-proxy's own sockets."),
        .init(
            "KUBE-NODEPORT-CONTAINER", "chain of nat", [.userspace],
            "Redirects packets from elsewhere to node ports to kube-proxy's own sockets."),
        .init(
            "KUBE-NODEPORT-HOST", "chain of nat", [.userspace],
            "Sends packets of the node itself to node ports to kube-proxy's own sockets."),
        .init(
            "KUBE-NODEPORT-NON-LOCAL", "chain of filter", [.userspace],
            "Lets packets to node ports through to kube-proxy's own sockets."),
    ]

    private static let nftablesChains: [FixedName] = [
        .init(
            "services", "chain", [.nftables],
            "Finds the Service that a new connection is for: by address, protocol and port in the map "
                + "service-ips, by the port of the node in service-nodeports."),
        .init("nat-prerouting", "base chain", [.nftables], "Hands packets from elsewhere to the chain services."),
        .init("nat-output", "base chain", [.nftables], "Hands packets of the node itself to the chain services."),
        .init(
            "nat-postrouting", "base chain", [.nftables], "Hands packets that leave the node to the chain masquerading."
        ),
        .init(
            "masquerading", "chain", [.nftables],
            "Masquerades packets that carry kube-proxy's mark, takes the mark off, and masquerades packets "
                + "of endpoints to themselves (hairpin-connections)."),
        .init(
            "mark-for-masquerade", "chain", [.nftables],
            "Sets kube-proxy's mark, up to 1.35: the chain masquerading masquerades packets that carry it."),
        .init(
            "filter-prerouting-pre-dnat", "base chain", [.nftables],
            "Before destinations are rewritten: asks firewall-check who may use load-balancer IPs."),
        .init(
            "filter-output-pre-dnat", "base chain", [.nftables],
            "Before destinations of the node's own packets are rewritten: asks firewall-check who may use "
                + "load-balancer IPs."
        ),
        .init(
            "filter-input", "base chain", [.nftables],
            "Refuses packets to the node that are for node ports or Services without endpoints."),
        .init("filter-forward", "base chain", [.nftables], "Refuses forwarded packets to Services without endpoints."),
        .init(
            "filter-output", "base chain", [.nftables],
            "Refuses packets of the node itself to Services without endpoints."),
        .init(
            "nodeport-endpoints-check", "chain", [.nftables],
            "Refuses packets to node ports without endpoints: looks them up in no-endpoint-nodeports."),
        .init(
            "service-endpoints-check", "chain", [.nftables],
            "Refuses packets to Services without endpoints: looks them up in no-endpoint-services."),
        .init(
            "firewall-check", "chain", [.nftables],
            "Looks packets up in firewall-ips: those to load-balancer IPs with loadBalancerSourceRanges."),
        .init(
            "cluster-ips-check", "chain", [.nftables],
            "Rejects packets to cluster IPs, on ports that they don't have, and drops packets to addresses "
                + "of the ServiceCIDRs that no Service has."),
        .init("reject-chain", "chain", [.nftables], "Rejects packets: maps of verdicts can't do that themselves."),
    ]

    private static let nftablesSets: [FixedName] = [
        .init(
            "service-ips", "map", [.nftables],
            "From address, protocol and port (cluster IPs, external IPs, load-balancer IPs) to the chain of "
                + "the Service."
        ),
        .init(
            "service-nodeports", "map", [.nftables], "From protocol and port of the node to the chain of the Service."),
        .init(
            "no-endpoint-services", "map", [.nftables],
            "Addresses of Services that have no endpoint: packets to them are rejected, or dropped if only "
                + "this node has none (policy Local)."),
        .init(
            "no-endpoint-nodeports", "map", [.nftables],
            "Node ports of Services that have no endpoint: packets to them are rejected, or dropped if only "
                + "this node has none (externalTrafficPolicy Local)."),
        .init(
            "firewall-ips", "map", [.nftables],
            "From load-balancer IPs with loadBalancerSourceRanges to the chain that asks for the source."),
        .init("cluster-ips", "set", [.nftables], "All cluster IPs that are in use."),
        .init("nodeport-ips", "set", [.nftables], "The addresses of the node that node ports answer on."),
        .init(
            "hairpin-connections", "set", [.nftables],
            "This node's endpoints, as source and destination: an endpoint that reaches itself through its "
                + "Service must see another source than itself."),
        .init("firewall", "set", [.nftables], "Load-balancer IPs with loadBalancerSourceRanges (1.29)."),
        .init(
            "firewall-allow", "set", [.nftables], "Who may use load-balancer IPs with loadBalancerSourceRanges (1.29)."),
    ]

    private static let sets: [FixedName] = [
        (
            "CLUSTER-IP",
            "Cluster IPs with protocol and port: packets to them that don't come from pods are masqueraded."
        ),
        ("EXTERNAL-IP", "External IPs with protocol and port: packets to them are masqueraded."),
        ("EXTERNAL-IP-LOCAL", "External IPs with externalTrafficPolicy Local: packets to them keep their source."),
        ("LOAD-BALANCER", "Load-balancer IPs with protocol and port."),
        (
            "LOAD-BALANCER-LOCAL",
            "Load-balancer IPs with externalTrafficPolicy Local: packets to them keep their source."
        ),
        ("LOAD-BALANCER-FW", "Load-balancer IPs with loadBalancerSourceRanges."),
        ("LOAD-BALANCER-SOURCE-IP", "Load-balancer IPs that the node itself may use, as destination and source."),
        ("LOAD-BALANCER-SOURCE-CIDR", "Load-balancer IPs, each with a network of loadBalancerSourceRanges."),
        (
            "LOOP-BACK",
            "This node's endpoints, as destination and source: packets of an endpoint to itself are masqueraded."
        ),
        ("NODE-PORT-TCP", "TCP node ports: packets to them are masqueraded."),
        ("NODE-PORT-LOCAL-TCP", "TCP node ports with externalTrafficPolicy Local: packets to them keep their source."),
        ("NODE-PORT-UDP", "UDP node ports: packets to them are masqueraded."),
        ("NODE-PORT-LOCAL-UDP", "UDP node ports with externalTrafficPolicy Local: packets to them keep their source."),
        ("NODE-PORT-SCTP-HASH", "SCTP node ports with the node's addresses: packets to them are masqueraded."),
        (
            "NODE-PORT-LOCAL-SCTP-HASH",
            "SCTP node ports with externalTrafficPolicy Local, with the node's addresses: packets to them keep "
                + "their source."
        ),
        ("HEALTH-CHECK-NODE-PORT", "Ports at which load balancers ask for the health of Services."),
        ("IPVS-IPS", "The addresses of kube-ipvs0."),
    ].flatMap { name, purpose in
        ["KUBE-", "KUBE-6-"].map { prefix in
            // The kernel takes 31 bytes; kube-proxy cuts longer names.
            FixedName(
                String("\(prefix)\(name)".prefix(31)), prefix == "KUBE-" ? "ipset" : "ipset for IPv6", [.ipvs], purpose)
        }
    }
}
