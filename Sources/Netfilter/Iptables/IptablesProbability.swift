/// Probabilities of xt_statistic, as they are written and as the kernel keeps them.
extension IptablesRuleset.DecimalFraction {
    /// The fraction as the kernel keeps it, in units of 2⁻³¹: iptables rounds it so (`lround(0x80000000 * p)`,
    /// extensions/libxt_statistic.c).
    public var kernelUnits: UInt32 {
        var scale = 1.0
        for _ in 0..<min(digits, 18) { scale *= 10 }
        let kept = (Double(units) / scale * 0x1p31).rounded(.toNearestOrAwayFromZero)
        return kept < 0x1p32 ? UInt32(kept) : .max
    }

    /// A fraction from 0 to 1 with at most 18 digits, rounded as C's and Go's `%.10f` round a double: to nearest, a tie to
    /// even.
    public init(rounding fraction: Double, digits: UInt8) {
        let digits = min(digits, 18)
        var scale: UInt64 = 1
        for _ in 0..<digits { scale *= 10 }
        self.init(units: Self.units(of: fraction, scale: scale), digits: digits)
    }

    private static func units(of fraction: Double, scale: UInt64) -> UInt64 {
        guard fraction > 0, fraction <= 1, fraction.isNormal else { return 0 }
        // fraction = mantissa · 2^(exponent − 52), exactly.
        let mantissa = UInt128(fraction.significandBitPattern | 1 << 52)
        let shift = UInt128(52 - Int(fraction.exponent))
        let scaled = mantissa * UInt128(scale)
        guard shift < 128 else { return 0 }
        let (floor, rest, half) = (scaled >> shift, scaled & ((1 << shift) - 1), UInt128(1) << (shift - 1))
        let roundsUp = rest > half || (rest == half && floor & 1 == 1)
        return UInt64(floor + (roundsUp ? 1 : 0))
    }
}
