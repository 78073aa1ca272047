import Addressing
import Bytes

/// Reading rules. A statement is taken only if all of it is understood; from the first that isn't, the rest of the rule
/// is kept verbatim.
extension NftablesParser {
    private typealias Statement = NftablesRuleset.Statement
    private typealias Key = NftablesRuleset.Key

    /// A rule up to the separator or `}` that ends it.
    mutating func parseRule(chain: UInt32, of table: Int) throws(Failure) {
        let first = ruleset.tables[table].statements.count
        var rule = NftablesRuleset.Rule(chain: chain, firstStatement: UInt32(first), statementCount: 0)
        while try !isAtRuleEnd() {
            if let comment = try takeLastComment() {
                rule.comment = comment
                break
            }
            let start = lexer
            if let statement = try takeStatement(of: table) {
                ruleset.tables[table].statements.append(statement)
            } else {
                lexer = start
                rule.comment = try keepRestVerbatim(of: table)
                break
            }
        }
        let count = ruleset.tables[table].statements.count - first
        if count == 0 && rule.comment == nil {
            throw Failure(offset: try lexer.peek().start, message: "expected a statement")
        }
        guard count <= Int(UInt16.max) else {
            throw Failure(offset: try lexer.peek().start, message: "expected at most 65535 statements in a rule")
        }
        rule.statementCount = UInt16(count)
        rule.handle = try lexer.peek().handle
        ruleset.tables[table].rules.append(rule)
        indices[table].ruleCounts[chain, default: 0] += 1
    }

    private func isAtRuleEnd() throws(Failure) -> Bool {
        [.separator, .rightBrace, .end].contains(try lexer.peek().kind)
    }

    /// `comment "…"` at the end of a rule.
    private mutating func takeLastComment() throws(Failure) -> ArenaText? {
        var ahead = self.lexer
        guard try ahead.take("comment"), let comment = try ahead.take(.string),
            [.separator, .rightBrace, .end].contains(try ahead.peek().kind)
        else { return nil }
        lexer = ahead
        return text(comment)
    }

    /// The rest of a rule as one statement; its comment, if it ends with one.
    private mutating func keepRestVerbatim(of table: Int) throws(Failure) -> ArenaText? {
        let range = try skipStatement()
        var (end, comment) = (range.upperBound, ArenaText?.none)
        var words = NftablesLexer(UnsafeRawBufferPointer(rebasing: lexer.bytes[..<range.upperBound]))
        words.jump(to: range.lowerBound)
        var last = range.lowerBound
        while true {
            let token = try words.next()
            if token.kind == .end { break }
            if words.isWord(token, "comment"), last > range.lowerBound, let string = try words.take(.string),
                try words.peek().kind == .end
            {
                (end, comment) = (last, text(string))
                break
            }
            last = words.lastEnd
        }
        ruleset.tables[table].statements.append(.verbatim(text(range.lowerBound..<end)))
        return comment
    }

    // MARK: Statements

    /// One statement; nil, at any place, if it isn't understood.
    private mutating func takeStatement(of table: Int) throws(Failure) -> Statement? {
        let start = lexer
        if let statement = try takeMark() { return statement }
        lexer = start
        if let key = try takeKey() { return try takeMatch(key, of: table) }
        lexer = start
        guard let statement = try takeAction(of: table) else { return nil }
        // Words that say more about it would change what it means.
        if try isAtRuleEnd() { return statement }
        return lexer.isWord(try lexer.peek(), "comment") ? statement : nil
    }

    /// The statements that end with themselves.
    private mutating func takeAction(of table: Int) throws(Failure) -> Statement? {
        if try lexer.take("masquerade") { return .masquerade(fullyRandom: try lexer.take("fully-random")) }
        if try lexer.take("reject") { return .reject }
        if try lexer.take("update") { return try takeUpdate() }
        if try lexer.take("dnat") { return try takeDNAT(of: table) }
        if try lexer.take("numgen") {
            guard let count = try takeNumgen(), try lexer.take("vmap") else { return nil }
            return try takeRandomVerdict(count, of: table)
        }
        return try takeVerdict().map { .verdict($0) }
    }

