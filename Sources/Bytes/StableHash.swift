/// Hashes that stay the same from one run to the next.
public enum StableHash {
    /// FNV-1a with 64 bits of `parts` and their borders.
    public static func number(_ parts: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in parts.joined(separator: "\0").utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash
    }

    /// The same as 16 hexadecimal digits.
    public static func digits(_ parts: [String]) -> String {
        let digits = String(number(parts), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
