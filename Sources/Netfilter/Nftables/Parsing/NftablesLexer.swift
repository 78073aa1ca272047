import Bytes

/// A word, string or sign of an nft text, and where it stands.
struct NftablesToken {
    /// What it is.
    enum Kind {
        case word
        /// In double quotes; the range has no quotes.
        case string
        case leftBrace, rightBrace, comma
        /// A line break or semicolon.
        case separator
        case end
    }

    let kind: Kind
    /// The first byte; of a string the one behind its quote.
    let start: Int
    /// The byte behind the last.
    let end: Int
    /// The number in a remark `# handle N` before a line break; 0 without.
    var handle: UInt64 = 0

    /// The bytes, quotes included.
    var outer: Range<Int> { kind == .string ? (start - 1)..<(end + 1) : start..<end }
}

/// Splits an nft text into tokens.
struct NftablesLexer {
    /// The whole text; every index is compared with its end before it is used.
    let bytes: UnsafeRawBufferPointer
    /// Where reading goes on.
    private(set) var at = 0
    /// The end of the last token that wasn't a separator.
    private(set) var lastEnd = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Goes on at another place.
    mutating func jump(to place: Int) { at = min(place, bytes.count) }

    /// The next token.
    mutating func next() throws(DumpFailure) -> NftablesToken {
        let handle = skipSpace()
        guard at < bytes.count else { return NftablesToken(kind: .end, start: at, end: at, handle: handle) }
        let start = at
        let kind = Self.sign(bytes[at])
        if kind == .separator {
            at += 1
            return NftablesToken(kind: .separator, start: start, end: at, handle: handle)
        }
        if bytes[at] == UInt8(ascii: "\"") { return try string() }
        at += 1
        if kind == nil {
            while at < bytes.count, !Self.endsWord(bytes[at]) { at += 1 }
        }
        // At the end of a line it would join the next one.
        if bytes[at - 1] == UInt8(ascii: "\\") {
            throw DumpFailure(offset: at - 1, message: "expected a line break right behind \\")
        }
        lastEnd = at
        return NftablesToken(kind: kind ?? .word, start: start, end: at)
    }

    /// The next token, without going on.
    func peek() throws(DumpFailure) -> NftablesToken {
        var ahead = self
        return try ahead.next()
    }

    /// The bytes of a token, without quotes.
    func text(_ token: NftablesToken) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[token.start..<token.end])
    }

    /// Whether a token is the word `word`.
    func isWord(_ token: NftablesToken, _ word: StaticString) -> Bool {
        token.kind == .word && text(token).equals(word)
    }

    /// Takes the next token if it is `word`.
    mutating func take(_ word: StaticString) throws(DumpFailure) -> Bool {
        var ahead = self
        guard isWord(try ahead.next(), word) else { return false }
        self = ahead
        return true
    }

    /// Takes the next tokens if they are these words.
    mutating func take(words: StaticString...) throws(DumpFailure) -> Bool {
        var ahead = self
        for word in words {
            guard try ahead.take(word) else { return false }
        }
        self = ahead
        return true
    }

    /// Takes the next token if it is of `kind`.
    mutating func take(_ kind: NftablesToken.Kind) throws(DumpFailure) -> NftablesToken? {
        var ahead = self
        let token = try ahead.next()
        guard token.kind == kind else { return nil }
        self = ahead
        return token
    }

    /// Skips blanks, continued lines and remarks; returns the number of a remark `# handle N`.
    private mutating func skipSpace() -> UInt64 {
        var handle: UInt64 = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
            case UInt8(ascii: "\\") where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\n"): at += 2
            case UInt8(ascii: "#"): handle = skipRemark()
            default: return handle
            }
        }
        return handle
    }

    private mutating func skipRemark() -> UInt64 {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        let remark = UnsafeRawBufferPointer(rebasing: bytes[start..<at])
        let words: StaticString = "# handle "
        guard remark.count > words.utf8CodeUnitCount,
            UnsafeRawBufferPointer(rebasing: remark[..<words.utf8CodeUnitCount]).equals(words)
        else { return 0 }
        return UnsafeRawBufferPointer(rebasing: remark[words.utf8CodeUnitCount...]).decimal ?? 0
    }

    private mutating func string() throws(DumpFailure) -> NftablesToken {
        let start = at + 1
        at = start
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\n") { break }
            at += 1
        }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
            throw DumpFailure(
                offset: start - 1, message: "expected a closing quote before the end of the line")
        }
        at += 1
        lastEnd = at
        return NftablesToken(kind: .string, start: start, end: at - 1)
    }

    private static func sign(_ byte: UInt8) -> NftablesToken.Kind? {
        switch byte {
        case UInt8(ascii: "{"): .leftBrace
        case UInt8(ascii: "}"): .rightBrace
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: "\n"), UInt8(ascii: ";"): .separator
        default: nil
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\""): true
        default: sign(byte) != nil
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The number that these bytes are, in decimal or, behind `0x`, in hexadecimal.
    var number: UInt32? {
        guard count > 2, self[0] == UInt8(ascii: "0"), self[1] == UInt8(ascii: "x") else {
            return decimal.flatMap { UInt32(exactly: $0) }
        }
        guard count <= 10 else { return nil }
        var value: UInt32 = 0
        for byte in self[2...] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte & 0xF)
            case 0x61...0x66, 0x41...0x46: value = value << 4 | UInt32((byte & 0xF) + 9)
            default: return nil
            }
        }
        return value
    }

    /// The seconds that a time of nft is: `3h`, `1h30m`, `600s`, `600`.
    var seconds: UInt32? {
        var (total, number, digits) = (UInt64(0), UInt64(0), 0)
        for byte in self {
            if case 0x30...0x39 = byte {
                number = number * 10 + UInt64(byte & 0xF)
                digits += 1
                if digits > 9 { return nil }
                continue
            }
            let units: [UInt8: UInt64] = [0x64: 86400, 0x68: 3600, 0x6D: 60, 0x73: 1]
            guard digits > 0, let unit = units[byte] else { return nil }
            total += number * unit
            (number, digits) = (0, 0)
        }
        if digits > 0 {
            guard total == 0 else { return nil }
            total = number
        }
        return isEmpty ? nil : UInt32(exactly: total)
    }
}