    /// Statements about the packet's mark, in kube-proxy's words or in nft's.
    private mutating func takeMark() throws(Failure) -> Statement? {
        let isLong = try lexer.take("meta")
        guard try lexer.take("mark") else { return nil }
        if try lexer.take("set") {
            if isLong, try !lexer.take("meta") { return nil }
            guard try lexer.take("mark") else { return nil }
            let isOr = try lexer.take(isLong ? "|" : "or")
            if !isOr, try !lexer.take(isLong ? "^" : "xor") { return nil }
            guard let mask = try takeNumber() else { return nil }
            return isOr ? .markOr(mask) : .markXor(mask)
        }
        if try lexer.take(isLong ? "&" : "and") {
            guard let mask = try takeNumber() else { return nil }
            let negated = try lexer.take("!=")
            if !negated, try !lexer.take("==") { return nil }
            return try takeNumber().map { .markTest(mask: mask, value: $0, negated: negated) }
        }
        let negated = try lexer.take("!=")
        guard let word = try lexer.take(.word) else { return nil }
        let parts = lexer.text(word).split(separator: UInt8(ascii: "/"))
        guard parts.count == 2, let value = UnsafeRawBufferPointer(rebasing: parts[0]).number,
            let length = UnsafeRawBufferPointer(rebasing: parts[1]).decimal, (1..<32).contains(length)
        else { return nil }
        return .markTest(mask: ~(UInt32.max >> UInt32(length)), value: value, negated: negated)
    }

    private mutating func takeNumber() throws(Failure) -> UInt32? {
        guard let word = try lexer.take(.word) else { return nil }
        return lexer.text(word).number
    }

    /// Fields in a row, nil if what follows is no field.
    private mutating func takeKey() throws(Failure) -> Key? {
        var key = Key()
        repeat {
            guard let field = try takeField(), key.append(field) else { return nil }
        } while try lexer.take(".")
        return key
    }

    /// Every field with its words.
    private static let fields: [(field: NftablesRuleset.Field, words: [StaticString])] = [
        (.ipDestination, ["ip", "daddr"]), (.ipSource, ["ip", "saddr"]),
        (.ip6Destination, ["ip6", "daddr"]), (.ip6Source, ["ip6", "saddr"]),
        (.transport, ["meta", "l4proto"]), (.destinationPort, ["th", "dport"]), (.sourcePort, ["th", "sport"]),
        (.inInterface, ["iifname"]), (.outInterface, ["oifname"]),
        (.conntrackState, ["ct", "state"]), (.conntrackStatus, ["ct", "status"]),
        (.inInterfaceNumber, ["iif"]), (.tcpDestinationPort, ["tcp", "dport"]),
        (.udpDestinationPort, ["udp", "dport"]), (.sctpDestinationPort, ["sctp", "dport"]),
        (.sourceAddressType, ["fib", "saddr", "type"]), (.destinationAddressType, ["fib", "daddr", "type"]),
    ]

    private mutating func takeField() throws(Failure) -> NftablesRuleset.Field? {
        let first = try lexer.peek()
        for (field, words) in Self.fields where lexer.isWord(first, words[0]) {
            var ahead = lexer
            var isThere = true
            for word in words where isThere { isThere = try ahead.take(word) }
            if isThere {
                lexer = ahead
                return field
            }
        }
        return nil
    }

    /// What a key is compared with, or looked up in.
    private mutating func takeMatch(_ key: Key, of table: Int) throws(Failure) -> Statement? {
        if try lexer.take("vmap") {
            guard let map = try takeReference() else { return nil }
            return .verdictMap(key, map: map)
        }
        let negated = try lexer.take("!=")
        if !negated { _ = try lexer.take("==") }
        if let set = try takeReference() { return .match(key, negated: negated, .set(set)) }
        guard let field = key.single, let operand = try takeOperand(field, of: table) else { return nil }
        // `established,related`: more than one word.
        if try lexer.peek().kind == .comma { return nil }
        return .match(key, negated: negated, operand)
    }

