import ProxyNames
import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// Which of the kernel's two stores `iptables` writes to.
public enum IptablesStore: String, Sendable, Hashable, CaseIterable {
    /// The tables of `iptables-legacy`.
    case legacy
    /// nf_tables, by way of `iptables-nft`.
    case nft
}

/// Something of kube-proxy's that packets can get to, or that holds addresses.
public enum ProxyTrace: Sendable, Hashable {
    /// Chains of service ports (`KUBE-SVC-…`) of iptables mode.
    case serviceChains(IptablesStore)
    /// Rules that look packets up in kube-proxy's sets, of ipvs mode.
    case setRules(IptablesStore)
    /// Rules that send packets to kube-proxy itself, of userspace mode.
    case portalRules(IptablesStore)
    /// The table `kube-proxy` of nftables mode.
    case nftablesTable
    /// Virtual servers of ipvs mode.
    case virtualServers
    /// Sets of ipvs mode.
    case sets
    /// Addresses of kube-ipvs0.
    case boundAddresses

    /// The mode whose kube-proxy makes it.
    public var mode: ProxyMode {
        switch self {
        case .serviceChains: .iptables
        case .setRules, .virtualServers, .sets, .boundAddresses: .ipvs
        case .portalRules: .userspace
        case .nftablesTable: .nftables
        }
    }

    /// The store of iptables that it is in, if it is in one.
    public var store: IptablesStore? {
        switch self {
        case .serviceChains(let store), .setRules(let store), .portalRules(let store): store
        case .nftablesTable, .virtualServers, .sets, .boundAddresses: nil
        }
    }
}

/// What was found of kube-proxy on a node, of whatever mode, for one family.
public struct ProxyTraces: Sendable, Hashable {
    /// What was found.
    public var found: Set<ProxyTrace>
    /// Whether anything that was read could have shown rules of this family.
    public var wasRead: Bool

    /// What was found; nothing, unless said otherwise.
    public init(found: Set<ProxyTrace> = [], wasRead: Bool = true) {
        self.found = found
        self.wasRead = wasRead
    }

    /// What is in one side of a comparison. `store` is the store of iptables that its rules are from.
    public init(of side: FamilyRuleset, store: IptablesStore = .nft) {
        found = []
        wasRead =
            side.iptables != nil || side.nftables != nil || side.virtualServers != nil || side.sets != nil
            || side.addresses != nil
        if let rules = side.iptables { add(rules, store) }
        if let tables = side.nftables?.tables, let texts = side.nftables?.texts {
            let isOwn = { (table: NftablesRuleset.Table) in
                texts.string(table.name) == "kube-proxy" && table.family == (side.family == .ipv4 ? .ip : .ip6)
            }
            if tables.contains(where: isOwn) { found.insert(.nftablesTable) }
        }
        if side.virtualServers?.hasSocket(side.family) == true { found.insert(.virtualServers) }
        if let sets = side.sets, sets.hasKubeSet(side.family) { found.insert(.sets) }
        if side.addresses?.addresses.contains(where: { $0.family == side.family }) == true {
            found.insert(.boundAddresses)
        }
    }

    /// Adds what packets get to in the rules of one store.
    public mutating func add(_ ruleset: IptablesRuleset, _ store: IptablesStore) {
        let rules = IptablesRules(ruleset)
        for (place, isReached) in rules.reachableBlocks().enumerated() where isReached {
            let (table, chain) = rules.chains[place]
            switch rules.names[Int(chain.index)] {
            case .hashed(.cluster), .hashed(.local): found.insert(.serviceChains(store))
            case .fixed(.portalsHost), .fixed(.portalsContainer):
                if !rules.blocks[place].lines.isEmpty { found.insert(.portalRules(store)) }
            case .fixed(.services), .fixed(.ipvsFilter):
                if rules.looksUpSets(rules.blocks[place], rules.ruleset.tables[table]) {
                    found.insert(.setRules(store))
                }
            default: break
            }
        }
    }
}

extension IptablesRules {
    /// Whether a block has a rule that looks packets up in a set.
    fileprivate func looksUpSets(_ block: Block, _ table: IptablesRuleset.Table) -> Bool {
        block.lines.contains { line in
            table.options(of: table.rules[rules[line]]).contains { option in
                if case .set = option { return true }
                return false
            }
        }
    }
}

extension VirtualServerTable {
    /// Whether any virtual server has an address of a family.
    fileprivate func hasSocket(_ family: IPFamily) -> Bool {
        virtualServers.contains { server in
            if case .socket(_, let socket) = server.service { return socket.address.family == family }
            return false
        }
    }
}

extension IPSetTable {
    /// Whether any set is kube-proxy's for a family.
    fileprivate func hasKubeSet(_ family: IPFamily) -> Bool {
        sets.contains { set in
            texts.withBytes(of: set.name) { KubeSetName($0)?.family } == family
        }
    }
}
