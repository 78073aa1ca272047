/// How a tool's text spells an address or network: canonically, or by a text of its ruleset's `spellings`.
///
/// Kube-proxy up to 1.30 hands some addresses on as objects spell them (`010.0.0.1`). The value beside the spelling says
/// what is meant, and the kernel's own texts never have the spelling. It takes three bytes, so that an option that holds
/// one is no larger.
public struct AddressSpelling: Sendable, Hashable {
    private let low: UInt16
    private let high: UInt8

    /// The canonical text.
    public static let canonical = AddressSpelling(number: 0)

    /// The place in `spellings`; nil for the canonical text.
    public var index: Int? {
        let number = Int(high) << 16 | Int(low)
        return number == 0 ? nil : number - 1
    }

    /// The text at `index` of `spellings`; the canonical one if there are more than 24 bits can count.
    public init(index: Int) {
        self.init(number: (0..<0xFF_FFFF).contains(index) ? UInt32(index) + 1 : 0)
    }

    private init(number: UInt32) {
        low = UInt16(truncatingIfNeeded: number)
        high = UInt8(truncatingIfNeeded: number >> 16)
    }
}
