import Addressing
import Bytes
import Netfilter
import ProxyNames
import ServiceProxy

/// Chains and jumps of iptables rules as nodes and edges.
struct IptablesGraph {
    private let rules: IptablesRuleset
    /// The key of each chain's service port, by the chain's number; endpoints' chains have that of their callers.
    private var owners: [UInt32: String] = [:]
    private let names: [IptablesChainName]
    /// What is left of the packets that reach a chain behind the choices seen so far.
    private var rest: [UInt32: Double] = [:]

    init(_ rules: IptablesRuleset, _ views: [ProxyView]) {
        self.rules = rules
        names = rules.chainNames.map { name in rules.texts.withBytes(of: name) { IptablesChainName($0) } }
        var keys: [String: String] = [:]
        for view in views { for port in view.servicePorts { keys[port.hash.text] = port.key } }
        for (number, name) in names.enumerated() {
            guard case .hashed(let kind) = name, kind != .endpoint else { continue }
            let text = rules.name(of: .init(UInt32(number)))
            owners[UInt32(number)] = keys[String(text.dropFirst(kind.rawValue.count))]
        }
        for table in rules.tables {
            for rule in table.rules {
                guard let target = rule.target.called, owners[target.index] == nil else { continue }
                if let owner = owners[rule.chain.index] { owners[target.index] = owner }
            }
        }
    }

    /// Adds everything.
    mutating func add(to draft: inout GraphDraft) {
        for table in rules.tables {
            let name = rules.texts.string(table.name)
            for rule in table.rules { add(rule, table, name, to: &draft) }
        }
    }

    private mutating func add(
        _ rule: IptablesRuleset.Rule, _ table: IptablesRuleset.Table, _ name: String, to draft: inout GraphDraft
    ) {
        let words = IptablesEdgeWords(table.options(of: rule), rules)
        guard let target = target(of: rule, words, name, &draft) else { return }
        var source = node(of: rule.chain, name, &draft)
        if case .note(let text) = target {
            return draft.note(words.condition.isEmpty ? text : "\(text) \(words.condition)", at: source)
        }
        guard case .node(let end) = target else { return }
        if let set = words.set, !words.isSetNegated {
            let node = draft.set(set, in: name)
            draft.edge(source, node)
            source = node
        }
        draft.edge(source, end, label(rule, words), isSecondary: words.isRecent)
    }

    /// Where a rule leads.
    private enum Target {
        case node(Int)
        case note(String)
    }

    private func target(
        of rule: IptablesRuleset.Rule, _ words: IptablesEdgeWords, _ table: String, _ draft: inout GraphDraft
    ) -> Target? {
        let owner = owners[rule.chain.index]
        switch rule.target {
        case .jump(let chain), .goto(let chain):
            if names.indices.contains(Int(chain.index)), names[Int(chain.index)] == .fixed(.markMasquerade),
                owner != nil
            {
                return .note("masquerades")
            }
            return .node(node(of: chain, table, &draft))
        case .dnat(let socket, _):
            let service = owner ?? words.service(draft.directory)
            return .node(
                service.map { draft.endpoint("\(socket)", of: $0) }
                    ?? draft.verdict("\(socket)", .endpoint, of: nil, in: table))
        case .redirect(let port):
            let service = words.service(draft.directory)
            return .node(draft.verdict("kube-proxy, port \(port)", .endpoint, of: service, in: table))
        case .reject:
            return .node(draft.verdict("REJECT", .refusal, of: owner ?? words.service(draft.directory), in: table))
        case .drop:
            return .node(draft.verdict("DROP", .refusal, of: owner ?? words.service(draft.directory), in: table))
        case .accept: return .node(draft.verdict("ACCEPT", .accept, of: nil, in: table))
        case .masquerade: return .node(draft.verdict("MASQUERADE", .accept, of: nil, in: table))
        case .none, .return, .mark, .other: return nil
        }
    }

    private func node(of chain: IptablesRuleset.ChainID, _ table: String, _ draft: inout GraphDraft) -> Int {
        let name = rules.name(of: chain)
        let kind = names.indices.contains(Int(chain.index)) ? names[Int(chain.index)] : .foreign
        guard let owner = owners[chain.index] else { return draft.chain(name, in: table, isHook: kind == .builtIn) }
        return kind == .hashed(.endpoint) ? draft.endpointChain(name, of: owner) : draft.chain(name, of: owner)
    }

    /// What an edge says; for choices the share of what reaches the chain.
    private mutating func label(_ rule: IptablesRuleset.Rule, _ words: IptablesEdgeWords) -> String {
        let chain = rule.chain.index
        let isChoice: Bool
        if let called = rule.target.called, names.indices.contains(Int(called.index)) {
            isChoice = names[Int(called.index)] == .hashed(.endpoint)
        } else {
            isChoice = false
        }
        guard isChoice, !words.isRecent else { return words.text }
        let reaching = rest[chain] ?? 1
        let share = reaching * (words.probability ?? 1)
        rest[chain] = reaching - share
        return GraphDraft.percentage(share)
    }
}

extension IptablesRuleset.Target {
    /// The chain that is called, if one is.
    fileprivate var called: IptablesRuleset.ChainID? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }
}
