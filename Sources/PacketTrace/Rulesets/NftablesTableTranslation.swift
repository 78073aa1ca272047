import Addressing
import Bytes
import Netfilter

/// Translates one table of nf_tables.
struct NftablesTableTranslation {
    typealias Key = NftablesRuleset.Key

    let ruleset: NftablesRuleset
    let table: NftablesRuleset.Table
    let family: IPFamily
    /// The table's place in the ruleset.
    private let place: Int
    /// `ip kube-proxy`
    private let name: String
    /// The program's chain of each of the table's.
    private let chains: [Int]
    let verdicts: NftablesVerdicts
    var sets: NftablesSetTranslation

    /// A chain that hangs at a hook.
    struct HangingChain {
        let chain: Int
        let hook: FilterProgram.Hook
        let priority: Int32
        let isNAT: Bool
        let drops: Bool
    }

    /// Begins with the chains, still without rules.
    init(_ ruleset: NftablesRuleset, _ place: Int, _ family: IPFamily, _ builder: inout ProgramBuilder) {
        let table = ruleset.tables[place]
        let name = "\(table.family.word) \(ruleset.texts.string(table.name))"
        var places: [String: Int] = [:]
        places.reserveCapacity(table.chains.count)
        chains = table.chains.map { chain in
            let name = (chain: ruleset.texts.string(chain.name), table: name)
            let made = builder.chain(named: name.chain, table: name.table)
            places[name.chain] = made
            return made
        }
        self.ruleset = ruleset
        self.table = table
        self.family = family
        self.place = place
        self.name = name
        verdicts = NftablesVerdicts(ruleset.texts, chains: places)
        sets = NftablesSetTranslation(table, ruleset.texts, family, verdicts)
    }

    /// Whether iptables-nft keeps its rules here. Some listings of nft 1.0.6 show nothing of a target that it
    /// has no words for: a rule that seems to do nothing may do anything.
    private var isOfIptables: Bool {
        table.family != .inet
            && ["filter", "nat", "mangle", "raw", "security"].contains(ruleset.texts.string(table.name))
            && table.chains.contains { chain in
                chain.base != nil
                    && ["INPUT", "FORWARD", "OUTPUT", "PREROUTING", "POSTROUTING"].contains(
                        ruleset.texts.string(chain.name))
            }
    }

    // MARK: Chains

    /// Adds the rules of all chains.
    mutating func addRules(to builder: inout ProgramBuilder) {
        var rules = [[Int]](repeating: [], count: table.chains.count)
        let isOfIptables = isOfIptables
        for (number, rule) in table.rules.enumerated() where Int(rule.chain) < rules.count {
            rules[Int(rule.chain)].append(number)
        }
        for (chain, numbers) in rules.enumerated() where !numbers.isEmpty {
            builder.beginRules(of: chains[chain])
            for number in numbers {
                var draft = NftablesRuleDraft()
                for statement in table.statements(of: table.rules[number]) { add(statement, to: &draft, &builder) }
                if isOfIptables, !draft.hasEffects { draft.action(.unknown(builder.text("a target that nft hides"))) }
                for instructions in draft.rules {
                    builder.add(instructions, origin: .nftables(table: place, rule: number), to: chains[chain])
                }
            }
        }
    }

    /// The chains that packets come to by themselves, in the order of their creation.
    func hangingChains(_ builder: inout ProgramBuilder) -> [HangingChain] {
        zip(table.chains, chains).compactMap { chain, place in
            guard let base = chain.base else {
                let words = chain.verbatimBase ?? chain.verbatimJSON
                return words.flatMap { doubtful(chain: place, ruleset.texts.string($0), &builder) }
            }
            return HangingChain(
                chain: place, hook: base.hook.traced, priority: base.priority, isNAT: base.kind == .nat,
                drops: base.policy == .drop)
        }
    }

    /// A chain at a hook that proxyplan doesn't know, before all others: whether packets meet it is unknown.
    private func doubtful(chain: Int, _ words: String, _ builder: inout ProgramBuilder) -> HangingChain? {
        guard !builder.program.chains[chain].rules.isEmpty, words.contains("ingress") else { return nil }
        let origin = builder.program.rules[builder.program.chains[chain].rules.lowerBound].origin
        let entry = builder.chain(named: builder.program.chains[chain].name, table: name)
        builder.beginRules(of: entry)
        builder.add(
            [.test(.unknown(builder.text(words)), negated: false), .action(.jump(chain))], origin: origin, to: entry)
        return HangingChain(chain: entry, hook: .prerouting, priority: .min, isNAT: false, drops: false)
    }

    // MARK: Statements

    private mutating func add(
        _ statement: NftablesRuleset.Statement, to draft: inout NftablesRuleDraft, _ builder: inout ProgramBuilder
    ) {
        switch statement {
        case .match(let key, let negated, let operand):
            addMatch(key, negated: negated, operand, to: &draft, &builder)
        case .markTest(let mask, let value, let negated):
            draft.test(.mark(mask: mask, value: value), negated: negated)
        case .verdictMap(let key, let map):
            guard addImplied(key, to: &draft) else { return }
            draft.action(sets.action(key, in: ruleset.texts.string(map), &builder))
        case .update(let set, _): draft.action(.remember(list: builder.text(ruleset.texts.string(set))))
        case .verbatim(let words): addWords(ruleset.texts.string(words), to: &draft, &builder)
        case .json(let text): addJSON(ruleset.texts.string(text), to: &draft, &builder)
        default:
            if let action = action(statement, &builder) { draft.action(action) }
        }
    }

