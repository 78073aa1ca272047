import Addressing

/// All that a node has for one address family, as far as it is known: one side of a comparison.
public struct FamilyRuleset: Sendable {
    /// The family.
    public var family: IPFamily
    /// The rules of `iptables` or `ip6tables`; nil if nothing is known of them.
    public var iptables: IptablesRuleset?
    /// The rules of nf_tables, of whatever families; nil if nothing is known of them.
    public var nftables: NftablesRuleset?
    /// IPVS's virtual servers, of whatever families; nil if nothing is known of them.
    public var virtualServers: VirtualServerTable?
    /// The ipsets, of whatever families; nil if nothing is known of them.
    public var sets: IPSetTable?
    /// The addresses of kube-ipvs0, of whatever families; nil if nothing is known of them.
    public var addresses: BoundAddresses?

    /// Whether it is what manifests compile to: then it lacks what kube-proxy makes beside its rules.
    public var isCompiled = false
    /// Whether those manifests have ServiceCIDRs: otherwise nobody knows which addresses Services may have.
    public var knowsServiceCIDRs = false

    /// A family of which nothing is known.
    public init(_ family: IPFamily) { self.family = family }
}
