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

    /// The ruleset as the kernel gives it back, each part in an order of its own: two rulesets that mean the same
    /// print the same in the kernel's spelling.
    public func canonicalized() -> IPVSRuleset {
        var result = self
        result.servers = servers.canonicalized()
        result.sets = sets.canonicalized()
        result.rules = rules.canonicalized()
        result.addresses.sort()
        return result
    }
}
