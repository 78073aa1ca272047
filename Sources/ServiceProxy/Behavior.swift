/// What differs between versions of kube-proxy, as named facts: compilers and the view ask for a fact, never for a
/// version number. The values here are those of the newest version; `BehaviorChange.all` says which version changed
/// each.
public struct Behavior: Sendable, Hashable {
    /// The version that behaves so.
    public private(set) var version = KubernetesVersion.newest

    // MARK: Which Services, slices and endpoints count

    /// A Service with the label `service.kubernetes.io/service-proxy-name` hides its slices by the same label.
    public internal(set) var proxyNameLabelHidesSlices = false
    /// The label `service.kubernetes.io/headless` hides Services too, not only slices.
    public internal(set) var headlessLabelHidesServices = false
    /// Which annotation a Service needs for the hints on its slices to count.
    public internal(set) var topologyAnnotation = TopologyAnnotation.notNeeded
    /// Hints for nodes are honoured where all ready endpoints have them.
    public internal(set) var honoursNodeHints = true
    /// Where nothing is ready, endpoints that are terminating but still serve are used.
    public internal(set) var usesServingTerminating = true
    /// Of two copies of an endpoint the later counts unless it is terminating; otherwise if it is local.
    public internal(set) var laterCopyCountsUnlessTerminating = true

    // MARK: Addresses

    /// `spec.externalIPs` get rules.
    public internal(set) var servesExternalIPs = true
    /// Load-balancer addresses with `ipMode: Proxy` get no rules.
    public internal(set) var skipsProxyModeIngress = true
    /// Source ranges are written as networks, with the bits behind the prefix cleared.
    public internal(set) var masksSourceRanges = true
    /// External IPs, load-balancer addresses and source ranges are written as the Service spells them.
    public internal(set) var keepsServiceTexts = false
    /// What is written as the EndpointSlice spells it of an endpoint's address.
    public internal(set) var endpointText = EndpointText.canonical
    /// A source range of all addresses lifts the restriction, whatever other ranges there are.
    public internal(set) var allAddressesLiftSourceRanges = true
    /// The networks of local pods are written with the bits behind the prefix cleared.
    public internal(set) var masksLocalNetworks = true
    /// The networks of local pods are written as they are configured.
    public internal(set) var keepsLocalNetworkTexts = false
    /// `nodePortAddresses` may be the word `primary`; with an older version kube-proxy doesn't start.
    public internal(set) var knowsPrimaryNodePortAddress = true
    /// Any network of length 0 in `nodePortAddresses` means all addresses, not only 0.0.0.0/0 and ::/0 as such.
    public internal(set) var anyZeroLengthNetworkMeansAll = true

    // MARK: iptables mode

    /// kube-proxy keeps KUBE-FIREWALL with the rule against martian localhost packets, as kubelet does.
    public internal(set) var keepsKubeFirewall = true
    /// A firewall chain ends in a rule without target that says what becomes of other traffic.
    public internal(set) var firewallChainsSayWhatFollows = true
    /// The jump to node ports leaves out loopback addresses that node ports don't serve.
    public internal(set) var nodePortJumpExcludesLoopback = true
    /// Node-port rules are written even if no address answers.
    public internal(set) var writesNodePortRulesWithoutAddresses = true
    /// Packets can be counted by name (nfacct).
    public internal(set) var countsByName = true

    // MARK: ipvs mode

    /// Packets from loopback addresses leave KUBE-SERVICES at once.
    public internal(set) var ipvsReturnsLoopback = true
    /// KUBE-IPVS-FILTER refuses what comes to an address of kube-ipvs0 and is for no Service.
    public internal(set) var ipvsFiltersAccess = true
    /// KUBE-IPVS-FILTER lets through what is for an external IP with a Local policy.
    public internal(set) var ipvsFilterAllowsLocalExternalIPs = true
    /// KUBE-IPVS-FILTER lets through what is for a health-check port.
    public internal(set) var ipvsFilterAllowsHealthChecks = true
    /// KUBE-IPVS-OUT-FILTER drops what the node sends to a load balancer that doesn't let it in.
    public internal(set) var ipvsDropsRefusedNode = true
    /// Addresses that another interface of the node has aren't bound to kube-ipvs0.
    public internal(set) var ipvsSparesInterfaceAddresses = true
    /// The scheduler mh hashes the source port too.
    public internal(set) var ipvsMaglevHashesPorts = true

