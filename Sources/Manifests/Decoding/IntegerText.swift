/// Whole numbers as YAML 1.1 and JSON write them.
enum IntegerText {
    /// The number that `text` says: decimal, `0x`, `0o`, `0b`, octal with a leading zero, `_` between digits. Nil if
    /// it is none or doesn't fit into 64 bits.
    static func parse(_ text: UnsafeRawBufferPointer) -> Int64? {
        var at = 0
        var isNegative = false
        if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            at = 1
        }
        let radix = radix(of: text, at: &at)
        var number: Int64 = 0
        var digits = 0
        while at < text.count {
            defer { at += 1 }
            if text[at] == UInt8(ascii: "_") { continue }
            guard let digit = digit(text[at]), digit < radix else { return nil }
            let (product, overflowed) = number.multipliedReportingOverflow(by: radix)
            let (sum, overflowedAgain) = product.addingReportingOverflow(digit)
            if overflowed || overflowedAgain { return nil }
            (number, digits) = (sum, digits + 1)
        }
        guard digits > 0 else { return nil }
        return isNegative ? -number : number
    }

    /// The radix that the digits from `at` on are in; `at` moves behind the prefix.
    private static func radix(of text: UnsafeRawBufferPointer, at: inout Int) -> Int64 {
        guard at + 1 < text.count, text[at] == UInt8(ascii: "0") else { return 10 }
        switch text[at + 1] | 0x20 {
        case UInt8(ascii: "x"):
            at += 2
            return 16
        case UInt8(ascii: "o"):
            at += 2
            return 8
        case UInt8(ascii: "b"):
            at += 2
            return 2
        default:
            at += 1
            return 8
        }
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        switch byte {
        case 0x30...0x39: Int64(byte - 0x30)
        case 0x61...0x66: Int64(byte - 0x61 + 10)
        case 0x41...0x46: Int64(byte - 0x41 + 10)
        default: nil
        }
    }
}
