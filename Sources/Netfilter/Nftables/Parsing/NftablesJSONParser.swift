import Bytes
import Diagnostics
import Manifests

extension NftablesRuleset {
    /// Reads what `nft -j list ruleset` prints.
    ///
    /// The ruleset is that which the listing of the same rules makes. What the model doesn't hold is kept as JSON, so
    /// that writing the ruleset as JSON gives it back.
    public init(parsingJSON bytes: [UInt8]) throws(DumpParseError) {
        let parsed: Result<NftablesRuleset, DumpParseError> = Self.read(json: bytes)
        self = try parsed.get()
    }

    /// As much text that no place of it, with escapes resolved and blanks between values, is too large.
    private static let jsonLimit = 1 << 30

    private static func read(json bytes: [UInt8]) -> Result<NftablesRuleset, DumpParseError> {
        let read: Result<(nodes: [ValueTree.Node], text: [UInt8]), DumpFailure>
        do throws(DumpFailure) {
            guard bytes.count <= jsonLimit else {
                throw DumpFailure(offset: 0, message: "expected at most 1 GiB of text")
            }
            read = .success(try value(of: bytes))
        } catch {
            read = .failure(error)
        }
        switch read {
        case .failure(let failure): return .failure(bytes.withUnsafeBytes { failure.located(in: $0) })
        case .success(let (nodes, text)):
            return text.withUnsafeBytes { span in
                var parser = NftablesJSONParser(
                    NftablesJSONTree(nodes: nodes, bytes: span, decodedStart: bytes.count))
                do throws(DumpFailure) {
                    try parser.parse()
                } catch {
                    return .failure(error.located(in: span))
                }
                var ruleset = parser.ruleset
                // Every text is a piece of the input; what was put together stands behind it.
                ruleset.texts = TextArena(ruleset.joined.isEmpty ? text : text + ruleset.joined)
                ruleset.joined = []
                return .success(ruleset)
            }
        }
    }

    /// The only value of a JSON text, and the text with the strings that had escapes behind it.
    private static func value(
        of bytes: [UInt8]
    ) throws(DumpFailure) -> (nodes: [ValueTree.Node], text: [UInt8]) {
        var reader = DocumentReader(source: Source(name: "ruleset.json", bytes: bytes))
        var (nodes, decoded) = ([ValueTree.Node](), [UInt8]())
        var second: Int?
        let errors = reader.forEachObject { tree, context in
            if context.number == 0 {
                (nodes, decoded) = (tree.nodes, tree.decoded)
            } else if second == nil {
                second = tree.nodes.first.map { Int($0.range.start) }
            }
        }
        if let second { throw DumpFailure(offset: second, message: "expected the end of the text") }
        if let error = errors.first {
            throw DumpFailure(offset: Int(error.range.start), message: error.message)
        }
        guard !nodes.isEmpty else {
            throw DumpFailure(offset: 0, message: "expected an object whose only key is nftables")
        }
        if decoded.contains(0), let node = nodes.first(where: { holdsZero($0, decoded) }) {
            throw DumpFailure(offset: Int(node.range.start), message: "expected text, found a zero byte")
        }
        return (nodes, decoded.isEmpty ? bytes : bytes + decoded)
    }

    private static func holdsZero(_ node: ValueTree.Node, _ decoded: [UInt8]) -> Bool {
        let (start, end) = (Int(node.textOffset), Int(node.textOffset) + Int(node.textLength))
        return node.isDecoded && end <= decoded.count && decoded[start..<end].contains(0)
    }
}

/// The state while a JSON text is read.
struct NftablesJSONParser {
    typealias Failure = DumpFailure
    typealias Name = NftablesParser.Name

    /// What was read so far; its texts are offsets in the tree's bytes, or behind their end in `ruleset.joined`.
    var ruleset = NftablesRuleset()
    let tree: NftablesJSONTree
    private var tables: [Name: Int] = [:]
    /// What each table has, by name.
    var indices: [(chains: [Name: UInt32], sets: [Name: UInt32])] = []

    /// The objects that have a type here.
    private enum Kind: CaseIterable {
        case rule, chain, element, set, map, table, metainfo

        /// As nft writes it.
        var word: StaticString {
            switch self {
            case .rule: "rule"
            case .chain: "chain"
            case .element: "element"
            case .set: "set"
            case .map: "map"
            case .table: "table"
            case .metainfo: "metainfo"
            }
        }
    }

    init(_ tree: NftablesJSONTree) { self.tree = tree }

    /// Reads all objects.
    mutating func parse() throws(Failure) {
        guard let list = tree.only(0, "nftables") else {
            throw failure(0, "expected an object whose only key is nftables")
        }
        guard tree.kind(list) == .sequence else { throw failure(list, "expected a list behind nftables") }
        for item in tree.items(of: list) {
            guard let key = tree.onlyKey(of: item) else {
                throw failure(item, "expected an object with one key, the kind of what it describes")
            }
            try parseObject(item, key)
        }
    }

