/// Checks that text is UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
    /// The length of the character outside ASCII at `place`, or 0 if it is none.
    static func length(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int {
        let lead = bytes[place]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(lead), end - place >= length else { return 0 }
        let second = bytes[place + 1]
        let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
        let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
        guard lowest <= second, second <= highest else { return 0 }
        for offset in 2..<max(length, 2) where bytes[place + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// What a look at a whole text tells.
    enum Outcome: Equatable {
        case ascii
        case unicode
        /// The byte at this offset is NUL.
        case nul(Int)
        /// The byte at this offset begins no character.
        case invalid(Int)
    }

    /// Looks at all of `bytes`.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
        guard let base = bytes.baseAddress else { return .ascii }
        var at = 0
        var outcome = Outcome.ascii
        while at < bytes.count {
            at = endOfASCII(base, at, bytes.count)
            guard at < bytes.count else { break }
            if base[at] == 0 { return .nul(at) }
            let length = length(base, at, bytes.count)
            if length == 0 { return .invalid(at) }
            outcome = .unicode
            at += length
        }
        return outcome
    }

    /// The first place with NUL or a byte of 0x80 and more.
    @inline(__always)
    private static func endOfASCII(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int {
        let ones = SIMD16<Int8>(repeating: 1)
        var at = place
        while at + 16 <= end {
            let block = UnsafeRawPointer(bytes + at).loadUnaligned(as: SIMD16<Int8>.self)
            let stop = unsafeBitCast(block .< ones, to: SIMD2<UInt64>.self)
            if stop[0] | stop[1] != 0 { break }
            at += 16
        }
        while at < end, bytes[at] != 0, bytes[at] < 0x80 { at += 1 }
        return at
    }
}
