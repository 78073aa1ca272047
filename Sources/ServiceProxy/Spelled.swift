import Manifests

/// An address or network and, where a version of kube-proxy hands an object's own text on and that isn't the canonical
/// one, the text.
public struct Spelled<Value: Sendable & Hashable>: Sendable, Hashable {
    /// What is meant.
    public let value: Value
    /// The object's text, in the view's `spellings`; empty for the canonical one.
    public let text: Symbol

    /// A value and its text.
    public init(_ value: Value, text: Symbol = .empty) {
        self.value = value
        self.text = text
    }

    /// Whether the text is another than the canonical one.
    public var isOdd: Bool { text != .empty }
}

extension SymbolTable {
    /// What a version makes of `written`: with its text, blanks around it aside, if texts are kept and it isn't that of
    /// the value.
    mutating func spelled<Value: CustomStringConvertible & Hashable>(
        _ written: Written<Value>, isKept: Bool
    ) -> Spelled<Value> {
        guard isKept else { return Spelled(written.value) }
        return Spelled(written.value, text: written.oddText.map { symbol($0) } ?? .empty)
    }
}

extension Written where Value: CustomStringConvertible {
    /// The text without blanks around it, if it isn't that of the value.
    public var oddText: String? {
        if text.isPlainIPv4 { return nil }
        let trimmed = text.unicodeScalars.drop { $0.properties.isWhitespace }
        let start = trimmed.startIndex
        let end = trimmed.lastIndex { !$0.properties.isWhitespace }.map { trimmed.index(after: $0) } ?? start
        let kept = String(trimmed[start..<end])
        return kept == value.description ? nil : kept
    }
}

extension String {
    /// Whether it consists of decimal numbers without leading zeros, with dots and slashes between them: then an address
    /// or network that was read from it has no other text.
    fileprivate var isPlainIPv4: Bool {
        var (digits, hasLeadingZero) = (0, false)
        for byte in utf8 {
            switch byte {
            case 0x30...0x39:
                if digits > 0 && hasLeadingZero { return false }
                hasLeadingZero = digits == 0 && byte == 0x30
                digits += 1
            case UInt8(ascii: "."), UInt8(ascii: "/"): (digits, hasLeadingZero) = (0, false)
            default: return false
            }
        }
        return true
    }
}