    private mutating func parseObject(_ item: Int, _ key: Int) throws(Failure) {
        let kind = Kind.allCases.first { tree.isWord(key, $0.word) }
        if kind == .metainfo { return try checkSchema(key + 1) }
        guard let kind, tree.kind(key + 1) == .mapping else {
            if kind != nil { throw failure(key + 1, "expected an object behind \(words(key))") }
            return keep(item, tree.values(of: key + 1, ["family", "table"]).values)
        }
        guard let family = try takeFamily(key + 1) else { return keep(item, []) }
        if kind == .table { return try parseTable(key + 1, family) }
        let table = try takeTable(key + 1, family)
        switch kind {
        case .rule: try parseRule(key + 1, table)
        case .chain: try parseChain(key + 1, table)
        case .element: try parseElementObject(key + 1, table)
        case .set, .map: try parseSet(key + 1, isMap: kind == .map, table)
        case .table, .metainfo: break
        }
    }

    /// Texts of a later schema could mean something else.
    private func checkSchema(_ node: Int) throws(Failure) {
        guard let version = tree.values(of: node, ["json_schema_version"]).values[0] else { return }
        if tree.number(version, as: Int.self) != 1 { throw failure(version, "expected json_schema_version 1") }
    }

    /// Keeps an object of no known kind: in its table, if it names one.
    private mutating func keep(_ item: Int, _ place: [Int?]) {
        var other = NftablesRuleset.Verbatim(position: ruleset.tables.count, text: verbatim(item))
        other.isJSON = true
        guard place.count == 2, let family = place[0].flatMap(family), let name = place[1],
            let table = tables[key(family, name)]
        else { return ruleset.others.append(other) }
        other.position = 1
        ruleset.tables[table].others.append(other)
    }

    // MARK: Tables

    private static let tableMembers: [StaticString] = ["family", "name", "handle", "comment"]

    private mutating func parseTable(_ node: Int, _ family: NftablesRuleset.Family) throws(Failure) {
        let (values, isAll) = tree.values(of: node, Self.tableMembers)
        let name = try string(values[1], "name", of: node)
        let index: Int
        if let known = tables[key(family, name)] {
            index = known
        } else {
            index = ruleset.tables.count
            tables[key(family, name)] = index
            ruleset.tables.append(.init(family: family, name: tree.text(name)))
            indices.append(([:], [:]))
        }
        ruleset.tables[index].handle = try handle(values[2])
        ruleset.tables[index].comment = try optionalString(values[3])
        guard !isAll, let text = verbatim(membersOf: node, without: Self.tableMembers) else { return }
        var other = NftablesRuleset.Verbatim(position: 0, text: text)
        other.isJSON = true
        ruleset.tables[index].others.append(other)
    }

    private func key(_ family: NftablesRuleset.Family, _ name: Int) -> Name {
        Name(bytes: tree.kind(name) == .string ? tree.word(name) : .init(start: nil, count: 0), family: family.rawValue)
    }

    private func family(_ node: Int) -> NftablesRuleset.Family? {
        NftablesRuleset.Family.allCases.first { tree.isWord(node, $0.word) }
    }

    /// The family that an object names; nil if proxyplan doesn't know it.
    private func takeFamily(_ node: Int) throws(Failure) -> NftablesRuleset.Family? {
        family(try string(tree.values(of: node, ["family"]).values[0], "family", of: node))
    }

    /// The index of the table that an object names.
    private func takeTable(_ node: Int, _ family: NftablesRuleset.Family) throws(Failure) -> Int {
        let name = try string(tree.values(of: node, ["table"]).values[0], "table", of: node)
        guard let index = tables[key(family, name)] else {
            throw failure(name, "expected table \(family.word) \(words(name)) to be listed before")
        }
        return index
    }

    // MARK: Members

    /// An error at a node.
    func failure(_ node: Int, _ message: String) -> Failure { Failure(offset: tree.offset(node), message: message) }

    /// A string for messages.
    func words(_ node: Int) -> String { String(decoding: tree.word(node), as: UTF8.self) }

    /// A member that must be there and be a string that isn't empty.
    func string(_ value: Int?, _ name: StaticString, of object: Int) throws(Failure) -> Int {
        guard let value else { throw failure(object, "expected a member \(name)") }
        guard tree.kind(value) == .string, !tree.word(value).isEmpty else {
            throw failure(value, "expected a string, the \(name)")
        }
        return value
    }

    /// The text of a member that must be a string if it is there.
    func optionalString(_ value: Int?) throws(Failure) -> ArenaText? {
        guard let value else { return nil }
        guard tree.kind(value) == .string else { throw failure(value, "expected a string") }
        return tree.text(value)
    }

    /// The kernel's number; 0 if it isn't there.
    func handle(_ value: Int?) throws(Failure) -> UInt64 {
        guard let value else { return 0 }
        guard let number = tree.number(value, as: UInt64.self) else {
            throw failure(value, "expected a handle, a whole number")
        }
        return number
    }
}
