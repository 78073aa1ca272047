import Bytes
import Crypto

/// The part of a chain's name that stands for a service port or an endpoint: the first 16 characters of the base-32
/// text (RFC 4648) of a SHA-256, which are its first 80 bits.
public struct ChainHash: Sendable, Hashable {
    private let upper: UInt64
    private let lower: UInt16

    /// The hash of `text`.
    public init(of text: UnsafeRawBufferPointer) {
        var function = SHA256()
        function.update(bufferPointer: text)
        (upper, lower) = function.finalize().withUnsafeBytes { digest in
            (
                UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)),
                UInt16(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
            )
        }
    }

    /// The hash of all that `buffer` holds.
    public init(of buffer: borrowing ByteBuffer) {
        self = buffer.withUnsafeBytes { ChainHash(of: $0) }
    }

    /// All 16 characters.
    public var text: String {
        var buffer = ByteBuffer(minimumCapacity: 16)
        buffer.append(self)
        return buffer.string
    }

    /// Whether a byte is a character of hashes (RFC 4648, base 32).
    public static func isSymbol(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte || 0x32...0x37 ~= byte }

    /// The five bits of the character at `place`: 0 to 15.
    fileprivate func symbol(_ place: Int) -> UInt8 {
        // 80 bits: the upper 64 hold twelve characters and four bits of the next.
        let bit = place * 5
        if bit + 5 <= 64 { return UInt8(truncatingIfNeeded: upper >> UInt64(59 - bit)) & 31 }
        let joined = (upper & 0xF) << 16 | UInt64(lower)
        return UInt8(truncatingIfNeeded: joined >> UInt64(75 - bit)) & 31
    }
}

extension ByteBuffer {
    /// Appends the first characters of a hash: 16 as in iptables mode, or 8 as in nftables mode.
    public mutating func append(_ hash: ChainHash, characters: Int = 16) {
        reserve(16)
        for place in 0..<min(characters, 16) {
            let symbol = hash.symbol(place)
            append(symbol < 26 ? 0x41 + symbol : 0x32 + symbol - 26)
        }
    }
}
