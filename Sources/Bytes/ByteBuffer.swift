/// A growing run of bytes that text is written into: ASCII words, decimal and hexadecimal numbers, slices of
/// other buffers.
///
/// It owns plain memory and can't be copied, so that an append is a bounds check and a `memcpy`; a ruleset of
/// 10,000 Services is some seven million appends.
public struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int

    /// The number of bytes written so far.
    public private(set) var count = 0

    /// An empty buffer with room for `minimumCapacity` bytes before it has to grow.
    public init(minimumCapacity: Int = 256) {
        capacity = max(minimumCapacity, 64)
        base = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit { base.deallocate() }

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() { count = 0 }

    /// Drops the last bytes, so that `newCount` stay (no effect if there are fewer).
    public mutating func truncate(to newCount: Int) { count = min(count, max(newCount, 0)) }

    /// Room for `extra` more bytes, at least doubling when it grows.
    @inline(never)
    private mutating func grow(by extra: Int) {
        let larger = max(capacity * 2, count + extra)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 1)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    /// Makes sure that `extra` more bytes fit.
    @inline(__always)
    public mutating func reserve(_ extra: Int) {
        if capacity - count < extra { grow(by: extra) }
    }

    /// Appends one byte.
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends text that is known when the program is built.
    public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends the bytes that `bytes` points to.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends the bytes of an array.
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends the UTF-8 of a string.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends all that `other` holds.
    public mutating func append(_ other: borrowing ByteBuffer) {
        append(UnsafeRawBufferPointer(start: other.base, count: other.count))
    }

    /// Appends once more what was written at `range`; nothing if it reaches behind the end.
    public mutating func appendAgain(_ range: Range<Int>) {
        guard range.lowerBound >= 0, range.upperBound <= count else { return }
        reserve(range.count)
        (base + count).copyMemory(from: base + range.lowerBound, byteCount: range.count)
        count += range.count
    }

    /// Appends an unsigned number in decimal.
    @inlinable
    public mutating func append(decimal number: some UnsignedInteger) {
        append(digitsOf: UInt64(number))
    }

    @usableFromInline
    mutating func append(digitsOf number: UInt64) {
        var rest = number
        reserve(20)
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20 && rest >= bound {
            digits += 1
            bound = digits < 20 ? bound * 10 : .max
        }
        var place = count + digits
        count = place
        repeat {
            place -= 1
            base.storeBytes(of: 0x30 + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: place, as: UInt8.self)
            rest /= 10
        } while rest > 0
    }

    /// Appends a number in lower-case hexadecimal without `0x`, padded with zeros to `width` digits.
    public mutating func append(hexadecimal number: UInt64, width: Int = 1) {
        let significant = max(1, (64 - number.leadingZeroBitCount + 3) / 4)
        for place in stride(from: max(significant, min(width, 16)) - 1, through: 0, by: -1) {
            let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(place))) & 0xF
            append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// Calls `body` with the bytes written so far; the pointer is valid only during the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// The bytes written so far, as an array.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// The bytes written so far as a string; what isn't UTF-8 is replaced.
    public var string: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}
