import Bytes
import Netfilter

extension FamilyRuleset {
    /// What kube-proxy itself makes of these rules: its chains with the jumps to them, its table of nf_tables, and all
    /// that only ipvs mode has. The rules of network plugins, of people and of kubelet stand in no manifest.
    ///
    /// KUBE-FIREWALL is kubelet's and, since 1.27, kube-proxy's too: it counts where `other` has it.
    public func ofKubeProxyAlone(beside other: FamilyRuleset) -> FamilyRuleset {
        var result = self
        if let iptables {
            result.iptables = iptables.ofKubeProxyAlone(withFirewall: other.iptables?.hasFirewall ?? false)
        }
        if let nftables {
            var rules = nftables
            rules.tables = nftables.tables.filter { nftables.texts.string($0.name) == "kube-proxy" }
            result.nftables = rules
        }
        return result
    }
}

extension IptablesRuleset {
    private static let firewall = "KUBE-FIREWALL"

    fileprivate var hasFirewall: Bool {
        tables.contains { table in table.rules.contains { name(of: $0.chain) == Self.firewall } }
    }

    fileprivate func ofKubeProxyAlone(withFirewall keepsFirewall: Bool) -> IptablesRuleset {
        var result = self
        for place in tables.indices {
            result.tables[place].counters = []
            result.tables[place].rules = tables[place].rules.filter { rule in
                let chain = name(of: rule.chain)
                let target = rule.target.calledChain.map { name(of: $0) } ?? ""
                if chain == Self.firewall || target == Self.firewall { return keepsFirewall }
                return chain.hasPrefix("KUBE-") || target.hasPrefix("KUBE-")
            }
            for chain in tables[place].chains.indices where tables[place].chains[chain].policy == .drop {
                result.tables[place].chains[chain].policy = .accept
            }
        }
        return result
    }
}

extension IptablesRuleset.Target {
    /// The chain that it leads to.
    var calledChain: IptablesRuleset.ChainID? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }
}
