import Addressing
import Bytes
import Netfilter

/// Translates the rules of iptables into a program.
struct IptablesTranslation {
    private let ruleset: IptablesRuleset
    private var sets: IPSetTranslation
    /// The program's chain of each chain of the table at hand, by `ChainID`.
    private var chains: [Int?] = []

    init(_ ruleset: IptablesRuleset, sets: IPSetTable?) {
        self.ruleset = ruleset
        self.sets = IPSetTranslation(sets, family: ruleset.family)
    }

    /// Where the built-in chains of each table hang (linux/netfilter_ipv4.h, ip_tables).
    private static let places:
        [(table: String, isNAT: Bool, chains: [(name: String, hook: FilterProgram.Hook, priority: Int32)])] = [
            ("raw", false, [("PREROUTING", .prerouting, -300), ("OUTPUT", .output, -300)]),
            (
                "mangle", false,
                [
                    ("PREROUTING", .prerouting, -150), ("INPUT", .input, -150), ("FORWARD", .forward, -150),
                    ("OUTPUT", .output, -150), ("POSTROUTING", .postrouting, -150),
                ]
            ),
            (
                "nat", true,
                [
                    ("PREROUTING", .prerouting, -100), ("INPUT", .input, 100), ("OUTPUT", .output, -100),
                    ("POSTROUTING", .postrouting, 100),
                ]
            ),
            ("filter", false, [("INPUT", .input, 0), ("FORWARD", .forward, 0), ("OUTPUT", .output, 0)]),
            ("security", false, [("INPUT", .input, 50), ("FORWARD", .forward, 50), ("OUTPUT", .output, 50)]),
        ]

    /// Adds all tables.
    mutating func add(to builder: inout ProgramBuilder) {
        for place in ruleset.tables.indices { add(table: place, to: &builder) }
    }

    private mutating func add(table place: Int, to builder: inout ProgramBuilder) {
        let table = ruleset.tables[place]
        let name = ruleset.texts.string(table.name)
        chains = Array(repeating: nil, count: ruleset.chainNames.count)
        var policies: [Int: IptablesRuleset.Policy] = [:]
        for declaration in table.chains {
            let chain = self.chain(declaration.chain, name, &builder)
            policies[chain] = declaration.policy
        }
        let chainsOfRules = table.rules.map { self.chain($0.chain, name, &builder) }
        var last = -1
        for number in Self.sorted(chainsOfRules) {
            let chain = chainsOfRules[number]
            if chain != last { builder.beginRules(of: chain) }
            last = chain
            add(table.rules[number], table, name, &builder)
            builder.endRule(origin: .iptables(table: place, rule: number), of: chain)
        }
        hang(name, policies, &builder)
    }

    private func hang(_ table: String, _ policies: [Int: IptablesRuleset.Policy], _ builder: inout ProgramBuilder) {
        guard let places = Self.places.first(where: { $0.table == table }) else { return }
        for chain in chains.compactMap({ $0 }) {
            let name = builder.program.chains[chain].name
            for place in places.chains where place.name == name {
                builder.hang(
                    chain, at: place.hook, priority: place.priority, isNAT: places.isNAT,
                    drops: policies[chain] == .drop)
            }
        }
    }

    private mutating func chain(
        _ id: IptablesRuleset.ChainID, _ table: String, _ builder: inout ProgramBuilder
    ) -> Int {
        let place = Int(id.index)
        guard chains.indices.contains(place) else { return builder.chain(named: "", table: table) }
        if let known = chains[place] { return known }
        let chain = builder.chain(named: ruleset.name(of: id), table: table)
        chains[place] = chain
        return chain
    }

    /// The places of some rules, those of one chain behind each other in their order: sorted by counting, since there may
    /// be half a million.
    private static func sorted(_ chains: [Int]) -> [Int] {
        var starts = [Int](repeating: 0, count: (chains.max() ?? 0) + 2)
        for chain in chains { starts[chain + 1] += 1 }
        for chain in starts.indices.dropFirst() { starts[chain] += starts[chain - 1] }
        var result = [Int](repeating: 0, count: chains.count)
        for (rule, chain) in chains.enumerated() {
            result[starts[chain]] = rule
            starts[chain] += 1
        }
        return result
    }

    /// Adds the instructions of a rule.
    private mutating func add(
        _ rule: IptablesRuleset.Rule, _ table: IptablesRuleset.Table, _ name: String, _ builder: inout ProgramBuilder
    ) {
        for option in table.options(of: rule) {
            if let instruction = test(option, &builder) { builder.append(instruction) }
        }
        builder.append(.action(action(rule.target, name, &builder)))
    }

    // MARK: Matches

