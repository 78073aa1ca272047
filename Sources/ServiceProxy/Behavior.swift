/// What differs between versions of kube-proxy, as named facts: compilers and the view ask for a fact, never for a
/// version number. The values here are those of 1.36.
public struct Behavior: Sendable, Hashable {
    /// A Service with the label `service.kubernetes.io/service-proxy-name` hides its slices by the same label.
    public var proxyNameLabelHidesSlices = false
    /// The label `service.kubernetes.io/headless` hides Services too, not only slices.
    public var headlessLabelHidesServices = false
    /// Where nothing is ready, endpoints that are terminating but still serve are used.
    public var usesServingTerminating = true
    /// Hints for nodes are honoured where all ready endpoints have them.
    public var honoursNodeHints = true
    /// Of two copies of an endpoint the later counts unless it is terminating; otherwise if it is local.
    public var laterCopyCountsUnlessTerminating = true
    /// Load-balancer addresses with `ipMode: Proxy` get no rules.
    public var skipsProxyModeIngress = true
    /// A source range of all addresses lifts the restriction, whatever other ranges there are.
    public var allAddressesLiftSourceRanges = true
    /// kube-proxy keeps KUBE-FIREWALL with the rule against martian localhost packets, as kubelet does.
    public var keepsKubeFirewall = true
    /// A firewall chain ends in a rule without target that says what becomes of other traffic.
    public var firewallChainsSayWhatFollows = true
    /// The jump to node ports leaves out loopback addresses that node ports don't serve.
    public var nodePortJumpExcludesLoopback = true

    /// The behaviour of kube-proxy 1.36.
    public static let v1_36 = Behavior()

    /// The behaviour of kube-proxy 1.25, the last with userspace mode.
    public static let v1_25: Behavior = {
        var behavior = Behavior()
        behavior.proxyNameLabelHidesSlices = true
        behavior.headlessLabelHidesServices = true
        behavior.usesServingTerminating = false
        behavior.honoursNodeHints = false
        behavior.laterCopyCountsUnlessTerminating = false
        behavior.skipsProxyModeIngress = false
        behavior.allAddressesLiftSourceRanges = false
        behavior.keepsKubeFirewall = false
        behavior.firewallChainsSayWhatFollows = false
        behavior.nodePortJumpExcludesLoopback = false
        return behavior
    }()
}
