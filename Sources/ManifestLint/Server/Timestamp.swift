/// Times as Kubernetes writes them (RFC 3339).
enum Timestamp {
    /// Whether `text` is one: `2026-01-31T12:00:00Z`, with a fraction or an offset if need be.
    static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let form = Array("0000-00-00T00:00:00".utf8)
        guard bytes.count > form.count else { return false }
        for (byte, wanted) in zip(bytes, form) where wanted == UInt8(ascii: "0") ? !isDigit(byte) : byte != wanted {
            return false
        }
        var rest = bytes[form.count...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { isDigit($0) }
            if fraction.isEmpty { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        if rest.elementsEqual("Z".utf8) { return true }
        guard rest.count == 6, let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return false
        }
        return rest.dropFirst().enumerated().allSatisfy { $0 == 2 ? $1 == UInt8(ascii: ":") : isDigit($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
