import ProxyNames
import Addressing
import Bytes
import Netfilter

/// What rules say, and the choices and networks in them.
extension NftablesRules {
    func ruleFacts(_ number: Int, in block: Int) -> LineFacts {
        let rule = table.rules[number]
        let place = facts(ofBlock: block)
        var facts = LineFacts(role: .rule, service: place.service, text: text(of: rule, in: place.role))
        facts.comment = rule.comment.map { ruleset.texts.string($0) }
        var kinds: Set<Kind> = []
        var matches: [String] = []
        for statement in table.statements(of: rule) {
            describe(&facts, statement, &matches, in: place.role)
            kinds.formUnion(self.kinds(of: statement, in: place.role))
        }
        facts.role = Self.role(kinds, in: place.role)
        switch facts.role {
        case .balancing, .firewallDrop: facts.subject = ""
        case .affinityChoice, .affinityRecord, .destination: facts.subject = endpoint(of: rule) ?? place.endpoint ?? ""
        case .jump: facts.subject = facts.parts[.verdict] ?? ""
        default: facts.subject = matches.joined(separator: " ")
        }
        return facts
    }

    /// What a statement says about what its rule is for.
    private enum Kind: Hashable {
        case choice, destination, record, masquerade, lookup, unknown
        case clientsMatch, firewallMatch
        case endpointCall, serviceCall, otherCall, drop
    }

    private func kinds(of statement: NftablesRuleset.Statement, in role: BlockRole) -> Set<Kind> {
        switch statement {
        case .randomDNAT, .randomVerdict: return [.choice]
        case .dnat, .spelledDNAT: return [.destination]
        case .update: return [.record]
        case .markTest, .markOr, .markXor, .masquerade: return [.masquerade]
        case .verdictMap: return [.lookup]
        case .verbatim(let text), .json(let text): return role.isChoice && isChoice(text) ? [.choice] : [.unknown]
        case .match(_, _, .set(let name)): return objectName(name)?.kind == .affinity ? [.clientsMatch] : []
        case .match: return statement.isFirewallMatch && role == .firewall ? [.firewallMatch] : []
        case .verdict(let verdict): return [kind(of: verdict)]
        case .reject: return []
        }
    }

    private func kind(of verdict: NftablesRuleset.Verdict) -> Kind {
        guard let chain = verdict.chain else { return .drop }
        switch objectName(chain)?.kind {
        case .endpoint?: return .endpointCall
        case .some: return .serviceCall
        case nil:
            let isMark = ruleset.texts.withBytes(of: chain) { $0.elementsEqual("mark-for-masquerade".utf8) }
            return isMark ? .masquerade : .otherCall
        }
    }

    /// What a rule is for, by the first row that fits.
    private static func role(_ kinds: Set<Kind>, in block: BlockRole) -> LineRole {
        let rows: [(kinds: Set<Kind>, role: LineRole)] = [
            ([.choice], .balancing), ([.unknown], .unknown), ([.destination], .destination),
            ([.record], .affinityRecord), ([.masquerade], .masquerade), ([.lookup], .jump),
            ([.clientsMatch, .endpointCall], .affinityChoice), ([.otherCall], .jump),
            ([.serviceCall], block == .external ? .policy : .jump), ([.endpointCall], .jump),
            ([.firewallMatch, .drop], .firewallDrop),
        ]
        return rows.first { $0.kinds.isSubset(of: kinds) }?.role ?? .rule
    }

    // MARK: Parts

    private func describe(
        _ facts: inout LineFacts, _ statement: NftablesRuleset.Statement, _ matches: inout [String], in role: BlockRole
    ) {
        func add(_ part: LinePart, _ words: String) {
            facts.parts[part] = facts.parts[part].map { "\($0) \(words)" } ?? words
        }
        let words = words(canonical: statement)
        switch statement {
        case .match(let key, _, let operand):
            if role == .firewall && statement.isFirewallMatch { return }
            matches.append(words)
            if case .set = operand { return add(.match, words) }
            add(key.single?.part ?? .match, words)
        case .markTest, .markOr, .markXor: add(.mark, words)
        case .verdictMap(_, let map):
            add(.match, words)
            add(.verdict, "@\(ruleset.texts.string(map))")
        case .masquerade, .reject: add(.verdict, words)
        case .verdict(let verdict): facts.parts.merge(parts(of: verdict)) { "\($0) \($1)" }
        case .dnat(let socket), .spelledDNAT(let socket, _): describe(&facts, endpoint: socket)
        case .randomDNAT: add(.verdict, "endpoints")
        case .randomVerdict: add(.verdict, "chains of endpoints")
        case .update: add(.timeout, words)
        case .verbatim(let text), .json(let text):
            guard role.isChoice, isChoice(text) else { return add(.other, words) }
            add(.probability, words)
            add(.verdict, words.contains("vmap") ? "chains of endpoints" : "endpoints")
        }
    }