    // MARK: nftables mode

    /// Rules mark packets for masquerading themselves, not in a chain of its own.
    public internal(set) var nftablesMarksInline = true
    /// Connections of endpoints to themselves are in a set.
    public internal(set) var nftablesHasHairpinSet = true
    /// The rule that chooses an endpoint also rewrites the packet; only session affinity needs chains of endpoints.
    public internal(set) var nftablesDNATsInServiceChains = true
    /// Which rules masquerade packets to cluster IPs.
    public internal(set) var nftablesInternalMasquerade = NftablesInternalMasquerade.oneRule
    /// Where the table hangs in the kernel, and what is asked where.
    public internal(set) var nftablesBaseChains = NftablesBaseChains.beforeAndAfterDNAT
    /// Interfaces of pods are known by name; otherwise by number, which has no prefixes.
    public internal(set) var nftablesComparesInterfaceNames = true
    /// Packets to addresses of ServiceCIDRs that no Service has are dropped.
    public internal(set) var nftablesDropsUnallocatedClusterIPs = true
    /// How a sync gets rid of elements that are no longer wanted.
    public internal(set) var nftablesElementReset = NftablesElementReset.none
    /// An element that two service ports want is taken out before it is added again; otherwise the sync fails.
    public internal(set) var nftablesReplacesElements = true
    /// Where node ports answer if nothing is configured.
    public internal(set) var nftablesDefaultNodePorts = NftablesDefaultNodePorts.primary
    /// How source ranges are enforced.
    public internal(set) var nftablesFirewall = NftablesFirewall.chains
    /// Packets to ports that a cluster IP doesn't have are rejected.
    public internal(set) var nftablesChecksClusterIPs = true
    /// Names of chains and sets longer than this, prefix aside, are cut.
    public internal(set) var nftablesLongestName = 240
    /// kube-proxy's library lists each chain's rules right behind it.
    public internal(set) var nftablesListsRulesBehindChains = false
    /// Forwarded packets that conntrack finds invalid are dropped.
    public internal(set) var nftablesDropsInvalidPackets = false

    /// Where an endpoint's address is written as its slice spells it.
    public enum EndpointText: Sendable, Hashable {
        /// Nowhere.
        case canonical
        /// Where it stands with its port: in names, comments and the destination of packets.
        case withPort
        /// Everywhere.
        case everywhere
    }

    /// Which annotation a Service needs for the hints on its slices to count.
    public enum TopologyAnnotation: Sendable, Hashable {
        /// None: the hints suffice.
        case notNeeded
        /// `topology-aware-hints` or else `topology-mode`, not empty and not `Disabled`.
        case anythingButDisabled
        /// `topology-aware-hints`, exactly `Auto` or `auto`.
        case auto
    }

    /// The behaviour of the newest version.
    public init() {}

    /// The behaviour of a version, with feature gates as far as the version has them.
    public init(for version: KubernetesVersion, featureGates: [String: Bool] = [:]) {
        for change in BehaviorChange.all where change.since > version { change.revert(&self) }
        for gate in BehaviorGate.all where gate.versions.contains(version) {
            if let isOn = featureGates[gate.name] { gate.apply(&self, isOn) }
        }
        self.version = version
    }

    /// Whether a kube-proxy that behaves like `other` does all the same, whatever their versions are called.
    public func isSame(as other: Behavior) -> Bool {
        var named = other
        named.version = version
        return self == named
    }
}
