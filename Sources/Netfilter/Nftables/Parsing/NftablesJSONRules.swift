import Addressing
import Bytes
import Manifests

/// Reading rules and what they do from JSON. A statement has a type only if all of it is understood; each that isn't is
/// kept as JSON by itself.
extension NftablesJSONParser {
    private static let ruleMembers: [StaticString] = ["family", "table", "chain", "handle", "comment", "expr"]

    mutating func parseRule(_ node: Int, _ table: Int) throws(Failure) {
        let (values, isAll) = tree.values(of: node, Self.ruleMembers)
        if !isAll,
            let other = tree.keys(of: node).first(where: { key in !Self.ruleMembers.contains { tree.isWord(key, $0) } })
        {
            throw failure(other, "expected none but known members of a rule")
        }
        let name = try string(values[2], "chain", of: node)
        guard let chain = indices[table].chains[Name(bytes: tree.word(name))] else {
            throw failure(name, "expected chain \(words(name)) to be listed before")
        }
        guard let list = values[5], tree.kind(list) == .sequence else {
            throw failure(values[5] ?? node, "expected a member expr, a list of statements")
        }
        let first = ruleset.tables[table].statements.count
        for item in tree.items(of: list) {
            let statement = statement(item, of: table)
            ruleset.tables[table].statements.append(statement)
        }
        guard let count = UInt16(exactly: ruleset.tables[table].statements.count - first) else {
            throw failure(list, "expected at most 65535 statements in a rule")
        }
        var rule = NftablesRuleset.Rule(
            chain: chain, firstStatement: UInt32(first), statementCount: count,
            comment: try optionalString(values[4]))
        rule.handle = try handle(values[3])
        ruleset.tables[table].rules.append(rule)
    }

    private mutating func statement(_ node: Int, of table: Int) -> NftablesRuleset.Statement {
        if let known = knownStatement(node, of: table) { return known }
        if let text = tree.only(node, "verbatim"), tree.kind(text) == .string { return .verbatim(tree.text(text)) }
        return .json(verbatim(node))
    }

    /// The statements that have types, by their words.
    private enum Kind: CaseIterable {
        case match, verdictMap, dnat, mangle, set, masquerade, reject

        var word: StaticString {
            switch self {
            case .match: "match"
            case .verdictMap: "vmap"
            case .dnat: "dnat"
            case .mangle: "mangle"
            case .set: "set"
            case .masquerade: "masquerade"
            case .reject: "reject"
            }
        }
    }

    /// One statement; nil if it isn't understood.
    private mutating func knownStatement(_ node: Int, of table: Int) -> NftablesRuleset.Statement? {
        guard let key = tree.onlyKey(of: node) else { return nil }
        let value = key + 1
        switch Kind.allCases.first(where: { tree.isWord(key, $0.word) }) {
        case .match: return match(value, of: table)
        case .verdictMap: return verdictMap(value, of: table)
        case .dnat: return dnat(value, of: table)
        case .mangle: return mangle(value)
        case .set: return update(value)
        case .masquerade: return masquerade(value)
        case .reject: return reject(value, ruleset.tables[table].family)
        case nil: return knownVerdict(node).map { .verdict($0) }
        }
    }

    // MARK: Actions

    private func masquerade(_ node: Int) -> NftablesRuleset.Statement? {
        if tree.kind(node) == .null { return .masquerade(fullyRandom: false) }
        let flags = tree.only(node, "flags")
        return flags.map { tree.isFlag($0, "fully-random") } == true ? .masquerade(fullyRandom: true) : nil
    }

    /// The family's default answer, which nft spells out.
    private func reject(_ node: Int, _ family: NftablesRuleset.Family) -> NftablesRuleset.Statement? {
        guard family == .ip || family == .ip6, let (type, answer) = tree.pair(node, "type", "expr"),
            tree.isWord(type, family == .ip ? "icmp" : "icmpv6"), tree.isWord(answer, "port-unreachable")
        else { return nil }
        return .reject
    }

