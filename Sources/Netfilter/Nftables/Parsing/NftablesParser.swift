import Addressing
import Bytes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension NftablesRuleset {
    /// Reads what `nft list ruleset` prints (with or without `-a`, `-n`, `-s`) or commands for `nft -f`, kube-proxy's
    /// transactions among them.
    ///
    /// What the model doesn't hold is kept verbatim, so that writing the ruleset as a listing gives the listing back.
    /// Commands have been carried out in the result: what a transaction flushes or deletes isn't there. Commands about
    /// anything but tables, chains, rules, sets, maps and elements stay verbatim.
    public init(parsing bytes: [UInt8]) throws(DumpParseError) {
        let result = bytes.withUnsafeBytes { span in
            var parser = NftablesParser(span)
            do throws(DumpFailure) {
                try parser.parse()
            } catch {
                return Result<NftablesRuleset, DumpParseError>.failure(error.located(in: span))
            }
            return .success(parser.ruleset)
        }
        self = try result.get()
        // Every text is a piece of the input; what was put together stands behind it.
        texts = TextArena(joined.isEmpty ? bytes : bytes + joined)
        joined = []
    }
}

/// The state while a text is read.
struct NftablesParser {
    typealias Failure = DumpFailure

    /// What was read so far; its texts are offsets in the input, or behind its end in `ruleset.joined`.
    var ruleset = NftablesRuleset()
    var lexer: NftablesLexer
    /// The tables by family and name.
    private var tables: [Name: Int] = [:]
    /// Names and numbers of what is in each table.
    var indices: [TableIndex] = []

    /// A name of the text, for looking it up.
    struct Name: Hashable {
        let bytes: UnsafeRawBufferPointer
        var family: UInt8 = 0

        static func == (a: Name, b: Name) -> Bool { a.family == b.family && a.bytes.equals(b.bytes) }

        func hash(into hasher: inout Hasher) {
            hasher.combine(bytes: bytes)
            hasher.combine(family)
        }
    }

    /// What a table has, by name, and what of it was deleted again.
    struct TableIndex {
        var chains: [Name: UInt32] = [:]
        var sets: [Name: UInt32] = [:]
        var ruleCounts: [UInt32: Int] = [:]
        var elementCounts: [UInt32: Int] = [:]
        var deletedChains: Set<UInt32> = []
        var deletedSets: Set<UInt32> = []
        var isDeleted = false
    }

    init(_ bytes: UnsafeRawBufferPointer) { lexer = NftablesLexer(bytes) }

    /// Reads the whole text.
    mutating func parse() throws(Failure) {
        let bytes = lexer.bytes
        guard bytes.count <= Int(UInt32.max) / 2 else {
            throw Failure(offset: 0, message: "expected at most 2 GiB of text")
        }
        if let start = bytes.baseAddress, let nul = memchr(start, 0, bytes.count) {
            throw Failure(offset: UnsafeRawPointer(nul) - start, message: "expected text, found a zero byte")
        }
        while true {
            let token = try lexer.peek()
            switch token.kind {
            case .end: return removeDeleted()
            case .separator: _ = try lexer.next()
            case .word: try parseTopLevel(token)
            default:
                throw Failure(offset: token.outer.lowerBound, message: "expected a table or a command")
            }
        }
    }

    private mutating func parseTopLevel(_ first: NftablesToken) throws(Failure) {
        let start = lexer
        if try lexer.take("table") { return try parseTableBlock() }
        for (verb, isAddition) in [("add", true), ("create", true), ("flush", false), ("delete", false)]
            as [(StaticString, Bool)]
        {
            guard try lexer.take(verb) else { continue }
            if isAddition ? try parseAddition() : try parseRemoval(deletes: first.end - first.start == 6) { return }
            lexer = start
        }
        let range = try skipStatement()
        ruleset.others.append(.init(position: ruleset.tables.count, text: text(range)))
    }

    // MARK: Pieces

    /// The bytes of a range as a text of the ruleset.
    func text(_ range: Range<Int>) -> ArenaText {
        ArenaText(offset: UInt32(range.lowerBound), length: UInt32(range.count))
    }

    /// The bytes of a token as a text of the ruleset.
    func text(_ token: NftablesToken) -> ArenaText { text(token.start..<token.end) }

    /// A token as a key to look up.
    func name(_ token: NftablesToken) -> Name { Name(bytes: lexer.text(token)) }

    /// Takes a name: a word or a string.
    mutating func takeName(_ what: String) throws(Failure) -> NftablesToken {
        let token = try lexer.peek()
        guard token.kind == .word || token.kind == .string, token.end > token.start else {
            throw Failure(offset: token.outer.lowerBound, message: "expected the name of a \(what)")
        }
        return try lexer.next()
    }

