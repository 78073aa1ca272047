/// A word of a line: where it stands in the text, and how it is quoted.
struct IptablesWord {
    /// How a word is quoted.
    enum Quoting {
        /// Not at all.
        case none
        /// From its first byte to its last, without a backslash.
        case whole
        /// From its first byte to its last, with backslashes.
        case escaped
        /// In part; such a word is only kept verbatim.
        case partial
    }

    /// Its first byte, a quote included.
    var start: Int
    /// The byte behind its last.
    var end: Int
    /// How it is quoted.
    var quoting: Quoting
}

/// One line of a dump, read word by word as `iptables-restore` splits it: at spaces, but for those in double quotes,
/// in which a backslash makes the next byte plain.
struct IptablesLine {
    /// The whole text; every index is compared with `end` before it is used.
    let bytes: UnsafeRawBufferPointer
    /// Where reading goes on.
    var at: Int
    /// The end of the line, at most that of the text.
    let end: Int

    /// The line that begins at `start` and ends before `end`.
    init(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) {
        self.bytes = bytes
        at = start
        self.end = min(end, bytes.count)
    }

    /// The next word, nil at the end of the line.
    @inline(__always)
    mutating func next() throws(DumpFailure) -> IptablesWord? {
        skipSpace()
        guard at < end else { return nil }
        let start = at
        while at < end {
            let byte = bytes[at]
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { break }
            if byte == UInt8(ascii: "\"") { return try quotedWord(from: start) }
            at += 1
        }
        return IptablesWord(start: start, end: at, quoting: .none)
    }

    /// The next word without going on.
    func peek() throws(DumpFailure) -> IptablesWord? {
        var ahead = self
        return try ahead.next()
    }

    /// Whether only space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return at >= end
    }

    /// Takes the next word if it is `word`.
    mutating func take(_ word: StaticString) throws(DumpFailure) -> Bool {
        var ahead = self
        guard let found = try ahead.next(), raw(found).equals(word) else { return false }
        self = ahead
        return true
    }

    /// Takes the next word if it is plain.
    mutating func takePlain() throws(DumpFailure) -> IptablesWord? {
        var ahead = self
        guard let found = try ahead.next(), found.quoting == .none else { return nil }
        self = ahead
        return found
    }

    /// The bytes of a word, its quotes included.
    @inline(__always)
    func raw(_ word: IptablesWord) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[word.start..<word.end])
    }

    @inline(__always)
    private mutating func skipSpace() {
        while at < end, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
    }

    /// The rest of a word in which `at` stands on a quote.
    private mutating func quotedWord(from start: Int) throws(DumpFailure) -> IptablesWord {
        var quoting = at == start ? IptablesWord.Quoting.whole : .partial
        var quote: Int? = at
        at += 1
        while at < end {
            let byte = bytes[at]
            at += 1
            if quote != nil {
                if byte == UInt8(ascii: "\"") {
                    quote = nil
                } else if byte == UInt8(ascii: "\\") {
                    if quoting == .whole { quoting = .escaped }
                    if at < end { at += 1 }
                }
                continue
            }
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                at -= 1
                break
            }
            quoting = .partial
            if byte == UInt8(ascii: "\"") { quote = at - 1 }
        }
        if let quote {
            throw DumpFailure(offset: quote, message: "expected a closing quote before the end of the line")
        }
        return IptablesWord(start: start, end: at, quoting: quoting)
    }
}
