/// The loops that read most bytes of a JSON text.
///
/// A 100 MB list is one third blanks and one half string bodies, so both are skipped sixteen bytes at a time. The
/// comparison's mask is looked at as two 64-bit words, because Swift has no portable way to one bit a byte; the
/// place of the first hit is a count of trailing zeros. Comparisons are between two vectors: with a number on the
/// right, Swift 6.3 compares lane by lane, thirty times slower. Nothing is read behind `end`.
enum JSONBytes {
    typealias Bytes = UnsafePointer<UInt8>

    /// The first place at or behind `place` that is no blank.
    @inline(__always)
    static func skipBlanks(_ bytes: Bytes, _ place: Int, _ end: Int) -> Int {
        var at = place
        while at < end {
            let byte = bytes[at]
            if byte > 0x20 { return at }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return at }
            at = skipSpaces(bytes, at + 1, end)
        }
        return at
    }

    /// The first place at or behind `place` that is no space, or at most 15 before the end.
    @inline(__always)
    private static func skipSpaces(_ bytes: Bytes, _ place: Int, _ end: Int) -> Int {
        let spaces = SIMD16<UInt8>(repeating: 0x20)
        var at = place
        while at + 16 <= end {
            let block = UnsafeRawPointer(bytes + at).loadUnaligned(as: SIMD16<UInt8>.self)
            let other = unsafeBitCast(block .!= spaces, to: SIMD2<UInt64>.self)
            if other[0] != 0 { return at + other[0].trailingZeroBitCount / 8 }
            if other[1] != 0 { return at + 8 + other[1].trailingZeroBitCount / 8 }
            at += 16
        }
        return at
    }

    /// The first place at or behind `place` with a quote, a backslash, a control character or a byte of a
    /// character outside ASCII; `end` if there is none.
    @inline(__always)
    static func endOfPlainRun(_ bytes: Bytes, _ place: Int, _ end: Int) -> Int {
        let controls = SIMD16<Int8>(repeating: 0x20)
        let quotes = SIMD16<Int8>(repeating: 0x22)
        let backslashes = SIMD16<Int8>(repeating: 0x5C)
        var at = place
        while at + 16 <= end {
            // As signed numbers, control characters and bytes of 0x80 and more are both below 0x20.
            let block = UnsafeRawPointer(bytes + at).loadUnaligned(as: SIMD16<Int8>.self)
            let stops = (block .< controls) .| (block .== quotes) .| (block .== backslashes)
            let stop = unsafeBitCast(stops, to: SIMD2<UInt64>.self)
            if stop[0] != 0 { return at + stop[0].trailingZeroBitCount / 8 }
            if stop[1] != 0 { return at + 8 + stop[1].trailingZeroBitCount / 8 }
            at += 16
        }
        while at < end {
            let byte = bytes[at]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x80 { return at }
            at += 1
        }
        return end
    }
}