    /// Takes `{`.
    mutating func takeLeftBrace(behind what: String) throws(Failure) {
        let token = try lexer.peek()
        guard try lexer.take(.leftBrace) != nil else {
            throw Failure(offset: token.outer.lowerBound, message: "expected { behind the name of the \(what)")
        }
    }

    /// Takes `}`, or fails at the end of the text.
    mutating func takesRightBrace(of what: String, _ name: NftablesToken) throws(Failure) -> Bool {
        if try lexer.take(.rightBrace) != nil { return true }
        let token = try lexer.peek()
        guard token.kind != .end else {
            let words = String(decoding: lexer.text(name), as: UTF8.self)
            throw Failure(offset: lexer.bytes.count, message: "expected } at the end of \(what) \(words)")
        }
        return false
    }

    /// Passes everything up to the end of a statement: a separator or `}` outside of braces, neither of which it takes.
    /// A block in braces ends it too, unless words follow.
    mutating func skipStatement() throws(Failure) -> Range<Int> {
        let start = try lexer.peek().outer.lowerBound
        var (depth, end) = (0, start)
        var open = start
        while true {
            let token = try lexer.peek()
            switch token.kind {
            case .end:
                if depth > 0 { throw Failure(offset: open, message: "expected } that closes this brace") }
                return start..<end
            case .separator where depth == 0: return start..<end
            case .rightBrace where depth == 0:
                // A brace that nothing opened: the caller knows whether it ends something.
                if end > start { return start..<end }
                throw Failure(offset: token.start, message: "expected a statement, found }")
            case .leftBrace:
                if depth == 0 { open = token.start }
                depth += 1
            case .rightBrace: depth -= 1
            default: break
            }
            _ = try lexer.next()
            end = token.outer.upperBound
        }
    }

    // MARK: Tables

    /// Takes a family, `ip` if none is said.
    mutating func takeFamily() throws(Failure) -> NftablesRuleset.Family {
        for family in NftablesRuleset.Family.allCases {
            var ahead = lexer
            // A table may be called as a family is.
            if try ahead.take(family.word), [.word, .string].contains(try ahead.peek().kind) {
                lexer = ahead
                return family
            }
        }
        return .ip
    }

    /// The index of a table, which is added if it is new.
    mutating func table(_ family: NftablesRuleset.Family, _ name: NftablesToken) -> Int {
        let key = Name(bytes: lexer.text(name), family: family.rawValue + 1)
        if let known = tables[key], !indices[known].isDeleted { return known }
        tables[key] = ruleset.tables.count
        ruleset.tables.append(.init(family: family, name: text(name)))
        indices.append(TableIndex())
        return ruleset.tables.count - 1
    }

    /// `table FAMILY NAME { … }`
    private mutating func parseTableBlock() throws(Failure) {
        let family = try takeFamily()
        let name = try takeName("table")
        let index = table(family, name)
        guard try lexer.take(.leftBrace) != nil else { return }
        ruleset.tables[index].handle = try lexer.peek().handle
        while true {
            if try takesRightBrace(of: "table", name) { return }
            if try lexer.take(.separator) != nil { continue }
            try parseObjectOrKeep(of: index)
        }
    }

    mutating func parseObject(of table: Int) throws(Failure) {
        if try lexer.take("comment"), let comment = try lexer.take(.string) {
            ruleset.tables[table].comment = text(comment)
        } else if try lexer.take("chain") {
            try parseChainBlock(of: table)
        } else if try lexer.take("set") {
            try parseSetBlock(of: table, isMap: false)
        } else if try lexer.take("map") {
            try parseSetBlock(of: table, isMap: true)
        } else {
            let range = try skipStatement()
            let isObject = lexer.bytes[range].contains(UInt8(ascii: "{"))
            // With the blanks before it, as it will be written.
            var start = range.lowerBound
            while start > 0, [0x20, 0x09].contains(lexer.bytes[start - 1]) { start -= 1 }
            ruleset.tables[table].others.append(
                .init(position: isObject ? 1 : 0, text: text(start..<range.upperBound)))
        }
    }

    /// Takes away what was deleted after it had been added.
    private mutating func removeDeleted() {
        for index in indices.indices where !indices[index].deletedChains.isEmpty || !indices[index].deletedSets.isEmpty
        {
            let table = ruleset.tables[index]
            ruleset.tables[index].keep(
                chains: table.chains.indices.map { !indices[index].deletedChains.contains(UInt32($0)) },
                sets: table.sets.indices.map { !indices[index].deletedSets.contains(UInt32($0)) })
        }
        let kept = indices.indices.filter { !indices[$0].isDeleted }
        if kept.count < indices.count { ruleset.tables = kept.map { ruleset.tables[$0] } }
    }
}
