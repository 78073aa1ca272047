import Bytes
import Manifests

/// Reading chains and sets from JSON.
extension NftablesJSONParser {
    // MARK: Chains

    /// The members of a chain's object that aren't about its hook.
    private static let chainMembers: [StaticString] = ["family", "table", "name", "handle", "comment"]
    private static let baseMembers: [StaticString] = ["type", "hook", "prio", "policy"]

    mutating func parseChain(_ node: Int, _ table: Int) throws(Failure) {
        let (values, isAll) = tree.values(of: node, Self.chainMembers + Self.baseMembers)
        let name = try string(values[2], "name", of: node)
        var chain = NftablesRuleset.Chain(name: tree.text(name), comment: try optionalString(values[4]))
        chain.handle = try handle(values[3])
        let base = Array(values[Self.chainMembers.count...])
        if isAll { chain.base = self.base(base) }
        if chain.base == nil { chain.verbatimJSON = verbatim(membersOf: node, without: Self.chainMembers) }
        let key = Name(bytes: tree.word(name))
        if let known = indices[table].chains[key] {
            ruleset.tables[table].chains[Int(known)] = chain
        } else {
            indices[table].chains[key] = UInt32(ruleset.tables[table].chains.count)
            ruleset.tables[table].chains.append(chain)
        }
    }

    /// The hook that these members say; nil if they are of no known kind, or none.
    private func base(_ members: [Int?]) -> NftablesRuleset.BaseChain? {
        typealias Base = NftablesRuleset.BaseChain
        guard let type = members[0], let hook = members[1], let priority = members[2].flatMap(signed),
            let kind = Base.Kind.allCases.first(where: { tree.isWord(type, $0.word) }),
            let place = Base.Hook.allCases.first(where: { tree.isWord(hook, $0.word) })
        else { return nil }
        guard let policy = members[3] else { return Base(kind, place, priority: priority) }
        let known = Base.Policy.allCases.first { tree.isWord(policy, $0.word) }
        return known.map { Base(kind, place, priority: priority, policy: $0) }
    }

    /// The number that a node is, if it is whole and not too large.
    private func signed(_ node: Int) -> Int32? {
        guard tree.kind(node) == .integer else { return nil }
        let word = tree.word(node)
        guard word.first == UInt8(ascii: "-") else { return word.decimal.flatMap { Int32(exactly: $0) } }
        let size = UnsafeRawBufferPointer(rebasing: word.dropFirst()).decimal.flatMap { Int64(exactly: $0) }
        return size.flatMap { Int32(exactly: -$0) }
    }

    // MARK: Sets

    /// The members of a set's object that say where it is, and its elements.
    private static let placeMembers: [StaticString] = ["family", "table", "name", "handle"]
    private static let setMembers: [StaticString] = ["type", "map", "comment", "size", "flags", "timeout", "elem"]

    mutating func parseSet(_ node: Int, isMap: Bool, _ table: Int) throws(Failure) {
        let (values, isAll) = tree.values(of: node, Self.placeMembers + Self.setMembers)
        let name = try string(values[2], "name", of: node)
        var set = NftablesRuleset.NamedSet(name: tree.text(name), isMap: isMap, type: .init())
        set.handle = try handle(values[3])
        let properties = Array(values[Self.placeMembers.count...])
        let isUnderstood = try take(properties, of: &set)
        if set.type.isEmpty {
            set.verbatimJSON = verbatim(membersOf: node, without: Self.placeMembers)
        } else if !isAll || !isUnderstood {
            set.verbatimJSON = verbatim(membersOf: node, without: Self.placeMembers + ["elem"])
        }
        let key = Name(bytes: tree.word(name))
        guard indices[table].sets[key] == nil else {
            throw failure(name, "expected the set or map \(words(name)) once")
        }
        let index = UInt32(ruleset.tables[table].sets.count)
        indices[table].sets[key] = index
        if ruleset.tables[table].sets.isEmpty {
            ruleset.tables[table].listsSetsFirst = ruleset.tables[table].chains.isEmpty
        }
        ruleset.tables[table].sets.append(set)
        if !set.type.isEmpty, let elements = properties[6] { try parseElements(elements, of: index, table) }
    }

    /// Takes what a set's members say. False if one of them is of no known kind.
    private func take(_ members: [Int?], of set: inout NftablesRuleset.NamedSet) throws(Failure) -> Bool {
        set.comment = try optionalString(members[2])
        var isUnderstood = true
        if let type = members[0], let known = keyType(type), maps(members[1]) == set.isMap { set.type = known }
        if let size = members[3] {
            set.size = tree.number(size) ?? 0
            if set.size == 0 { isUnderstood = false }
        }
        if let flags = members[4] {
            set.flags = self.flags(flags) ?? []
            if set.flags.isEmpty { isUnderstood = false }
        }
        if let timeout = members[5] {
            set.timeout = tree.number(timeout) ?? 0
            if set.timeout == 0 { isUnderstood = false }
        }
        return isUnderstood
    }

    /// Whether a set maps to verdicts; nil if to something else.
    private func maps(_ value: Int?) -> Bool? {
        guard let value else { return false }
        return tree.isWord(value, "verdict") ? true : nil
    }

    /// `TYPE` or `[TYPE, …]`
    private func keyType(_ node: Int) -> NftablesRuleset.KeyType? {
        var type = NftablesRuleset.KeyType()
        if tree.kind(node) == .string { return append(node, to: &type) ? type : nil }
        for part in tree.items(of: node) where !append(part, to: &type) { return nil }
        // One type in a list would be written without it.
        return type.parts.count > 1 ? type : nil
    }

    private func append(_ part: Int, to type: inout NftablesRuleset.KeyType) -> Bool {
        guard let known = NftablesRuleset.DataType.allCases.first(where: { tree.isWord(part, $0.word) }) else {
            return false
        }
        return type.append(known)
    }

    /// `[FLAG, …]`, or, from newer versions of nft, `FLAG`. Nil if one isn't known.
    private func flags(_ node: Int) -> NftablesRuleset.NamedSet.Flags? {
        typealias Flags = NftablesRuleset.NamedSet.Flags
        func flag(_ node: Int) -> Flags? { Flags.words.first { tree.isWord(node, $0.word) }?.flag }
        if tree.kind(node) == .string { return flag(node) }
        var flags: Flags = []
        for item in tree.items(of: node) {
            guard let known = flag(item) else { return nil }
            flags.insert(known)
        }
        return flags
    }
}
