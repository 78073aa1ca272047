import Addressing
import Bytes

/// Reading chains, sets and elements.
extension NftablesParser {
    // MARK: Chains

    /// The index of a chain, which is added if it is new.
    mutating func chain(_ name: NftablesToken, of table: Int) -> UInt32 {
        let key = self.name(name)
        if let known = indices[table].chains[key] { return known }
        let index = UInt32(ruleset.tables[table].chains.count)
        indices[table].chains[key] = index
        ruleset.tables[table].chains.append(.init(name: text(name)))
        return index
    }

    /// `NAME { … }` of a chain.
    mutating func parseChainBlock(of table: Int) throws(Failure) {
        let name = try takeName("chain")
        let index = chain(name, of: table)
        try takeLeftBrace(behind: "chain")
        let handle = try lexer.peek().handle
        if handle != 0 { ruleset.tables[table].chains[Int(index)].handle = handle }
        let isForeign = isForeign(table)
        var kept: Failure?
        while true {
            do throws(Failure) {
                if try takesRightBrace(of: "chain", name) { return }
            } catch {
                // A line that was kept although it wasn't understood is more likely where it went wrong.
                throw kept ?? error
            }
            if try lexer.take(.separator) != nil { continue }
            if isForeign {
                kept = try parseForeignLine(of: index, table) ?? kept
            } else if try !parseChainProperty(of: Int(index), table) {
                try parseRule(chain: index, of: table)
            }
        }
    }

    /// A comment, hook or policy. False if what follows is something else.
    mutating func parseChainProperty(of chain: Int, _ table: Int) throws(Failure) -> Bool {
        let start = lexer
        if try lexer.take("comment"), let comment = try lexer.take(.string) {
            ruleset.tables[table].chains[chain].comment = text(comment)
            return true
        }
        lexer = start
        if try lexer.take("policy") {
            if let policy = try takePolicy() {
                ruleset.tables[table].chains[chain].base?.policy = policy
                return true
            }
            lexer = start
        }
        guard try lexer.take("type") else { return false }
        if let base = try parseBase() {
            ruleset.tables[table].chains[chain].base = base
            return true
        }
        lexer = start
        try keepBaseVerbatim(of: chain, table)
        return true
    }

    /// A hook with a device, say: everything up to the end of the line, or of the block.
    private mutating func keepBaseVerbatim(of chain: Int, _ table: Int) throws(Failure) {
        let range = try skipStatement()
        var end = range.upperBound
        while let separator = try lexer.take(.separator) {
            guard lexer.bytes[separator.start] == UInt8(ascii: ";") else { break }
            end = separator.end
            let next = try lexer.peek()
            if next.kind != .word { continue }
            end = try skipStatement().upperBound
        }
        ruleset.tables[table].chains[chain].verbatimBase = text(range.lowerBound..<end)
    }

    private mutating func takePolicy() throws(Failure) -> NftablesRuleset.BaseChain.Policy? {
        for policy in NftablesRuleset.BaseChain.Policy.allCases {
            if try lexer.take(policy.word) { return policy }
        }
        return nil
    }

    /// `KIND hook HOOK priority PRIORITY`, behind `type`. Nil if it is something else.
    private mutating func parseBase() throws(Failure) -> NftablesRuleset.BaseChain? {
        var (kind, hook) = (NftablesRuleset.BaseChain.Kind?.none, NftablesRuleset.BaseChain.Hook?.none)
        for known in NftablesRuleset.BaseChain.Kind.allCases where try lexer.take(known.word) { kind = known }
        guard let kind, try lexer.take("hook") else { return nil }
        for known in NftablesRuleset.BaseChain.Hook.allCases where try lexer.take(known.word) { hook = known }
        guard let hook, try lexer.take("priority") else { return nil }
        let words = try skipStatement()
        guard let priority = NftablesPriorities.value(UnsafeRawBufferPointer(rebasing: lexer.bytes[words])) else {
            return nil
        }
        var base = NftablesRuleset.BaseChain(kind, hook, priority: priority)
        if !isPrinted(words, for: base) { base.priorityText = text(words) }
        return base
    }

