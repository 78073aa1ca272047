/// A change in what kube-proxy makes of the same objects, and the version that brought it.
public struct BehaviorChange: Sendable {
    /// What the change is about.
    public enum Area: String, Sendable, CaseIterable {
        case services
        case iptables
        case ipvs
        case nftables
        case userspace
    }

    /// A name for the change that doesn't change.
    public let id: String
    /// The first version that behaves as the summary says.
    public let since: KubernetesVersion
    /// What it is about.
    public let area: Area
    /// What the version does and what older ones did.
    public let summary: String
    /// Makes of the behaviour from `since` on that of the version before.
    let revert: @Sendable (inout Behavior) -> Void

    init(
        _ id: String, since minor: Int, _ area: Area, _ summary: String,
        revert: @escaping @Sendable (inout Behavior) -> Void
    ) {
        self.id = id
        since = KubernetesVersion(minor: minor)
        self.area = area
        self.summary = summary
        self.revert = revert
    }

    /// All changes, the newest version first. A fact that changed twice is taken back in this order.
    public static let all: [BehaviorChange] = {
        let rows = newest + older + nftables
        return Set(rows.map(\.since)).sorted(by: >).flatMap { version in rows.filter { $0.since == version } }
    }()

    private static let newest: [BehaviorChange] = [
        .init(
            "proxy-name-label", since: 36, .services,
            "label service.kubernetes.io/service-proxy-name hides Services only; before, slices too"
        ) { $0.proxyNameLabelHidesSlices = true },
        .init(
            "headless-label", since: 36, .services,
            "label service.kubernetes.io/headless hides slices only; before, Services too"
        ) { $0.headlessLabelHidesServices = true },
        .init(
            "duplicate-endpoints", since: 36, .services,
            "of two copies of an endpoint the later counts unless it is terminating; before, if it is local"
        ) { $0.laterCopyCountsUnlessTerminating = false },
        .init(
            "node-hints", since: 34, .services,
            "hints for nodes are honoured; before, zones only (1.33: with feature gate PreferSameTrafficDistribution)"
        ) { $0.honoursNodeHints = false },
        .init(
            "source-range-all", since: 34, .services,
            "a source range of all addresses lifts the restriction; before, it was a range as any other"
        ) { $0.allAddressesLiftSourceRanges = false },
        .init(
            "zero-length-networks", since: 34, .services,
            "any network of length 0 in nodePortAddresses means all addresses; before, only 0.0.0.0/0 and ::/0"
        ) { $0.anyZeroLengthNetworkMeansAll = false },
        .init(
            "topology-annotation", since: 31, .services,
            "hints on slices suffice; before, the Service needed a topology annotation too"
        ) { $0.topologyAnnotation = .anythingButDisabled },
        .init(
            "endpoint-text", since: 31, .services,
            "endpoints' addresses are written canonically; before, as in the EndpointSlice, where 010.0.0.1 and "
                + "10.0.0.1 were two endpoints"
        ) { $0.endpointText = .everywhere },
        .init(
            "primary-node-ports", since: 31, .services,
            "nodePortAddresses may be primary, which is the default of nftables mode"
        ) { $0.knowsPrimaryNodePortAddress = false },
        .init(
            "nfacct", since: 31, .iptables,
            "invalid and localhost node-port packets are counted by name (nfacct) where the kernel can"
        ) { $0.countsByName = false },
        .init(
            "ip-mode", since: 30, .services,
            "load-balancer addresses with ipMode Proxy get no rules; before, ipMode was ignored"
        ) { $0.skipsProxyModeIngress = false },
        .init(
            "ipvs-filter-local-external", since: 30, .ipvs,
            "KUBE-IPVS-FILTER lets through what is for an external IP with a Local policy"
        ) { $0.ipvsFilterAllowsLocalExternalIPs = false },
        .init(
            "masked-ranges", since: 30, .services,
            "source ranges are written as masked networks; before, as in the Service"
        ) { $0.masksSourceRanges = false },
        .init(
            "masked-pod-networks", since: 30, .services,
            "pod networks are written masked; before, as configured"
        ) { $0.masksLocalNetworks = false },
        .init(
            "service-text", since: 30, .services,
            "external IPs, load-balancer addresses and source ranges are written canonically; before, as in the Service"
        ) { $0.keepsServiceTexts = true },
        .init(
            "pod-network-text", since: 30, .services,
            "pod networks are written canonically; before, as configured"
        ) { $0.keepsLocalNetworkTexts = true },
    ]

    private static let older: [BehaviorChange] = [
        .init(
            "endpoint-source-text", since: 29, .services,
            "an endpoint's address without its port (hairpin rules, KUBE-LOOP-BACK) is written as in the EndpointSlice, "
                + "up to 1.30; before, canonically"
        ) { $0.endpointText = .withPort },
        .init(
            "ipvs-out-filter", since: 29, .ipvs,
            "KUBE-IPVS-OUT-FILTER drops what the node sends to a load balancer whose source ranges don't name it"
        ) { $0.ipvsDropsRefusedNode = false },
        .init(
            "ipvs-filter-health", since: 28, .ipvs, "KUBE-IPVS-FILTER lets through what is for a health-check port"
        ) { $0.ipvsFilterAllowsHealthChecks = false },
        .init(
            "ipvs-interface-addresses", since: 28, .ipvs,
            "addresses that another interface has aren't bound to kube-ipvs0; before, they were"
        ) { $0.ipvsSparesInterfaceAddresses = false },
        .init(
            "ipvs-mh-port", since: 27, .ipvs, "the scheduler mh hashes the source port too"
        ) { $0.ipvsMaglevHashesPorts = false },
        .init(
            "topology-mode", since: 27, .services,
            "annotation topology-mode (or topology-aware-hints) turns hints on unless it says Disabled; before, only Auto"
        ) { $0.topologyAnnotation = .auto },
        .init(
            "kube-firewall", since: 27, .iptables,
            "KUBE-FIREWALL, its jumps and the rule against martian localhost packets; before, only kubelet made them"
        ) { $0.keepsKubeFirewall = false },
        .init(
            "firewall-tail", since: 27, .iptables,
            "KUBE-FW chains end in a rule without target that says what follows"
        ) { $0.firewallChainsSayWhatFollows = false },
        .init(
            "empty-node-port-addresses", since: 27, .iptables,
            "node-port rules are written even if no address answers; before, they were left out"
        ) { $0.writesNodePortRulesWithoutAddresses = false },
        .init(
            "serving-terminating", since: 26, .services,
            "where nothing is ready, terminating endpoints that still serve are used (1.25: with a feature gate)"
        ) { $0.usesServingTerminating = false },
        .init(
            "ipvs-loopback", since: 26, .ipvs, "packets from loopback addresses leave KUBE-SERVICES at once"
        ) { $0.ipvsReturnsLoopback = false },
        .init(
            "ipvs-filter", since: 26, .ipvs,
            "KUBE-IPVS-FILTER and set KUBE-IPVS-IPS refuse what comes to a Service's address and is for no Service"
        ) { $0.ipvsFiltersAccess = false },
        .init(
            "node-port-jump-loopback", since: 26, .iptables,
            "the jump to KUBE-NODEPORTS leaves out loopback addresses that node ports don't serve"
        ) { $0.nodePortJumpExcludesLoopback = false },
    ]
}
