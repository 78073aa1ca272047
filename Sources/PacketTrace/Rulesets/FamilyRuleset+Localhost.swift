import Addressing
import Bytes
import Netfilter

extension FamilyRuleset {
    /// Whether kube-proxy made these rules with node ports on 127.0.0.1 in mind: then it also sets `route_localnet`.
    var servesLocalhostNodePorts: Bool {
        guard family == .ipv4, virtualServers == nil, let iptables else { return false }
        for table in iptables.tables where iptables.texts.string(table.name) == "nat" {
            for rule in table.rules where iptables.name(of: rule.chain) == "KUBE-SERVICES" {
                guard let target = rule.target.calledChain, iptables.name(of: target) == "KUBE-NODEPORTS" else {
                    continue
                }
                let leavesLoopback = table.options(of: rule).contains { option in
                    if case .destination(let match) = option {
                        return match.negated || !match.prefix.address.isLoopback
                    }
                    return false
                }
                if !leavesLoopback { return true }
            }
        }
        return false
    }
}