    /// `@NAME`
    private mutating func takeReference() throws(Failure) -> ArenaText? {
        let token = try lexer.peek()
        guard token.kind == .word, token.end > token.start + 1, lexer.text(token).first == UInt8(ascii: "@") else {
            return nil
        }
        _ = try lexer.next()
        return text((token.start + 1)..<token.end)
    }

    private mutating func takeOperand(
        _ field: NftablesRuleset.Field, of table: Int
    ) throws(Failure) -> NftablesRuleset.Operand? {
        let token = try lexer.next()
        let bytes = lexer.text(token)
        switch field {
        case .ipSource, .ipDestination, .ip6Source, .ip6Destination:
            if token.kind == .leftBrace { return try takeMembers(of: table) }
            guard token.kind == .word else { return nil }
            if let address = IPAddress(parsing: bytes) { return .address(address) }
            return IPPrefix(parsing: bytes).map { .prefix($0) }
        case .transport: return token.kind == .word ? transport(bytes).map { .transport($0) } : nil
        case .sourcePort, .destinationPort, .tcpDestinationPort, .udpDestinationPort, .sctpDestinationPort:
            return bytes.decimal.flatMap { UInt16(exactly: $0) }.map { .port($0) }
        case .inInterface, .outInterface:
            return token.kind == .string || token.kind == .word ? .interface(text(token)) : nil
        case .inInterfaceNumber:
            // The number of an interface that is gone has no quotes.
            guard token.kind == .string || token.kind == .word, bytes.decimal == nil else { return nil }
            return .interface(text(token))
        case .conntrackState, .conntrackStatus, .sourceAddressType, .destinationAddressType:
            guard token.kind == .word else { return nil }
            if let number = bytes.number {
                return NftablesNumberedWords.word(of: number, field).map { .word(added($0)) }
            }
            return bytes.allSatisfy { (0x61...0x7A).contains($0) } ? .word(text(token)) : nil
        }
    }

    /// A word that doesn't stand in the text.
    private mutating func added(_ word: StaticString) -> ArenaText {
        let start = lexer.bytes.count + ruleset.joined.count
        ruleset.joined += UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return ArenaText(offset: UInt32(start), length: UInt32(word.utf8CodeUnitCount))
    }

    /// Addresses, networks and ranges up to `}`. Nil if there is anything else among them.
    private mutating func takeMembers(of table: Int) throws(Failure) -> NftablesRuleset.Operand? {
        var members: [NftablesRuleset.Member] = []
        while true {
            while try lexer.take(.separator) != nil {}
            let token = try lexer.next()
            let bytes = lexer.text(token)
            guard token.kind == .word else { return nil }
            if let address = IPAddress(parsing: bytes) {
                members.append(.address(address))
            } else if let prefix = IPPrefix(parsing: bytes) {
                members.append(spelling(of: prefix, token))
            } else if let range = Self.range(bytes) {
                members.append(range)
            } else {
                return nil
            }
            while try lexer.take(.separator) != nil {}
            let end = try lexer.next()
            if end.kind == .rightBrace { break }
            guard end.kind == .comma else { return nil }
        }
        let start = UInt32(ruleset.tables[table].members.count)
        ruleset.tables[table].members.append(contentsOf: members)
        return .members(start..<UInt32(ruleset.tables[table].members.count))
    }

    /// kube-proxy writes the networks of ServiceCIDRs as they are spelled, with commas alone between them and blanks
    /// only at the braces.
    private func spelling(of prefix: IPPrefix, _ token: NftablesToken) -> NftablesRuleset.Member {
        func byte(_ place: Int) -> UInt8? { lexer.bytes.indices.contains(place) ? lexer.bytes[place] : nil }
        let comma = UInt8(ascii: ",")
        let isSpelled = byte(token.start - 1) == comma || (byte(token.end) == comma && byte(token.end + 1) != 0x20)
        return isSpelled && byte(token.end + 1) != 0x0A ? .spelled(prefix, text(token)) : .prefix(prefix)
    }