    /// Whether these are the words that some version of nft, or a command, writes for the priority.
    private func isPrinted(_ words: Range<Int>, for base: NftablesRuleset.BaseChain) -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: lexer.bytes[words])
        guard let first = bytes.first, !(0x61...0x7A).contains(first) else {
            return NftablesPriorities.name(of: base.priority, at: base.hook, version: .v1_1_3) != nil
        }
        // A number where nft would write a name: from a command, or from a version that knows no name for it.
        return true
    }

    // MARK: Sets

    /// The index of a set or map, which is added if it is new.
    mutating func set(_ name: NftablesToken, isMap: Bool, of table: Int) -> UInt32 {
        let key = self.name(name)
        if let known = indices[table].sets[key] { return known }
        let index = UInt32(ruleset.tables[table].sets.count)
        indices[table].sets[key] = index
        ruleset.tables[table].sets.append(.init(name: text(name), isMap: isMap, type: .init()))
        return index
    }

    /// `NAME { … }` of a set or map.
    mutating func parseSetBlock(of table: Int, isMap: Bool) throws(Failure) {
        let what = isMap ? "map" : "set"
        let name = try takeName(what)
        let index = set(name, isMap: isMap, of: table)
        try takeLeftBrace(behind: what)
        let handle = try lexer.peek().handle
        if handle != 0 { ruleset.tables[table].sets[Int(index)].handle = handle }
        var lines: [ArenaText] = []
        var isUnderstood = true
        while true {
            if try takesRightBrace(of: what, name) { break }
            if try lexer.take(.separator) != nil { continue }
            isUnderstood = try parseSetProperty(of: Int(index), table, &lines) && isUnderstood
        }
        if !isUnderstood { ruleset.tables[table].sets[Int(index)].verbatim = joined(lines) }
    }

    /// One line of a set, which is noted in `lines` if it isn't its elements. False if it isn't understood.
    private mutating func parseSetProperty(
        of set: Int, _ table: Int, _ lines: inout [ArenaText]
    ) throws(Failure) -> Bool {
        let start = lexer
        let first = try lexer.peek().start
        var property = ruleset.tables[table].sets[set]
        if try parseKnownProperty(&property) {
            ruleset.tables[table].sets[set] = property
            lines.append(text(first..<lexer.lastEnd))
            return true
        }
        lexer = start
        if !property.type.isEmpty, try lexer.take(words: "elements", "=") {
            guard try lexer.take(.leftBrace) != nil else {
                throw Failure(offset: try lexer.peek().start, message: "expected { behind elements =")
            }
            try parseElements(of: UInt32(set), table)
            return true
        }
        lexer = start
        lines.append(text(try skipStatement()))
        return false
    }

    /// Lines of a set as one text.
    private mutating func joined(_ lines: [ArenaText]) -> ArenaText? {
        let start = ruleset.joined.count
        for line in lines {
            if ruleset.joined.count > start { ruleset.joined += [0x0A, 0x09, 0x09] }
            ruleset.joined += lexer.bytes[Int(line.offset)..<Int(line.offset + line.length)]
        }
        let length = ruleset.joined.count - start
        return ArenaText(offset: UInt32(lexer.bytes.count + start), length: UInt32(length))
    }

    /// `type`, `flags`, `timeout`, `size` or `comment`, up to its end. False if it is something else.
    private mutating func parseKnownProperty(_ set: inout NftablesRuleset.NamedSet) throws(Failure) -> Bool {
        if try lexer.take("type") {
            guard let type = try parseKeyType(isMap: set.isMap) else { return false }
            set.type = type
        } else if try lexer.take("flags") {
            guard let flags = try parseFlags() else { return false }
            set.flags = flags
        } else if try lexer.take("timeout") {
            guard let word = try lexer.take(.word), let seconds = lexer.text(word).seconds else { return false }
            set.timeout = seconds
        } else if try lexer.take("size") {
            guard let word = try lexer.take(.word), let size = lexer.text(word).number else { return false }
            set.size = size
        } else if try lexer.take("comment") {
            guard let comment = try lexer.take(.string) else { return false }
            set.comment = text(comment)
        } else {
            return false
        }
        return [.separator, .rightBrace, .end].contains(try lexer.peek().kind)
    }

    private mutating func parseKeyType(isMap: Bool) throws(Failure) -> NftablesRuleset.KeyType? {
        var type = NftablesRuleset.KeyType()
        repeat {
            let token = try lexer.next()
            let known = NftablesRuleset.DataType.allCases.first { lexer.isWord(token, $0.word) }
            guard let known, type.append(known) else { return nil }
        } while try lexer.take(".")
        if isMap, try !lexer.take(words: ":", "verdict") { return nil }
        return type
    }

    private mutating func parseFlags() throws(Failure) -> NftablesRuleset.NamedSet.Flags? {
        var flags: NftablesRuleset.NamedSet.Flags = []
        repeat {
            let token = try lexer.next()
            let known = NftablesRuleset.NamedSet.Flags.words.first { lexer.isWord(token, $0.word) }
            guard let known else { return nil }
            flags.insert(known.flag)
        } while try lexer.take(.comma) != nil
        return flags
    }
}

extension NftablesPriorities {
    /// The number that a priority's words say: `0`, `-100`, `filter`, `dstnat - 10`. Nil if they are something else.
    static func value(_ text: UnsafeRawBufferPointer) -> Int32? {
        let words = text.split(separator: UInt8(ascii: " "))
        func number(_ place: Int) -> Int32? {
            guard words.indices.contains(place) else { return nil }
            let bytes = words[place].first == UInt8(ascii: "-") ? words[place].dropFirst() : words[place]
            guard let size = UnsafeRawBufferPointer(rebasing: bytes).decimal, size <= Int64(Int32.max) else {
                return nil
            }
            return bytes.count < words[place].count ? -Int32(size) : Int32(size)
        }
        if words.count == 1, let plain = number(0) { return plain }
        guard let first = words.first,
            let name = all.first(where: { UnsafeRawBufferPointer(rebasing: first).equals($0.word) })
        else { return nil }
        if words.count == 1 { return name.value }
        guard words.count == 3, words[1].count == 1, let distance = number(2), distance >= 0 else { return nil }
        switch words[1].first {
        case UInt8(ascii: "+"): return name.value.addingReportingOverflow(distance).partialValue
        case UInt8(ascii: "-"): return name.value.subtractingReportingOverflow(distance).partialValue
        default: return nil
        }
    }
}
