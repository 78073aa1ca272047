import Addressing
import Bytes

/// Reads a text of lines of words, as ipvsadm, ipset and ip print them: words with blanks between them, where double
/// quotes keep a word with blanks together.
struct DumpReader {
    /// The whole text.
    let bytes: UnsafeRawBufferPointer
    /// Where the line begins that is being read.
    private(set) var lineStart = 0
    /// The end of that line, before its line break.
    private(set) var lineEnd = 0
    /// Where reading goes on in the line.
    private(set) var at = 0
    private var next = 0

    /// The largest text that places fit for.
    private static let limit = Int(UInt32.max) / 2

    /// A reader of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) throws(DumpFailure) {
        guard bytes.count <= Self.limit else {
            throw DumpFailure(offset: 0, message: "expected at most 2 GiB of text")
        }
        self.bytes = bytes
    }

    /// Goes to the next line; false at the end of the text.
    mutating func nextLine() -> Bool {
        guard next < bytes.count else { return false }
        (lineStart, at) = (next, next)
        lineEnd = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        next = lineEnd + 1
        return true
    }

    /// Whether the line has no words left.
    var isAtEnd: Bool {
        var ahead = self
        ahead.skipBlanks()
        return ahead.at >= lineEnd
    }

    /// The range of the next word, nil at the end of the line.
    mutating func word() -> Range<Int>? {
        skipBlanks()
        guard at < lineEnd else { return nil }
        let start = at
        var isQuoted = false
        while at < lineEnd, isQuoted || !Self.isBlank(bytes[at]) {
            if bytes[at] == UInt8(ascii: "\"") { isQuoted.toggle() }
            at += 1
        }
        return start..<at
    }

    /// The range of the next word, which must be there.
    mutating func word(_ expected: String) throws(DumpFailure) -> Range<Int> {
        guard let range = word() else { throw failure("expected \(expected)", at: at) }
        return range
    }

    /// Takes the next word if it is `word`.
    mutating func take(_ word: StaticString) -> Bool {
        var ahead = self
        guard let range = ahead.word(), ahead.text(range).equals(word) else { return false }
        self = ahead
        return true
    }

    /// What is left of the line, without blanks around it.
    mutating func rest() -> Range<Int> {
        skipBlanks()
        var end = lineEnd
        while end > at, Self.isBlank(bytes[end - 1]) { end -= 1 }
        defer { at = lineEnd }
        return at..<end
    }

    /// Goes back to a place in the line.
    mutating func goBack(to place: Int) { at = min(max(place, lineStart), lineEnd) }

    /// The bytes of a range.
    func text(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

    /// A range as a text of the arena that holds the whole text.
    func arenaText(_ range: Range<Int>) -> ArenaText {
        ArenaText(offset: UInt32(range.lowerBound), length: UInt32(range.count))
    }

    /// An error at a place.
    func failure(_ message: String, at offset: Int) -> DumpFailure { DumpFailure(offset: offset, message: message) }

    /// The next word as a number of at most `largest`.
    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ expected: String, upTo largest: Number = .max
    ) throws(DumpFailure) -> Number {
        let range = try word(expected)
        guard let number = Number(decimal: text(range)), number <= largest else {
            throw failure("expected \(expected), at most \(largest)", at: range.lowerBound)
        }
        return number
    }

    private mutating func skipBlanks() {
        while at < lineEnd, Self.isBlank(bytes[at]) { at += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

extension FixedWidthInteger {
    /// Reads decimal digits; nil if there is anything else or the number doesn't fit.
    init?(decimal text: UnsafeRawBufferPointer) {
        guard !text.isEmpty else { return nil }
        var number: Self = 0
        for byte in text {
            guard case 0x30...0x39 = byte else { return nil }
            let (scaled, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, stillTooLarge) = scaled.addingReportingOverflow(Self(byte & 0xF))
            if tooLarge || stillTooLarge { return nil }
            number = sum
        }
        self = number
    }

    /// Reads `0x` and hexadecimal digits; nil if it is anything else or the number doesn't fit.
    init?(hexadecimal text: UnsafeRawBufferPointer) {
        guard text.count > 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x"),
            text.count - 2 <= Self.bitWidth / 4
        else { return nil }
        var number: Self = 0
        for byte in text[2...] {
            switch byte {
            case 0x30...0x39: number = number << 4 | Self(byte - 0x30)
            case 0x61...0x66: number = number << 4 | Self(byte - 0x57)
            default: return nil
            }
        }
        self = number
    }
}

extension SocketAddress {
    /// Reads `ADDRESS:PORT`, an IPv6 address in brackets. Nil if it is none.
    init?(parsing text: UnsafeRawBufferPointer) {
        guard let colon = text.lastIndex(of: UInt8(ascii: ":")),
            let port = UInt16(decimal: UnsafeRawBufferPointer(rebasing: text[(colon + 1)...]))
        else { return nil }
        var host = text[..<colon]
        let isBracketed = host.first == UInt8(ascii: "[") && host.last == UInt8(ascii: "]") && host.count > 2
        if isBracketed { host = host.dropFirst().dropLast() }
        guard isBracketed == host.contains(UInt8(ascii: ":")),
            let address = IPAddress(parsing: UnsafeRawBufferPointer(rebasing: host))
        else { return nil }
        self.init(address, port: port)
    }
}

extension ByteBuffer {
    /// Appends `ADDRESS:PORT`: kube-proxy's text of the address, or the C library's.
    mutating func append(_ socket: SocketAddress, spelling: Spelling) {
        guard spelling == .kernel, socket.address.isPrintedDotted else { return append(socket) }
        append(UInt8(ascii: "["))
        append(socket.address, spelling: spelling)
        append("]:")
        append(decimal: socket.port)
    }
}