    private static func range(_ bytes: UnsafeRawBufferPointer) -> NftablesRuleset.Member? {
        let ends = bytes.split(separator: UInt8(ascii: "-"))
        guard ends.count == 2, let first = IPAddress(parsing: UnsafeRawBufferPointer(rebasing: ends[0])),
            let last = IPAddress(parsing: UnsafeRawBufferPointer(rebasing: ends[1])), first <= last,
            first.family == last.family
        else { return nil }
        return .range(first, last)
    }

    /// `@SET { FIELD }`, behind `update`.
    private mutating func takeUpdate() throws(Failure) -> Statement? {
        guard let set = try takeReference(), try lexer.take(.leftBrace) != nil, let key = try takeKey(),
            try lexer.take(.rightBrace) != nil
        else { return nil }
        return .update(set: set, key)
    }

    // MARK: Choices

    /// `[ip [addr . port]] to …`, behind `dnat`.
    private mutating func takeDNAT(of table: Int) throws(Failure) -> Statement? {
        let isIPv4 = try lexer.take("ip")
        var isIPv6 = false
        if !isIPv4 { isIPv6 = try lexer.take("ip6") }
        if isIPv4 || isIPv6 {
            _ = try lexer.take(words: "addr", ".", "port")
            guard try lexer.take(words: "to", "numgen"), let count = try takeNumgen(), try lexer.take("map") else {
                return nil
            }
            return try takeRandomDNAT(count, isIPv4 ? .ipv4 : .ipv6, of: table)
        }
        guard try lexer.take("to"), let word = try lexer.take(.word) else { return nil }
        let bytes = lexer.text(word)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
            let port = UnsafeRawBufferPointer(rebasing: bytes[(colon + 1)...]).decimal.flatMap({ UInt16(exactly: $0) })
        else { return nil }
        var host = bytes[..<colon]
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") { host = host.dropFirst().dropLast() }
        let address = IPAddress(parsing: UnsafeRawBufferPointer(rebasing: host))
        return address.map { .dnat(SocketAddress($0, port: port)) }
    }

    /// `random mod COUNT`, behind `numgen`.
    private mutating func takeNumgen() throws(Failure) -> UInt32? {
        guard try lexer.take(words: "random", "mod") else { return nil }
        return try takeNumber()
    }

    /// `{ 0 : ADDRESS . PORT, 1 : … }` with as many entries as the number says.
    private mutating func takeRandomDNAT(
        _ count: UInt32, _ family: IPFamily, of table: Int
    ) throws(Failure) -> Statement? {
        var endpoints: [SocketAddress] = []
        guard try lexer.take(.leftBrace) != nil else { return nil }
        repeat {
            guard try takeNumber() == UInt32(endpoints.count), try lexer.take(":"),
                let address = try lexer.take(.word).flatMap({ IPAddress(parsing: lexer.text($0)) }),
                address.family == family, try lexer.take("."),
                let port = try takeNumber().flatMap({ UInt16(exactly: $0) })
            else { return nil }
            endpoints.append(SocketAddress(address, port: port))
        } while try lexer.take(.comma) != nil
        guard try lexer.take(.rightBrace) != nil, endpoints.count == Int(count) else { return nil }
        let start = UInt32(ruleset.tables[table].endpoints.count)
        ruleset.tables[table].endpoints.append(contentsOf: endpoints)
        return .randomDNAT(family, start..<(start + count))
    }

    /// `{ 0 : VERDICT, 1 : … }` with as many entries as the number says.
    private mutating func takeRandomVerdict(_ count: UInt32, of table: Int) throws(Failure) -> Statement? {
        var verdicts: [NftablesRuleset.Verdict] = []
        guard try lexer.take(.leftBrace) != nil else { return nil }
        repeat {
            guard try takeNumber() == UInt32(verdicts.count), try lexer.take(":"), let verdict = try takeVerdict()
            else {
                return nil
            }
            verdicts.append(verdict)
        } while try lexer.take(.comma) != nil
        guard try lexer.take(.rightBrace) != nil, verdicts.count == Int(count) else { return nil }
        let start = UInt32(ruleset.tables[table].verdicts.count)
        ruleset.tables[table].verdicts.append(contentsOf: verdicts)
        return .randomVerdict(start..<(start + count))
    }
}
