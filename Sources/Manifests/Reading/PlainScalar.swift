/// The type of an unquoted YAML scalar, as go-yaml v2 gives it, which kubectl reads manifests with
/// (sigs.k8s.io/yaml, goyaml.v2: YAML 1.1 without base 60, timestamps stay text).
enum PlainScalar {
    /// The words with a meaning, and their type.
    private static let words: [(text: StaticString, kind: ValueTree.Kind)] = [
        ("y", .bool), ("Y", .bool), ("yes", .bool), ("Yes", .bool), ("YES", .bool), ("on", .bool), ("On", .bool),
        ("ON", .bool), ("true", .bool), ("True", .bool), ("TRUE", .bool), ("n", .bool), ("N", .bool), ("no", .bool),
        ("No", .bool), ("NO", .bool), ("off", .bool), ("Off", .bool), ("OFF", .bool), ("false", .bool),
        ("False", .bool), ("FALSE", .bool), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null),
        (".nan", .float), (".NaN", .float), (".NAN", .float), (".inf", .float), (".Inf", .float), (".INF", .float),
        ("+.inf", .float), ("+.Inf", .float), ("+.INF", .float), ("-.inf", .float), ("-.Inf", .float),
        ("-.INF", .float),
    ]

    /// The type of `text`.
    static func kind(of text: UnsafeRawBufferPointer) -> ValueTree.Kind {
        guard let first = text.first else { return .null }
        switch first {
        case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
            UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"),
            UInt8(ascii: "~"):
            return text.count <= 5 ? word(text) ?? .string : .string
        case UInt8(ascii: "."):
            return word(text) ?? (isFloat(Array(text)) ? .float : .string)
        case 0x30...0x39: return isShortDecimal(text) ? .integer : number(text)
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return word(text) ?? number(text)
        default: return .string
        }
    }

    private static func word(_ text: UnsafeRawBufferPointer) -> ValueTree.Kind? {
        guard text.count <= 5 else { return nil }
        for (word, kind) in words where word.utf8CodeUnitCount == text.count {
            if text.elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: text.count)) { return kind }
        }
        return nil
    }

    /// Whether `text`, which begins with a digit, is an integer at first sight, as ports and counts are.
    private static func isShortDecimal(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count <= 18, text[0] != 0x30 || text.count == 1 else { return false }
        for byte in text where byte &- 0x30 > 9 { return false }
        return true
    }

    /// The type of a text that begins with a digit or a sign. Underscores don't count.
    private static func number(_ text: UnsafeRawBufferPointer) -> ValueTree.Kind {
        guard text.count <= 1_024, !isDate(text) else { return .string }
        // Addresses and versions (10.96.0.1) are the most common here: two dots are no number.
        var dots = 0
        for byte in text where byte == UInt8(ascii: ".") { dots += 1 }
        if dots > 1 { return .string }
        let digits = text.filter { $0 != UInt8(ascii: "_") }
        return integer(digits) != nil ? .integer : isFloat(digits) ? .float : .string
    }

    /// Whether the text begins as a date does: four digits and a hyphen.
    private static func isDate(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count > 4 && text[4] == UInt8(ascii: "-") && text.prefix(4).allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// The sign, base and digits of an integer of 64 bits, or nil if it isn't one: `0x1F`, `0o17`, `017`, `0b11`,
    /// and decimal. A hexadecimal, octal or binary number may be larger.
    static func integer(_ text: [UInt8]) -> (isNegative: Bool, magnitude: UInt64?)? {
        var rest = text[...]
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var radix: UInt64 = 10
        if rest.first == UInt8(ascii: "0"), rest.count > 1 {
            let letter = rest[rest.startIndex + 1] | 0x20
            let prefixed: [UInt8: UInt64] = [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2]
            radix = prefixed[letter] ?? 8
            rest = rest.dropFirst(prefixed[letter] == nil ? 1 : 2)
        }
        guard !rest.isEmpty else { return nil }
        var number: UInt64 = 0
        var overflows = false
        for byte in rest {
            let digit: UInt64
            switch byte {
            case 0x30...0x39: digit = UInt64(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: digit = UInt64((byte | 0x20) - 0x57)
            default: return nil
            }
            guard digit < radix else { return nil }
            let (product, high) = number.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(digit)
            overflows = overflows || high || carry
            number = sum
        }
        // A sign leaves 63 bits. What is larger is a float in decimal.
        let limit: UInt64 = sign == UInt8(ascii: "-") ? 1 << 63 : sign == UInt8(ascii: "+") ? 1 << 63 - 1 : .max
        if overflows || number > limit { return radix == 10 ? nil : (sign == UInt8(ascii: "-"), nil) }
        return (sign == UInt8(ascii: "-"), number)
    }

    /// Whether `text` is a decimal float in range: `1.`, `.5`, `-1.5e3`.
    static func isFloat(_ text: [UInt8]) -> Bool {
        var at = 0
        func digits() -> Int {
            let start = at
            while at < text.count, 0x30...0x39 ~= text[at] { at += 1 }
            return at - start
        }
        if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at += 1 }
        var count = digits()
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            count += digits()
        }
        guard count > 0 else { return false }
        guard at < text.count else { return true }
        guard text[at] | 0x20 == UInt8(ascii: "e") else { return false }
        at += 1
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
        guard digits() > 0, at == text.count else { return false }
        return Double(String(decoding: text, as: UTF8.self))?.isFinite ?? false
    }
}
