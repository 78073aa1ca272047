import Addressing
import Bytes
import Manifests

/// Reading elements, values and verdicts from JSON.
extension NftablesJSONParser {
    /// `{"element": {…, "elem": […]}}`: elements of a set that was listed before.
    mutating func parseElementObject(_ node: Int, _ table: Int) throws(Failure) {
        let values = tree.values(of: node, ["name", "elem"]).values
        let name = try string(values[0], "name", of: node)
        guard let set = indices[table].sets[Name(bytes: tree.word(name))] else {
            throw failure(name, "expected the set or map \(words(name)) to be listed before")
        }
        guard let elements = values[1] else { throw failure(node, "expected a member elem") }
        try parseElements(elements, of: set, table)
    }

    /// The list of a set's elements.
    mutating func parseElements(_ list: Int, of set: UInt32, _ table: Int) throws(Failure) {
        guard tree.kind(list) == .sequence else { throw failure(list, "expected a list of elements") }
        let isMap = ruleset.tables[table].sets[Int(set)].isMap
        let parts = ruleset.tables[table].sets[Int(set)].type.parts
        for item in tree.items(of: list) {
            guard isMap else {
                try parseElement(item, verdict: nil, of: set, parts, table)
                continue
            }
            guard let (key, verdict) = tree.couple(item) else {
                throw failure(item, "expected a list of a key and a verdict")
            }
            try parseElement(key, verdict: verdict, of: set, parts, table)
        }
    }

    private static let elementMembers: [StaticString] = ["val", "comment", "timeout", "expires"]

    /// `KEY`, or `{"elem": {"val": KEY, …}}`.
    private mutating func parseElement(
        _ node: Int, verdict: Int?, of set: UInt32, _ parts: [NftablesRuleset.DataType], _ table: Int
    ) throws(Failure) {
        let first = UInt32(ruleset.tables[table].values.count)
        var element = NftablesRuleset.Element(set: set, firstValue: first, valueCount: 0)
        var key = node
        if let object = tree.only(node, "elem") {
            guard tree.kind(object) == .mapping else { throw failure(object, "expected an object behind elem") }
            let (values, isAll) = tree.values(of: object, Self.elementMembers)
            guard let value = values[0] else { throw failure(object, "expected a member val") }
            key = value
            element.comment = try optionalString(values[1])
            if let words = isAll ? times(values[2], values[3]) : nil {
                element.state = words
            } else if !isAll || values[2] != nil || values[3] != nil {
                element.state = verbatim(membersOf: object, without: ["val", "comment"])
                element.isStateJSON = true
            }
        }
        element.valueCount = takeKey(key, parts, table)
        element.verdict = verdict.map { self.verdict($0) }
        ruleset.tables[table].elements.append(element)
    }

    /// `timeout 3h expires 2h58m`, as a listing has it; nil if there are no times, or they are of no known kind.
    private mutating func times(_ timeout: Int?, _ expires: Int?) -> ArenaText? {
        var words = ByteBuffer()
        for (kind, node) in [(NftablesElementTime.timeout, timeout), (.expires, expires)] {
            guard let node else { continue }
            guard let seconds = tree.number(node, as: UInt32.self) else { return nil }
            if words.count > 0 { words.append(" ") }
            words.append(kind.word)
            words.append(" ")
            words.append(nftTime: seconds)
        }
        guard words.count > 0 else { return nil }
        let start = tree.bytes.count + ruleset.joined.count
        words.withUnsafeBytes { ruleset.joined += $0 }
        return ArenaText(offset: UInt32(start), length: UInt32(words.count))
    }

    /// Puts an element's key into the table and answers how many values it has.
    private mutating func takeKey(_ node: Int, _ parts: [NftablesRuleset.DataType], _ table: Int) -> UInt8 {
        guard let list = tree.only(node, "concat"), (2...255).contains(tree.items(of: list).reduce(0) { n, _ in n + 1 })
        else {
            ruleset.tables[table].values.append(value(node, parts.first))
            return 1
        }
        var place = 0
        for item in tree.items(of: list) {
            ruleset.tables[table].values.append(value(item, place < parts.count ? parts[place] : nil))
            place += 1
        }
        return UInt8(place)
    }

    private mutating func value(_ node: Int, _ part: NftablesRuleset.DataType?) -> NftablesRuleset.Value {
        switch part {
        case .ipv4Address, .ipv6Address:
            let family: IPFamily = part == .ipv4Address ? .ipv4 : .ipv6
            if let address = address(node), address.family == family { return .address(address) }
            if let prefix = prefix(node), prefix.family == family { return .prefix(prefix) }
        case .transport:
            if let number = transport(node) { return .transport(number) }
        case .port:
            if let port = tree.number(node, as: UInt16.self) { return .number(UInt32(port)) }
        case .interfaceName:
            // A listing has it in quotes.
            if tree.kind(node) == .string, !tree.nodes[node].isDecoded { return .verbatim(verbatim(node)) }
        default: break
        }
        guard tree.kind(node) == .string, tree.word(node).first != UInt8(ascii: "\"") else {
            return .json(verbatim(node))
        }
        return .verbatim(tree.text(node))
    }

    // MARK: Values

    /// An address as a string.
    func address(_ node: Int) -> IPAddress? {
        tree.kind(node) == .string ? IPAddress(parsing: tree.word(node)) : nil
    }

    /// `{"prefix": {"addr": ADDRESS, "len": LENGTH}}` of more than one address.
    func prefix(_ node: Int) -> IPPrefix? {
        guard let object = tree.only(node, "prefix"), let (first, length) = tree.pair(object, "addr", "len"),
            let address = address(first), let length = tree.number(length, as: UInt8.self),
            length < address.family.bitWidth
        else { return nil }
        return IPPrefix(address: address, length: length)
    }

    /// A layer-4 protocol by its name or number.
    func transport(_ node: Int) -> UInt8? {
        if tree.kind(node) == .integer { return tree.number(node) }
        return NftablesProtocols.all.first { tree.isWord(node, $0.word) }?.number
    }

    // MARK: Verdicts

    /// A verdict; anything else is kept as JSON.
    mutating func verdict(_ node: Int) -> NftablesRuleset.Verdict {
        if let known = knownVerdict(node) { return known }
        if let text = tree.only(node, "verbatim"), tree.kind(text) == .string { return .verbatim(tree.text(text)) }
        return .json(verbatim(node))
    }

    /// The verdicts that say no chain.
    private static let plainVerdicts: [(word: StaticString, verdict: NftablesRuleset.Verdict)] = [
        ("accept", .accept), ("drop", .drop), ("continue", .continue), ("return", .return),
    ]

    /// `{"drop": null}`, `{"goto": {"target": CHAIN}}`. Nil if it is none of these.
    func knownVerdict(_ node: Int) -> NftablesRuleset.Verdict? {
        guard let key = tree.onlyKey(of: node) else { return nil }
        if tree.kind(key + 1) == .null {
            return Self.plainVerdicts.first { tree.isWord(key, $0.word) }?.verdict
        }
        guard let target = tree.only(key + 1, "target"), tree.kind(target) == .string else { return nil }
        if tree.isWord(key, "goto") { return .goto(tree.text(target)) }
        return tree.isWord(key, "jump") ? .jump(tree.text(target)) : nil
    }
}
