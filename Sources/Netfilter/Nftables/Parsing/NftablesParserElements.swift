import Addressing
import Bytes

/// Reading elements and their values.
extension NftablesParser {
    /// Elements up to the `}` behind them.
    mutating func parseElements(of set: UInt32, _ table: Int) throws(Failure) {
        let parts = ruleset.tables[table].sets[Int(set)].type.parts
        let open = lexer.lastEnd
        while true {
            let token = try lexer.peek()
            switch token.kind {
            case .end: throw Failure(offset: open - 1, message: "expected } that closes this brace")
            case .separator, .comma: _ = try lexer.next()
            case .rightBrace:
                _ = try lexer.next()
                return
            default: try parseElement(of: set, parts, table)
            }
        }
    }

    /// `KEY [STATE] [comment "…"] [: VERDICT]`, up to a comma or `}`.
    private mutating func parseElement(
        of set: UInt32, _ parts: [NftablesRuleset.DataType], _ table: Int
    ) throws(Failure) {
        let first = ruleset.tables[table].values.count
        var isMore = true
        var place = 0
        while isMore {
            let token = try lexer.peek()
            guard token.kind == .word || token.kind == .string, place < 255 else {
                throw Failure(offset: token.outer.lowerBound, message: "expected a value of an element's key")
            }
            _ = try lexer.next()
            ruleset.tables[table].values.append(value(token, place < parts.count ? parts[place] : nil))
            place += 1
            isMore = try lexer.take(".")
        }
        var element = NftablesRuleset.Element(set: set, firstValue: UInt32(first), valueCount: UInt8(place))
        element.state = try parseElementState()
        if try lexer.take("comment"), let comment = try lexer.take(.string) { element.comment = text(comment) }
        if try lexer.take(":") { element.verdict = try parseVerdict(upTo: [.comma, .rightBrace]) }
        let end = try lexer.peek()
        guard [.comma, .rightBrace, .separator, .end].contains(end.kind) else {
            throw Failure(offset: end.outer.lowerBound, message: "expected , or } behind an element")
        }
        ruleset.tables[table].elements.append(element)
        indices[table].elementCounts[set, default: 0] += 1
    }

    /// Words between the key and a comment or verdict.
    private mutating func parseElementState() throws(Failure) -> ArenaText? {
        let start = try lexer.peek().start
        var end = start
        while true {
            let token = try lexer.peek()
            guard token.kind == .word, !lexer.isWord(token, "comment"), !lexer.isWord(token, ":") else { break }
            _ = try lexer.next()
            end = token.end
        }
        return end > start ? text(start..<end) : nil
    }

    private func value(_ token: NftablesToken, _ part: NftablesRuleset.DataType?) -> NftablesRuleset.Value {
        guard token.kind == .word else { return .verbatim(text(token.outer)) }
        let bytes = lexer.text(token)
        switch part {
        case .ipv4Address, .ipv6Address:
            let family: IPFamily = part == .ipv4Address ? .ipv4 : .ipv6
            if let address = IPAddress(parsing: bytes), address.family == family { return .address(address) }
            if let prefix = IPPrefix(parsing: bytes), prefix.family == family, !prefix.isHost { return .prefix(prefix) }
        case .transport:
            if let number = transport(bytes) { return .transport(number) }
        case .port:
            if let number = bytes.decimal, number <= UInt16.max { return .number(UInt32(number)) }
        default: break
        }
        return .verbatim(text(token))
    }

    /// The number of a layer-4 protocol.
    func transport(_ word: UnsafeRawBufferPointer) -> UInt8? {
        if let known = NftablesProtocols.all.first(where: { word.equals($0.word) }) { return known.number }
        return word.decimal.flatMap { UInt8(exactly: $0) }
    }

    /// A verdict; anything else up to one of `ends` is kept verbatim.
    mutating func parseVerdict(upTo ends: [NftablesToken.Kind]) throws(Failure) -> NftablesRuleset.Verdict {
        let start = lexer
        if let verdict = try takeVerdict() { return verdict }
        lexer = start
        let first = try lexer.peek()
        var end = first.outer.lowerBound
        while true {
            let token = try lexer.peek()
            if ends.contains(token.kind) || token.kind == .separator || token.kind == .end { break }
            end = try lexer.next().outer.upperBound
        }
        guard end > first.outer.lowerBound else {
            throw Failure(offset: first.start, message: "expected a verdict behind :")
        }
        return .verbatim(text(first.outer.lowerBound..<end))
    }

    /// A verdict, nil if what follows is none.
    mutating func takeVerdict() throws(Failure) -> NftablesRuleset.Verdict? {
        if try lexer.take("accept") { return .accept }
        if try lexer.take("drop") { return .drop }
        if try lexer.take("continue") { return .continue }
        if try lexer.take("return") { return .return }
        for (word, isJump) in [("jump", true), ("goto", false)] as [(StaticString, Bool)] {
            guard try lexer.take(word) else { continue }
            // A chain without a name stands in braces.
            if try lexer.peek().kind == .leftBrace { return nil }
            guard let chain = try lexer.take(.word) else {
                throw Failure(offset: try lexer.peek().start, message: "expected the name of a chain")
            }
            return isJump ? .jump(text(chain)) : .goto(text(chain))
        }
        return nil
    }
}
