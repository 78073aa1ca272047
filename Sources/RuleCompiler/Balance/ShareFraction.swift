import BigInt

/// An exact fraction from zero to one: a probability.
public struct ShareFraction: Sendable, Hashable {
    /// The number above the line.
    public let numerator: BigUInt
    /// The number below the line.
    public let denominator: BigUInt

    /// `numerator` / 2^`exponent`, without the twos that both have.
    init(_ numerator: BigUInt, overTwoTo exponent: Int) {
        let common = numerator == 0 ? exponent : min(numerator.trailingZeroBitCount, exponent)
        self.numerator = numerator >> common
        denominator = BigUInt(1) << (exponent - common)
    }

    /// `numerator` / `denominator` in lowest terms; zero if the denominator is.
    init(_ numerator: UInt32, over denominator: UInt32) {
        let (above, below) = (BigUInt(numerator), BigUInt(max(denominator, 1)))
        let common = max(above.greatestCommonDivisor(with: below), 1)
        self.numerator = above / common
        self.denominator = below / common
    }

    /// `3/4`; `1` and `0` without a line; a power of two below the line from 2³¹ on as `2^93`.
    public var text: String {
        if denominator == 1 { return "\(numerator)" }
        let exponent = denominator.trailingZeroBitCount
        let isPower = exponent >= 31 && denominator.bitWidth == exponent + 1
        return isPower ? "\(numerator)/2^\(exponent)" : "\(numerator)/\(denominator)"
    }

    /// The percentage with this many decimals, rounded half up: `33.3333333489`.
    public func percentage(decimals: Int) -> String {
        Self.decimal(numerator, over: denominator, decimals: decimals)
    }

    /// By how many per cent it is more (or less) than another one: `-0.0000000466`; nil if it is the same, or the other
    /// is zero.
    public func excess(over other: ShareFraction, decimals: Int) -> String? {
        let (mine, theirs) = (numerator * other.denominator, other.numerator * denominator)
        guard mine != theirs, theirs != 0 else { return nil }
        let difference = mine > theirs ? mine - theirs : theirs - mine
        return (mine > theirs ? "+" : "-") + Self.decimal(difference, over: theirs, decimals: decimals)
    }

    private static func decimal(_ above: BigUInt, over below: BigUInt, decimals: Int) -> String {
        let places = BigUInt(10).power(max(decimals, 0))
        let scaled = (above * 200 * places + below) / (2 * below)
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: places)
        if decimals <= 0 { return "\(whole)" }
        let digits = "\(rest)"
        return "\(whole)." + String(repeating: "0", count: max(decimals - digits.utf8.count, 0)) + digits
    }
}
