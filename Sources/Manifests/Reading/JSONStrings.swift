import Diagnostics

extension JSONScanner {
    /// Reads a string that begins at `start` and has something other than plain ASCII at `stop`.
    @inline(never)
    mutating func unusualString(_ nodes: UnsafeMutablePointer<Node>, from start: Int, _ stop: Int) -> Bool {
        at = stop
        let textStart = decoded.count
        var copied: Int?
        while at < end, bytes[at] != UInt8(ascii: "\"") {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\\") {
                decoded.append(
                    contentsOf: UnsafeBufferPointer(
                        start: bytes + (copied ?? start + 1), count: at - (copied ?? start + 1)))
                guard escape() else { return false }
                copied = at
            } else if byte < 0x20 {
                return refuse(.controlCharacter)
            } else {
                let length = UTF8Check.length(bytes, at, end)
                guard length > 0 else { return refuse(.notUTF8) }
                at += length
            }
            at = JSONBytes.endOfPlainRun(bytes, at, end)
        }
        guard at < end else {
            at = start
            return refuse(.unclosedString)
        }
        if let copied {
            decoded.append(contentsOf: UnsafeBufferPointer(start: bytes + copied, count: at - copied))
        }
        let isDecoded = copied != nil
        nodes[count] = Node(
            kind: .string, isDecoded: isDecoded,
            range: SourceRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: at + 1)),
            textOffset: UInt32(truncatingIfNeeded: isDecoded ? textStart : start + 1),
            textLength: UInt32(truncatingIfNeeded: isDecoded ? decoded.count - textStart : at - start - 1),
            next: UInt32(truncatingIfNeeded: count + 1))
        count += 1
        at += 1
        return true
    }

    /// Reads one escape and appends what it means.
    private mutating func escape() -> Bool {
        guard at + 1 < end else {
            at = end
            return refuse(.unclosedString)
        }
        if bytes[at + 1] == UInt8(ascii: "u") { return unicodeEscape() }
        guard let meaning = Self.shortEscape(bytes[at + 1]) else { return refuse(.badEscape) }
        decoded.append(meaning)
        at += 2
        return true
    }

    private static func shortEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Reads `\uXXXX`, or two of them that make one character.
    private mutating func unicodeEscape() -> Bool {
        guard let first = hexadecimal(at) else { return refuse(.badEscape) }
        var code = first
        var length = 6
        if 0xD800...0xDBFF ~= first {
            guard let second = hexadecimal(at + 6), 0xDC00...0xDFFF ~= second else { return refuse(.loneSurrogate) }
            code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
            length = 12
        }
        guard let scalar = Unicode.Scalar(code) else { return refuse(.loneSurrogate) }
        decoded.append(contentsOf: Array(String(Character(scalar)).utf8))
        at += length
        return true
    }

    /// The number in `\uXXXX` at `place`.
    private func hexadecimal(_ place: Int) -> UInt32? {
        guard place + 6 <= end, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var number: UInt32 = 0
        for offset in 2..<6 {
            let byte = bytes[place + offset]
            let letter = byte | 0x20
            switch byte {
            case 0x30...0x39: number = number << 4 | UInt32(byte - 0x30)
            default:
                guard 0x61...0x66 ~= letter else { return nil }
                number = number << 4 | UInt32(letter - 0x57)
            }
        }
        return number
    }
}
