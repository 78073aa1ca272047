import Addressing

/// All that kube-proxy programs for one family in ipvs mode.
public struct IPVSRuleset: Sendable {
    /// The family.
    public var family: IPFamily
    /// The virtual servers and their real servers.
    public var servers = VirtualServerTable()
    /// The sets that the iptables rules look packets up in.
    public var sets = IPSetTable()
    /// The iptables rules: which packets are masqueraded, refused or let through.
    public var rules: IptablesRuleset
    /// The addresses of the interface kube-ipvs0, each by itself (/32 or /128): what makes the kernel take packets
    /// to a virtual server in.
    public var addresses: [IPAddress] = []

    /// A ruleset with nothing in it.
    public init(family: IPFamily) {
        self.family = family
        rules = IptablesRuleset(family: family)
    }
}