    /// `{"key": MARK, "value": {"|": [MARK, MASK]}}`
    private func mangle(_ node: Int) -> NftablesRuleset.Statement? {
        guard let (key, value) = tree.pair(node, "key", "value"), isMark(key), let operation = tree.onlyKey(of: value),
            let (left, right) = tree.couple(operation + 1), isMark(left), let mask = tree.number(right, as: UInt32.self)
        else { return nil }
        if tree.isWord(operation, "|") { return .markOr(mask) }
        return tree.isWord(operation, "^") ? .markXor(mask) : nil
    }

    /// `{"op": "update", "elem": FIELD, "set": "@SET"}`
    private func update(_ node: Int) -> NftablesRuleset.Statement? {
        guard let (operation, element, set) = tree.triple(node, "op", "elem", "set"),
            tree.isWord(operation, "update"), let key = key(element), let name = reference(set)
        else { return nil }
        return .update(set: name, key)
    }

    // MARK: Choices

    /// `{"key": KEY, "data": "@MAP"}`, or one verdict of several by chance.
    private mutating func verdictMap(_ node: Int, of table: Int) -> NftablesRuleset.Statement? {
        guard let (left, data) = tree.pair(node, "key", "data") else { return nil }
        if let key = key(left) { return reference(data).map { .verdictMap(key, map: $0) } }
        guard let count = numgen(left), let list = tree.only(data, "set") else { return nil }
        var verdicts: [NftablesRuleset.Verdict] = []
        for item in tree.items(of: list) {
            guard let (place, value) = tree.couple(item), tree.number(place) == verdicts.count,
                let verdict = knownVerdict(value)
            else { return nil }
            verdicts.append(verdict)
        }
        guard verdicts.count == count else { return nil }
        let start = UInt32(ruleset.tables[table].verdicts.count)
        ruleset.tables[table].verdicts.append(contentsOf: verdicts)
        return .randomVerdict(start..<(start + UInt32(count)))
    }

    /// `{"addr": ADDRESS, "port": PORT}`, or one of several by chance.
    private mutating func dnat(_ node: Int, of table: Int) -> NftablesRuleset.Statement? {
        if let (address, port) = tree.pair(node, "addr", "port") {
            return socket(address, port).map { .dnat($0) }
        }
        guard let (name, choice) = tree.pair(node, "family", "addr"), let map = tree.only(choice, "map"),
            let (left, data) = tree.pair(map, "key", "data"), let count = numgen(left),
            let list = tree.only(data, "set"), tree.isWord(name, "ip") || tree.isWord(name, "ip6")
        else { return nil }
        let family: IPFamily = tree.isWord(name, "ip") ? .ipv4 : .ipv6
        var endpoints: [SocketAddress] = []
        for item in tree.items(of: list) {
            guard let (place, value) = tree.couple(item), tree.number(place) == endpoints.count,
                let parts = tree.only(value, "concat"), let (address, port) = tree.couple(parts),
                let endpoint = socket(address, port), endpoint.address.family == family
            else { return nil }
            endpoints.append(endpoint)
        }
        guard endpoints.count == count else { return nil }
        let start = UInt32(ruleset.tables[table].endpoints.count)
        ruleset.tables[table].endpoints.append(contentsOf: endpoints)
        return .randomDNAT(family, start..<(start + UInt32(count)))
    }

    private func socket(_ address: Int, _ port: Int) -> SocketAddress? {
        guard let address = self.address(address), let port = tree.number(port, as: UInt16.self) else { return nil }
        return SocketAddress(address, port: port)
    }

    /// The number in `{"numgen": {"mode": "random", "mod": COUNT, "offset": 0}}`.
    private func numgen(_ node: Int) -> Int? {
        guard let object = tree.only(node, "numgen"),
            let (mode, count, offset) = tree.triple(object, "mode", "mod", "offset"), tree.isWord(mode, "random"),
            tree.number(offset) == 0
        else { return nil }
        return tree.number(count)
    }
}
