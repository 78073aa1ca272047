import Addressing
import Bytes

extension IptablesParser {
    /// An error at an offset.
    func failure(_ message: String, at offset: Int) -> DumpFailure {
        DumpFailure(offset: offset, message: message)
    }

    /// The text at `range` of the dump.
    func arenaText(_ range: Range<Int>) -> ArenaText {
        ArenaText(offset: UInt32(range.lowerBound), length: UInt32(range.count))
    }

    /// A word's text without its quotes and backslashes; nil for one that is quoted only in part.
    mutating func value(_ word: IptablesWord) -> ArenaText? {
        switch word.quoting {
        case .none: return arenaText(word.start..<word.end)
        case .whole: return arenaText((word.start + 1)..<(word.end - 1))
        case .escaped:
            let start = unescaped.count
            var isEscaped = false
            for byte in bytes[(word.start + 1)..<(word.end - 1)] {
                if byte == UInt8(ascii: "\\") && !isEscaped {
                    isEscaped = true
                } else {
                    unescaped.append(byte)
                    isEscaped = false
                }
            }
            return ArenaText(offset: UInt32(bytes.count + start), length: UInt32(unescaped.count - start))
        case .partial: return nil
        }
    }

    /// The bytes of a text of the dump itself.
    func raw(_ text: ArenaText) -> UnsafeRawBufferPointer {
        let end = Int(text.offset) + Int(text.length)
        guard end <= bytes.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes[Int(text.offset)..<end])
    }

    /// A text of the dump for a message.
    func text(_ text: ArenaText) -> String { excerpt(raw(text)) }

    /// The beginning of a word for a message, what isn't printable replaced.
    func excerpt(_ word: UnsafeRawBufferPointer) -> String {
        let shown = word.prefix(40).map { 0x20..<0x7F ~= $0 ? $0 : UInt8(ascii: "?") }
        return String(decoding: shown, as: UTF8.self) + (word.count > 40 ? "…" : "")
    }

    /// `[PACKETS:BYTES]`
    func counters(_ word: UnsafeRawBufferPointer) -> IptablesRuleset.Counters? {
        guard word.count >= 5, word[0] == UInt8(ascii: "["), word[word.count - 1] == UInt8(ascii: "]"),
            let colon = word.firstIndex(of: UInt8(ascii: ":")),
            let packets = word.slice(1, colon).decimal, let bytes = word.slice(colon + 1, word.count - 1).decimal
        else { return nil }
        return IptablesRuleset.Counters(packets: packets, bytes: bytes)
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes from `start` to before `end`, none if there are no such.
    @inline(__always)
    package func slice(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        guard 0 <= start, start <= end, end <= count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// Whether the first bytes are those of `word`.
    package func begins(with word: StaticString) -> Bool { slice(0, word.utf8CodeUnitCount).equals(word) }

    /// The number that these digits are, written as a printer writes it (no leading zeros). Nil for other bytes.
    var decimal: UInt64? {
        guard 1...20 ~= count, count == 1 || self[0] != UInt8(ascii: "0") else { return nil }
        var number: UInt64 = 0
        for byte in self {
            guard 0x30...0x39 ~= byte else { return nil }
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(UInt64(byte & 0xF))
            if overflows || overflowsToo { return nil }
            number = sum
        }
        return number
    }

    /// The number that these lower-case hexadecimal digits behind `0x` are, and which spellings write it so.
    var mark: (number: UInt32, isTool: Bool, isKernel: Bool)? {
        guard 3...10 ~= count, self[0] == UInt8(ascii: "0"), self[1] == UInt8(ascii: "x") else { return nil }
        var number: UInt32 = 0
        for byte in self[2...] {
            switch byte {
            case 0x30...0x39: number = number << 4 | UInt32(byte - 0x30)
            case 0x61...0x66: number = number << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return (number, count == 10, count == 3 || self[2] != UInt8(ascii: "0"))
    }

    /// The IPv4 address that these bytes are, written as a printer writes it.
    var ipv4Address: IPAddress? {
        var (bits, octet, digits, dots) = (UInt32(0), UInt32(0), 0, 0)
        for byte in self {
            if 0x30...0x39 ~= byte {
                if digits > 0 && octet == 0 { return nil }
                octet = octet * 10 + UInt32(byte & 0xF)
                digits += 1
                if octet > 255 { return nil }
            } else {
                guard byte == UInt8(ascii: "."), digits > 0, dots < 3 else { return nil }
                bits = bits << 8 | octet
                (octet, digits, dots) = (0, 0, dots + 1)
            }
        }
        return digits > 0 && dots == 3 ? IPAddress(ipv4: bits << 8 | octet) : nil
    }

    /// The IPv6 address that these bytes are, written as either printer writes it.
    var ipv6Address: IPAddress? {
        guard let address = IPAddress(parsing: self), address.family == .ipv6 else { return nil }
        var buffer = ByteBuffer(minimumCapacity: 64)
        buffer.append(address, spelling: .kernel)
        if buffer.withUnsafeBytes({ $0.equals(self) }) { return address }
        buffer.removeAll()
        buffer.append(address, spelling: .tool)
        return buffer.withUnsafeBytes { $0.equals(self) } ? address : nil
    }
}