    private mutating func test(
        _ option: IptablesRuleset.Option, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Instruction? {
        switch option {
        case .source(let match): return .test(.source(match.prefix), negated: match.negated)
        case .destination(let match): return .test(.destination(match.prefix), negated: match.negated)
        case .protocol(let match): return .test(.transport(match.number), negated: match.negated)
        case .sourcePort(let match):
            return .test(ports(match).map(FilterProgram.Test.sourcePort) ?? .never, negated: match.negated)
        case .destinationPort(let match):
            return .test(ports(match).map(FilterProgram.Test.destinationPort) ?? .never, negated: match.negated)
        case .inInterface(let match):
            return .test(.inInterface(builder.text(ruleset.texts.string(match.name))), negated: match.negated)
        case .outInterface(let match):
            return .test(.outInterface(builder.text(ruleset.texts.string(match.name))), negated: match.negated)
        case .conntrackState(let states, let negated):
            return .test(.tracking(TrackingStates(rawValue: states.rawValue)), negated: negated)
        case .mark(let value, let mask, let negated):
            return .test(.mark(mask: mask, value: value), negated: negated)
        case .addressType(let match):
            return .test(match.side == .source ? .sourceIsLocal : .destinationIsLocal, negated: match.negated)
        case .randomProbability(let fraction): return .test(Self.chance(fraction), negated: false)
        case .set(let match): return sets.test(match, of: ruleset, &builder)
        case .virtualService(let match):
            let socket = SocketAddress(match.address, port: match.port)
            return .test(.virtualServer(socket, match.transport), negated: false)
        case .recent(let match):
            guard match.action == .rcheck || match.action == .update else { return nil }
            let list = builder.text(ruleset.texts.string(match.name))
            return .test(.seen(list: list, seconds: match.seconds), negated: false)
        case .protocolModule, .comment, .accounting: return nil
        case .other(let words): return Self.test(ruleset.texts.string(words), &builder)
        }
    }

    /// Matches that the ruleset keeps as words: kube-proxy's own one, and those of others, which nobody here knows.
    private static func test(_ words: String, _ builder: inout ProgramBuilder) -> FilterProgram.Instruction {
        let parts = words.split(separator: " ")
        let negated = parts.contains("!")
        switch parts.filter({ $0 != "!" }) {
        case ["-m", "physdev", "--physdev-is-in"]: return .test(.cameThroughBridge, negated: negated)
        case let state where state.count == 4 && state.starts(with: ["-m", "state", "--state"]):
            if let states = states(state[3]) { return .test(.tracking(states), negated: negated) }
        default: break
        }
        return .test(.unknown(builder.text(parts.joined(separator: " "))), negated: false)
    }

    /// The states of `-m state`, the older spelling of `-m conntrack`; nil if one isn't known.
    private static func states(_ list: Substring) -> TrackingStates? {
        var result: TrackingStates = []
        for word in list.split(separator: ",") {
            let known = IptablesRuleset.ConntrackStates.words.first { "\($0.word)" == word }
            guard let known else { return nil }
            result.insert(TrackingStates(rawValue: known.state.rawValue))
        }
        return result
    }

    private func ports(_ match: IptablesRuleset.PortMatch) -> ClosedRange<UInt16>? {
        match.lower <= match.upper ? match.lower...match.upper : nil
    }

    /// The kernel keeps 31 bits of a probability (`lround(0x80000000 * p)` in libxt_statistic).
    static func chance(_ fraction: IptablesRuleset.DecimalFraction) -> FilterProgram.Test {
        let scale = (0..<min(fraction.digits, 18)).reduce(1.0) { result, _ in result * 10 }
        let probability = min(Double(fraction.units) / scale, 1)
        return chance(outOf31Bits: UInt32((probability * 0x1p31).rounded(.toNearestOrAwayFromZero)))
    }

    /// A chance of so many in 2^31. Rules are written for one of so many endpoints; their numbers only come near.
    static func chance(outOf31Bits kept: UInt32) -> FilterProgram.Test {
        let probability = Double(kept) / 0x1p31
        let count = probability > 0 ? (1 / probability).rounded() : 0
        let isOneOf = count >= 1 && count < 0x1p20 && abs(probability * count - 1) < 1e-4
        let nominal = isOneOf ? FilterProgram.Ratio(1, UInt32(count)) : FilterProgram.Ratio(kept, 1 << 31)
        return .chance(kept, nominal: nominal)
    }

    // MARK: Targets

    private mutating func action(
        _ target: IptablesRuleset.Target, _ table: String, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Action {
        switch target {
        case .none: return .none
        case .accept: return .accept
        case .drop: return .drop
        case .return: return .return
        case .jump(let id): return .jump(chain(id, table, &builder))
        case .goto(let id): return .goto(chain(id, table, &builder))
        case .reject: return .reject(.portUnreachable)
        case .mark(let change): return Self.mark(change)
        case .masquerade: return .masquerade
        case .dnat(let socket, _): return .dnat(socket)
        case .redirect(let port): return .redirect(port: port)
        case .other(let words): return Self.action(ruleset.texts.string(words), &builder)
        }
    }

    private static func mark(_ change: IptablesRuleset.MarkChange) -> FilterProgram.Action {
        switch change {
        case .or(let bits): .mark(clear: bits, flip: bits)
        case .xor(let bits): .mark(clear: 0, flip: bits)
        case .and(let bits): .mark(clear: ~bits, flip: 0)
        case .setXor(let value, let mask): .mark(clear: mask, flip: value)
        case .set(let value, let mask): .mark(clear: mask | value, flip: value)
        }
    }

    /// Targets that let the packet go on as it is.
    private static let harmless: Set<Substring> = [
        "LOG", "NFLOG", "ULOG", "TRACE", "AUDIT", "CHECKSUM", "TCPMSS", "CONNMARK", "CONNSECMARK", "SECMARK",
        "CLASSIFY", "DSCP", "TOS", "TTL", "HL", "SET", "CT", "NOTRACK",
    ]

    private static func action(_ words: String, _ builder: inout ProgramBuilder) -> FilterProgram.Action {
        let parts = words.split(separator: " ")
        guard parts.count > 1 else { return .unknown(builder.text(words)) }
        switch parts[1] {
        case "SNAT": return .masquerade
        case "REJECT":
            let isReset = words.contains("tcp-reset")
            return .reject(isReset ? .reset : .other(builder.text(parts.dropFirst(3).joined(separator: " "))))
        case let name where harmless.contains(name): return .none
        default: return .unknown(builder.text(words))
        }
    }
}
