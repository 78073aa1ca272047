import Addressing
import Bytes
import Netfilter
import ProxyNames

/// Chains, maps and jumps of kube-proxy's nftables table as nodes and edges.
struct NftablesGraph {
    private let rules: NftablesRuleset
    private let table: NftablesRuleset.Table
    private let title: String

    init(_ rules: NftablesRuleset, _ table: NftablesRuleset.Table) {
        (self.rules, self.table) = (rules, table)
        title = "\(table.family.word) \(rules.texts.string(table.name))"
    }

    /// Adds everything.
    func add(to draft: inout GraphDraft) {
        for chain in table.chains where chain.base != nil { _ = node(of: rules.texts.string(chain.name), &draft) }
        for rule in table.rules where table.chains.indices.contains(Int(rule.chain)) { add(rule, to: &draft) }
        for element in table.elements where table.sets.indices.contains(Int(element.set)) { add(element, to: &draft) }
    }

    private func add(_ rule: NftablesRuleset.Rule, to draft: inout GraphDraft) {
        let name = rules.texts.string(table.chains[Int(rule.chain)].name)
        let owner = NftablesObjectName(name)?.service(draft.directory)
        var matches: [String] = []
        var isSecondary = false
        for statement in table.statements(of: rule) {
            switch statement {
            case .match(_, _, .set(let set)):
                if NftablesObjectName(rules.texts.string(set)) != nil {
                    (matches, isSecondary) = (matches + ["seen before"], true)
                } else {
                    matches.append(text(statement))
                }
            case .match(_, _, .transport): break
            case .match, .markTest: matches.append(text(statement))
            case .verdictMap(_, let map):
                let node = draft.set(rules.texts.string(map), in: title)
                draft.edge(self.node(of: name, &draft), node, Self.joined(matches))
            case .randomVerdict(let range):
                for index in range where table.verdicts.indices.contains(Int(index)) {
                    let share = GraphDraft.percentage(1 / Double(range.count))
                    add(table.verdicts[Int(index)], from: name, owner, share, false, &draft)
                }
            case .randomDNAT(_, let range):
                for index in range where table.endpoints.indices.contains(Int(index)) {
                    addEndpoint(
                        table.endpoints[Int(index)], from: name, owner, GraphDraft.percentage(1 / Double(range.count)),
                        &draft)
                }
            case .dnat(let socket), .spelledDNAT(let socket, _): addEndpoint(socket, from: name, owner, "", &draft)
            case .markOr where owner != nil: draft.note(Self.note(matches), at: node(of: name, &draft))
            case .masquerade:
                draft.edge(
                    node(of: name, &draft), draft.verdict("masquerade", .accept, of: owner, in: title),
                    Self.joined(matches))
            case .reject:
                draft.edge(
                    node(of: name, &draft), draft.verdict("reject", .refusal, of: owner, in: title),
                    Self.joined(matches))
            case .verdict(let verdict): add(verdict, from: name, owner, Self.joined(matches), isSecondary, &draft)
            case .markOr, .markXor, .update, .verbatim, .json: break
            }
        }
    }

    private func add(
        _ verdict: NftablesRuleset.Verdict, from name: String, _ owner: String?, _ label: String, _ isSecondary: Bool,
        _ draft: inout GraphDraft
    ) {
        switch verdict {
        case .goto(let chain), .jump(let chain):
            let target = rules.texts.string(chain)
            if target == "mark-for-masquerade", owner != nil {
                return draft.note(Self.note(label.isEmpty ? [] : [label]), at: node(of: name, &draft))
            }
            draft.edge(node(of: name, &draft), node(of: target, &draft), label, isSecondary: isSecondary)
        case .drop: draft.edge(node(of: name, &draft), draft.verdict("drop", .refusal, of: owner, in: title), label)
        case .accept, .continue, .return, .verbatim, .json: break
        }
    }

    private func addEndpoint(
        _ socket: SocketAddress, from name: String, _ owner: String?, _ label: String, _ draft: inout GraphDraft
    ) {
        let end =
            owner.map { draft.endpoint("\(socket)", of: $0) }
            ?? draft.verdict("\(socket)", .endpoint, of: nil, in: title)
        draft.edge(node(of: name, &draft), end, label)
    }

    /// An element of a map leads to a chain or a verdict.
    private func add(_ element: NftablesRuleset.Element, to draft: inout GraphDraft) {
        guard let verdict = element.verdict else { return }
        let set = draft.set(rules.texts.string(table.sets[Int(element.set)].name), in: title)
        let key = ElementKey(table.values(of: element))
        let service = key.service(draft.directory)
        switch verdict {
        case .goto(let chain), .jump(let chain):
            let name = rules.texts.string(chain)
            let isRefusal = name == "reject-chain"
            let end = isRefusal ? draft.verdict("reject", .refusal, of: service, in: title) : node(of: name, &draft)
            draft.edge(set, end, key.text)
        case .drop: draft.edge(set, draft.verdict("drop", .refusal, of: service, in: title), key.text)
        default: break
        }
    }

    /// An address, protocol and port, or fewer of them.
    private struct ElementKey {
        private var address: IPAddress?
        private var transport: TransportProtocol?
        private var port: UInt16?

        init(_ values: ArraySlice<NftablesRuleset.Value>) {
            for value in values {
                switch value {
                case .address(let value): address = value
                case .transport(let number): transport = TransportProtocol(rawValue: number)
                case .number(let number): port = UInt16(exactly: number)
                default: break
                }
            }
        }

        var text: String {
            let ending = transport.map { "/\($0.name)" } ?? ""
            guard let port else { return address.map { "\($0)" } ?? "" }
            return address.map { "\(SocketAddress($0, port: port))\(ending)" } ?? "port \(port)\(ending)"
        }

        func service(_ directory: ServiceDirectory) -> String? {
            guard let port, let transport else { return nil }
            guard let address else { return directory.service(atNodePort: port, transport) }
            return directory.service(at: SocketAddress(address, port: port), transport)
        }
    }

    private func node(of name: String, _ draft: inout GraphDraft) -> Int {
        if let parts = NftablesObjectName(name) {
            let service = parts.service(draft.directory)
            return parts.kind == .endpoint ? draft.endpointChain(name, of: service) : draft.chain(name, of: service)
        }
        let base = table.chains.first { rules.texts.string($0.name) == name }?.base
        return draft.chain(
            name, in: title, isHook: base != nil,
            details: base.map { ["\($0.kind.word) \($0.hook.word), priority \($0.priority)"] } ?? [])
    }

    private func text(_ statement: NftablesRuleset.Statement) -> String {
        var buffer = ByteBuffer()
        rules.write(statement, of: table, to: &buffer)
        return buffer.string
    }

    /// Matches in one line that isn't too long.
    private static func joined(_ matches: [String]) -> String {
        let text = matches.joined(separator: ", ")
        return text.count > 60 ? String(text.prefix(59)) + "…" : text
    }

    private static func note(_ matches: [String]) -> String {
        matches.isEmpty ? "masquerades" : "masquerades \(joined(matches))"
    }
}
