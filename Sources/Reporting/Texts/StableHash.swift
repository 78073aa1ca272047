/// Hashes that stay the same from one run to the next.
enum StableHash {
    /// FNV-1a with 64 bits of `parts` and their borders, as 16 hexadecimal digits.
    static func digits(_ parts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in parts.joined(separator: "\0").utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