    /// What a statement does; nil if it does nothing to packets of the family.
    private func action(
        _ statement: NftablesRuleset.Statement, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Action? {
        switch statement {
        case .markOr(let bits): return .mark(clear: bits, flip: bits)
        case .markXor(let bits): return .mark(clear: 0, flip: bits)
        case .masquerade: return .masquerade
        case .reject: return .reject(.portUnreachable)
        case .verdict(let verdict): return verdicts.action(verdict, &builder)
        case .dnat(let socket), .spelledDNAT(let socket, _):
            return socket.address.family == family ? .dnat(socket) : nil
        case .randomDNAT(let asked, let range):
            guard asked == family, let endpoints = table.endpoints.part(range) else { return nil }
            return .choose(builder.actions(endpoints.map { .dnat($0) }))
        case .randomVerdict(let range):
            guard let chosen = table.verdicts.part(range) else { return nil }
            let actions = chosen.map { verdicts.action($0, &builder) }
            return .choose(builder.actions(actions))
        case .match, .markTest, .verdictMap, .update, .verbatim, .json: return nil
        }
    }

    // MARK: Matches

    /// Adds what naming a key's fields asks for. False if packets of the family don't have them.
    private func addImplied(_ key: Key, to draft: inout NftablesRuleDraft) -> Bool {
        guard let fields = NftablesKeyFields(key, family) else { return true }
        guard fields.isOfFamily else {
            draft.test(.never)
            return false
        }
        for transport in fields.transports { draft.test(.transport(transport)) }
        return true
    }

    private mutating func addMatch(
        _ key: Key, negated: Bool, _ operand: NftablesRuleset.Operand, to draft: inout NftablesRuleDraft,
        _ builder: inout ProgramBuilder
    ) {
        guard addImplied(key, to: &draft) else { return }
        if case .set(let set) = operand {
            draft.test(sets.test(key, isIn: ruleset.texts.string(set), &builder), negated: negated)
        } else if let field = key.single, let test = test(field, operand, negated: negated, &builder) {
            draft.test(test, negated: negated)
        } else {
            draft.test(.unknown(builder.text("\(key.text) …")), negated: negated)
        }
    }

    /// What a field is compared with.
    private func test(
        _ field: NftablesRuleset.Field, _ operand: NftablesRuleset.Operand, negated: Bool,
        _ builder: inout ProgramBuilder
    ) -> FilterProgram.Test? {
        switch (field, operand) {
        case (.ipSource, _), (.ip6Source, _), (.ipDestination, _), (.ip6Destination, _):
            return addressTest(isSource: field == .source(family), operand, &builder)
        case (.transport, .transport(let number)): return .transport(number)
        case (.sourcePort, .port(let port)): return .sourcePort(port...port)
        case (.destinationPort, .port(let port)), (.tcpDestinationPort, .port(let port)),
            (.udpDestinationPort, .port(let port)), (.sctpDestinationPort, .port(let port)):
            return .destinationPort(port...port)
        case (.inInterface, .interface(let name)), (.inInterfaceNumber, .interface(let name)):
            return NftablesWordValues.interface(ruleset.texts.string(name)).map { .inInterface(builder.text($0)) }
        case (.outInterface, .interface(let name)):
            return NftablesWordValues.interface(ruleset.texts.string(name)).map { .outInterface(builder.text($0)) }
        case (.conntrackState, .word(let word)):
            return NftablesWordValues.states[ruleset.texts.string(word)].map { .tracking($0) }
        case (.conntrackStatus, .word(let word)) where !negated:
            // Behind `!=` it would be compared with all bits of the status, most of which nobody knows.
            return NftablesWordValues.statuses[ruleset.texts.string(word)].map { .tracking($0) }
        case (.sourceAddressType, .word(let word)) where ruleset.texts.string(word) == "local": return .sourceIsLocal
        case (.destinationAddressType, .word(let word)) where ruleset.texts.string(word) == "local":
            return .destinationIsLocal
        default: return nil
        }
    }

    private func addressTest(
        isSource: Bool, _ operand: NftablesRuleset.Operand, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Test? {
        func test(_ prefix: IPPrefix) -> FilterProgram.Test { isSource ? .source(prefix) : .destination(prefix) }
        switch operand {
        case .prefix(let prefix): return test(prefix)
        case .address(let address): return test(IPPrefix(host: address))
        case .spelled(let place):
            guard table.spelled.indices.contains(Int(place)) else { return nil }
            let spelled = table.spelled[Int(place)]
            return test(spelled.isAddress ? IPPrefix(host: spelled.prefix.address) : spelled.prefix)
        case .members(let range):
            guard let members = table.members.part(range) else { return nil }
            let set = builder.addressSet(AddressSet(members.map(\.range)))
            return isSource ? .sourceIn(set) : .destinationIn(set)
        default: return nil
        }
    }
}

extension NftablesRuleset.Member {
    /// The addresses.
    fileprivate var range: ClosedRange<UInt128> {
        switch self {
        case .address(let address): address.number...address.number
        case .prefix(let prefix), .spelled(let prefix, _): prefix.range
        case .range(let first, let last): min(first.number, last.number)...max(first.number, last.number)
        }
    }
}

extension NftablesRuleset.BaseChain.Hook {
    /// The hook of a program.
    fileprivate var traced: FilterProgram.Hook {
        switch self {
        case .prerouting: .prerouting
        case .input: .input
        case .forward: .forward
        case .output: .output
        case .postrouting: .postrouting
        }
    }
}

extension Array {
    /// The elements in a range; nil if there aren't as many.
    fileprivate func part(_ range: Range<UInt32>) -> ArraySlice<Element>? {
        let places = Int(range.lowerBound)..<Int(range.upperBound)
        return places.upperBound <= count ? self[places] : nil
    }
}
