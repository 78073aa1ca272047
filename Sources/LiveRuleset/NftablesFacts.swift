import Addressing
import Bytes
import Netfilter

extension NftablesDump {
    /// The names that iptables gives tables, each with a chain that it has there.
    private static let iptablesNames = ["filter", "nat", "mangle", "raw", "security"]
    private static let builtInChains: Set<String> = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]

    /// A dump with what its rules say of iptables-nft and of kube-proxy; `managedTables` are those that the tool
    /// itself called iptables-nft's.
    init(origin: DumpOrigin, ruleset: NftablesRuleset, toolVersion: String?, managedTables: [String]) {
        self.init(
            origin: origin, ruleset: ruleset, toolVersion: toolVersion, iptablesTables: [],
            iptablesServiceFamilies: [], kubeProxyFamilies: [])
        let managed = Set(managedTables)
        for table in ruleset.tables {
            let name = ruleset.texts.string(table.name)
            guard let family = table.family.addressFamily else { continue }
            if name == "kube-proxy" { kubeProxyFamilies.append(family) }
            let title = "\(table.family) \(name)"
            let isManaged = managed.contains(title)
            guard isManaged || Self.iptablesNames.contains(name) else { continue }
            var (hasBuiltIn, hasServices) = (false, false)
            for chain in table.chains {
                let length = Int(chain.name.length)
                // Only these lengths matter; a node has thousands of chains.
                guard length <= 13 else { continue }
                let word = ruleset.texts.string(chain.name)
                hasBuiltIn = hasBuiltIn || Self.builtInChains.contains(word)
                hasServices = hasServices || word == "KUBE-SERVICES" || word == "KUBE-NODEPORTS"
            }
            if isManaged || hasBuiltIn || hasServices { iptablesTables.append(title) }
            if hasServices && !iptablesServiceFamilies.contains(family) { iptablesServiceFamilies.append(family) }
        }
    }
}

extension NftablesRuleset.Family {
    /// The addresses that packets of a table have, if only of one family.
    var addressFamily: IPFamily? {
        switch self {
        case .ip: .ipv4
        case .ip6: .ipv6
        case .inet, .arp, .bridge, .netdev: nil
        }
    }
}
