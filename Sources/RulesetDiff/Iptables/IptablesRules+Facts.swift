import ProxyNames
import Addressing
import Bytes
import Netfilter

/// What chains and rules of iptables say.
extension IptablesRules {
    func facts(ofBlock block: Int) -> BlockFacts {
        let (number, chain) = chains[block]
        let table = ruleset.tables[number]
        let name = names[Int(chain.index)]
        var facts = BlockFacts(role: name.role, name: "")
        facts.table = ruleset.texts.string(table.name)
        facts.name = "\(facts.table) \(ruleset.name(of: chain))"
        if case .hashed = name { facts.service = owners.service(chain, self) }
        if name == .hashed(.endpoint) { facts.endpoint = owners.endpoint(chain)?.description }
        if name != .builtIn { facts.text = ":\(ruleset.name(of: chain)) - [0:0]" }
        facts.isShared = name == .fixed(.firewall)
        return facts
    }

    func facts(ofLine line: Int, in block: Int) -> LineFacts {
        let table = ruleset.tables[chains[block].table]
        let rule = table.rules[rules[line]]
        let words = IptablesRuleWords(rule, table, self)
        let chain = names[Int(rule.chain.index)]
        let isFilter = ruleset.texts.string(table.name) == "filter"
        var facts = LineFacts(role: .rule, text: words.text)
        facts.parts = words.parts
        facts.comment = words.comment
        facts.service = words.service ?? owners.service(rule.chain, self)
        switch chain {
        case .builtIn:
            facts.role = .jump
            facts.subject = words.target
            facts.isShared = rule.target.chain.map { names[Int($0.index)] == .fixed(.firewall) } == true
        case .fixed(let fixed):
            describe(&facts, words, fixed, isFilter: isFilter)
            // kube-proxy's own socket, in userspace mode.
            if case .dnat(let socket, _) = rule.target { describe(&facts, endpoint: socket.description) }
        case .hashed(let hashed): describe(&facts, words, hashed, rule)
        case .canary, .foreign: facts.role = .unknown
        }
        return facts
    }

    // MARK: Chains of all Services

    private func describe(
        _ facts: inout LineFacts, _ words: IptablesRuleWords, _ chain: IptablesChainName.Fixed, isFilter: Bool
    ) {
        switch chain {
        case .services, .externalServices, .nodePorts: describe(&facts, words, isFilter: isFilter)
        case .proxyFirewall, .ipvsSourceRanges:
            facts.role = words.target == "RETURN" ? .sourceRange : .firewallDrop
            facts.subject = words.socket
        case .markMasquerade, .postrouting:
            facts.role = .masquerade
            facts.subject = words.target
        case .firewall:
            facts.role = words.parts[.match]?.contains("127.0.0.0/8") == true ? .localnet : .rule
            facts.isShared = true
        case .forward:
            // kube-proxy leaves it out where net.netfilter.nf_conntrack_tcp_be_liberal is set.
            facts.isOptional = words.parts[.state] == "INVALID"
            facts.subject = words.target
        case .ipvsNodePort where words.target == "ACCEPT": facts.role = .healthCheck
        case .ipvsOutFilter:
            // The node itself isn't in any of the source ranges.
            facts.role = .firewallDrop
            facts.subject = words.socket
            facts.destination = words.virtualService
        case .ipvsNodePort, .ipvsLoadBalancer, .ipvsFilter:
            facts.role = words.target == "KUBE-MARK-MASQ" ? .masquerade : .rule
        case .portalsHost, .portalsContainer:
            facts.role = .clusterIP
            facts.subject = words.socket
        case .nodePortHost, .nodePortContainer:
            facts.role = .nodePort
            facts.subject = words.socket
        case .nodePortNonLocal: facts.subject = words.socket
        }
    }

    /// A rule that says which packets are for a Service, or refuses them, or calls a chain for all.
    private func describe(_ facts: inout LineFacts, _ words: IptablesRuleWords, isFilter: Bool) {
        facts.subject = words.socket
        if words.target == "KUBE-NODEPORTS" || words.target == "KUBE-NODE-PORT" {
            facts.role = .jump
            facts.subject = words.target
        } else if words.target == "KUBE-MARK-MASQ" {
            facts.role = .masquerade
        } else if words.service == nil {
            facts.role = words.hasSet ? .rule : .unknown
        } else if isFilter {
            facts.role = words.comment?.hasSuffix("health check node port") == true ? .healthCheck : .refusal
        } else {
            facts.role = words.entryRole
        }
    }

    // MARK: Chains of one Service

    private func describe(
        _ facts: inout LineFacts, _ words: IptablesRuleWords, _ chain: IptablesChainName.Hashed,
        _ rule: IptablesRuleset.Rule
    ) {
        let calls = rule.target.chain.map { names[Int($0.index)] }
        switch chain {
        case .cluster, .local:
            facts.mayLackComment = true
            if calls == .fixed(.markMasquerade) {
                facts.role = .masquerade
            } else if calls == .hashed(.endpoint) || words.commentedEndpoint != nil {
                facts.role = words.parts[.timeout] == nil ? .choice : .affinityChoice
                facts.subject = words.commentedEndpoint ?? target(rule)?.description ?? words.target
                describe(&facts, endpoint: facts.subject)
                if facts.role == .choice, facts.parts[.probability] == nil { facts.parts[.probability] = "1" }
            } else {
                facts.role = .unknown
            }
        case .endpoint:
            facts.mayLackComment = true
            if case .dnat(let socket, _) = rule.target {
                facts.role = .destination
                facts.subject = socket.description
                describe(&facts, endpoint: facts.subject)
            } else if calls == .fixed(.markMasquerade) {
                facts.role = .hairpin
                facts.subject = owners.endpoint(rule.chain)?.description ?? ""
            } else {
                facts.role = .unknown
            }
        case .external:
            let isLocal = words.parts[.state]?.contains("src-type") == true
            let isPod = facts.parts[.match] != nil || facts.parts[.other] != nil
            facts.role = calls == .fixed(.markMasquerade) ? .masquerade : .policy
            facts.subject = isLocal ? "local" : isPod ? "pods" : ""
        case .firewall:
            facts.role = rule.target == .none ? .rule : .sourceRange
            facts.isOptional = rule.target == .none
            facts.subject = words.source ?? ""
        }
    }

    private func target(_ rule: IptablesRuleset.Rule) -> SocketAddress? {
        rule.target.chain.flatMap { owners.endpoint($0) }
    }

    private func describe(_ facts: inout LineFacts, endpoint: String) {
        guard let colon = endpoint.lastIndex(of: ":") else { return }
        facts.parts[.address] = String(endpoint[..<colon])
        facts.parts[.endpointPort] = String(endpoint[endpoint.index(after: colon)...])
    }
}

extension IptablesChainName {
    /// What the chain is for.
    fileprivate var role: BlockRole {
        switch self {
        case .builtIn: .base
        case .fixed, .foreign: .fixed
        case .canary: .canary
        case .hashed(.cluster): .clusterEndpoints
        case .hashed(.local): .localEndpoints
        case .hashed(.external): .external
        case .hashed(.firewall): .firewall
        case .hashed(.endpoint): .endpoint
        }
    }
}
