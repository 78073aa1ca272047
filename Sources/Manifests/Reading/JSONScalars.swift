import Diagnostics

extension JSONScanner {
    /// Reads a number, `true`, `false` or `null`.
    mutating func scalar(_ nodes: UnsafeMutablePointer<Node>) -> Bool {
        let start = at
        let kind: ValueTree.Kind
        switch bytes[start] {
        case UInt8(ascii: "-"), 0x30...0x39:
            guard let number = number() else { return false }
            kind = number
        case UInt8(ascii: "t"):
            guard word("true") else { return refuse(.noValue) }
            kind = .bool
        case UInt8(ascii: "f"):
            guard word("false") else { return refuse(.noValue) }
            kind = .bool
        case UInt8(ascii: "n"):
            guard word("null") else { return refuse(.noValue) }
            kind = .null
        default: return refuse(.noValue)
        }
        nodes[count] = Node(
            kind: kind,
            range: SourceRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: at)),
            textOffset: UInt32(truncatingIfNeeded: start), textLength: UInt32(truncatingIfNeeded: at - start),
            next: UInt32(truncatingIfNeeded: count + 1))
        count += 1
        return true
    }

    /// Reads `word` if it stands at `at`.
    @inline(__always)
    private mutating func word(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard end - at >= length else { return false }
        for index in 0..<length where bytes[at + index] != word.utf8Start[index] { return false }
        at += length
        return true
    }

    /// Reads a number as RFC 8259, section 6, has it.
    private mutating func number() -> ValueTree.Kind? {
        var kind = ValueTree.Kind.integer
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        if at < end, bytes[at] == UInt8(ascii: "0") {
            at += 1
            if isDigit { return refuseNumber(.leadingZero) }
        } else {
            guard digits() else { return refuseNumber(.noDigit) }
        }
        if at < end, bytes[at] == UInt8(ascii: ".") {
            kind = .float
            at += 1
            guard digits() else { return refuseNumber(.noDigit) }
        }
        if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
            kind = .float
            at += 1
            if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard digits() else { return refuseNumber(.noDigit) }
        }
        return kind
    }

    private var isDigit: Bool { at < end && bytes[at] &- 0x30 < 10 }

    /// Reads one or more digits.
    private mutating func digits() -> Bool {
        guard isDigit else { return false }
        while isDigit { at += 1 }
        return true
    }

    private mutating func refuseNumber(_ problem: JSONProblem) -> ValueTree.Kind? {
        _ = refuse(problem)
        return nil
    }
}