    /// A statement as nft prints it once the kernel has it: a set of one network without braces.
    private func words(canonical statement: NftablesRuleset.Statement) -> String {
        guard case .match(let key, let negated, .members(let range)) = statement else {
            return words { ruleset.write(statement, of: table, to: &$0) }
        }
        let members = table.merged(members: range).map { member in words { ruleset.write(member, to: &$0) } }
        let list = members.count == 1 ? members[0] : "{ \(members.joined(separator: ", ")) }"
        return "\(key.single.map { "\($0.words)" } ?? "")\(negated ? " !=" : "") \(list)"
    }

    private func describe(_ facts: inout LineFacts, endpoint: SocketAddress) {
        facts.parts[.address] = endpoint.address.description
        facts.parts[.endpointPort] = "\(endpoint.port)"
    }

    /// The endpoint that a rule leads to.
    private func endpoint(of rule: NftablesRuleset.Rule) -> String? {
        for statement in table.statements(of: rule) {
            switch statement {
            case .dnat(let socket), .spelledDNAT(let socket, _): return socket.description
            case .verdict(let verdict):
                if let chain = verdict.chain { return objectName(chain).flatMap { endpoint(of: $0) }?.description }
            case .update(let set, _): return objectName(set).flatMap { endpoint(of: $0) }?.description
            default: break
            }
        }
        return nil
    }

    /// The rule as nft prints it, without what has lines of its own.
    private func text(of rule: NftablesRuleset.Rule, in role: BlockRole) -> String {
        var pieces = table.statements(of: rule).map { statement in
            switch statement {
            case .randomDNAT(let family, let range) where role.isChoice:
                return "dnat \(family == .ipv4 ? "ip" : "ip6") to numgen random mod \(range.count) map { … }"
            case .randomVerdict(let range) where role.isChoice:
                return "numgen random mod \(range.count) vmap { … }"
            case .match(let key, true, _) where role == .firewall && statement.isFirewallMatch:
                return "\(key.single.map { "\($0.words)" } ?? "") != { … }"
            default: return words(canonical: statement)
            }
        }
        if let comment = rule.comment { pieces.append("comment \"\(ruleset.texts.string(comment))\"") }
        return pieces.joined(separator: " ")
    }

    // MARK: Choices and networks

    /// The endpoint of a choice; nil if the choice doesn't show it.
    func endpoint(rule: UInt32, statement: UInt16, place: UInt32) -> SocketAddress? {
        let first = Int(table.rules[Int(rule)].firstStatement)
        switch table.statements[first + Int(statement)] {
        case .randomDNAT(_, let range): return table.endpoints[Int(range.lowerBound + place)]
        case .randomVerdict(let range):
            return table.verdicts[Int(range.lowerBound + place)].chain.flatMap { objectName($0) }.flatMap {
                endpoint(of: $0)
            }
        default: return nil
        }
    }

    func choiceFacts(_ rule: Int, _ statement: Int, _ place: Int, count: Int, in block: Int) -> LineFacts {
        var facts = LineFacts(role: .choice, service: facts(ofBlock: block).service, text: "")
        let endpoint = endpoint(rule: UInt32(rule), statement: UInt16(statement), place: UInt32(place))
        var total = 0
        switch table.statements[Int(table.rules[rule].firstStatement) + statement] {
        case .randomDNAT(_, let range):
            total = range.count
            let socket = table.endpoints[Int(range.lowerBound) + place]
            facts.text = "numgen random mod \(total) map { \(place) : \(socket.address) . \(socket.port), … }"
        case .randomVerdict(let range):
            total = range.count
            let verdict = table.verdicts[Int(range.lowerBound) + place]
            let words = words { ruleset.write(.verdict(verdict), of: table, to: &$0) }
            facts.text = "numgen random mod \(total) vmap { \(place) : \(words), … }"
            facts.subject = words
            facts.parts = parts(of: verdict)
        default: break
        }
        facts.parts[.probability] = "\(count)/\(total)"
        if let endpoint {
            describe(&facts, endpoint: endpoint)
            facts.subject = endpoint.description
        }
        return facts
    }

    func networkFacts(_ rule: Int, _ member: NftablesRuleset.Member, in block: Int) -> LineFacts {
        let network = words { ruleset.write(member, to: &$0) }
        var facts = LineFacts(role: .sourceRange, subject: network, service: facts(ofBlock: block).service, text: "")
        facts.parts[.match] = network
        facts.text = "\(table.family.word) saddr != { \(network), … }"
        return facts
    }
}

extension NftablesRuleset.Field {
    /// The part of a line that a comparison with it is.
    fileprivate var part: LinePart {
        switch self {
        case .ipSource, .ipDestination, .ip6Source, .ip6Destination: .match
        case .transport: .transport
        case .sourcePort, .destinationPort, .tcpDestinationPort, .udpDestinationPort, .sctpDestinationPort: .port
        case .conntrackState, .conntrackStatus, .sourceAddressType, .destinationAddressType: .state
        case .inInterface, .outInterface, .inInterfaceNumber: .other
        }
    }
}
