import BigInt

/// An exact fraction from 0 to 1: how likely something is.
///
/// Numbers that fit into 64 bits stay there; the shares of long chains of `-m statistic` rules, whose denominators are
/// powers of 2^31, don't.
public struct Fraction: Sendable {
    private enum Storage: Sendable {
        case small(UInt64, UInt64)
        case big(BigUInt, BigUInt)
    }

    private var storage: Storage

    private init(_ storage: Storage) { self.storage = storage }

    /// 0
    public static let zero = Fraction(.small(0, 1))
    /// 1
    public static let one = Fraction(.small(1, 1))

    /// `numerator` / `denominator`; 0 if the denominator is.
    public init(_ numerator: UInt64, _ denominator: UInt64) {
        guard denominator != 0 else {
            self = .zero
            return
        }
        let divisor = Self.commonDivisor(numerator, denominator)
        storage = .small(numerator / divisor, denominator / divisor)
    }

    private init(_ numerator: BigUInt, _ denominator: BigUInt) {
        // Only what costs little is cancelled; `reduced` does the rest where somebody looks.
        let shift = min(numerator.trailingZeroBitCount, denominator.trailingZeroBitCount)
        let (top, bottom) = numerator.isZero ? (0, 1) : (numerator >> shift, denominator >> shift)
        if let top = UInt64(exactly: top), let bottom = UInt64(exactly: bottom) {
            self.init(top, bottom)
        } else {
            self.init(.big(top, bottom))
        }
    }

    /// The number above the line, not reduced.
    private var numerator: BigUInt {
        switch storage {
        case .small(let top, _): BigUInt(top)
        case .big(let top, _): top
        }
    }

    /// The number below the line, not reduced.
    private var denominator: BigUInt {
        switch storage {
        case .small(_, let bottom): BigUInt(bottom)
        case .big(_, let bottom): bottom
        }
    }

    /// Both numbers without a common divisor.
    private var reduced: (numerator: BigUInt, denominator: BigUInt) {
        let (top, bottom) = (numerator, denominator)
        let divisor = top.greatestCommonDivisor(with: bottom)
        return divisor <= 1 ? (top, bottom) : (top / divisor, bottom / divisor)
    }

    private static func commonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }

    /// Whether it is 0.
    public var isZero: Bool {
        if case .small(let top, _) = storage { return top == 0 }
        return numerator.isZero
    }

    /// Whether it is 1.
    public var isOne: Bool { self == .one }

    /// The fraction that is missing to 1.
    public var complement: Fraction {
        switch storage {
        case .small(let top, let bottom): Fraction(bottom >= top ? bottom - top : 0, bottom)
        case .big(let top, let bottom): Fraction(bottom >= top ? bottom - top : 0, bottom)
        }
    }

    /// The product.
    public static func * (a: Fraction, b: Fraction) -> Fraction {
        if case .small(let topA, let bottomA) = a.storage, case .small(let topB, let bottomB) = b.storage {
            let (top, overflowsTop) = topA.multipliedReportingOverflow(by: topB)
            let (bottom, overflowsBottom) = bottomA.multipliedReportingOverflow(by: bottomB)
            if !overflowsTop && !overflowsBottom { return Fraction(top, bottom) }
        }
        return Fraction(a.numerator * b.numerator, a.denominator * b.denominator)
    }

    /// The sum.
    public static func + (a: Fraction, b: Fraction) -> Fraction {
        if case .small(let topA, let bottomA) = a.storage, case .small(let topB, let bottomB) = b.storage {
            let divisor = commonDivisor(bottomA, bottomB)
            let (bottom, overflows) = (bottomA / divisor).multipliedReportingOverflow(by: bottomB)
            let (left, overflowsLeft) = topA.multipliedReportingOverflow(by: bottomB / divisor)
            let (right, overflowsRight) = topB.multipliedReportingOverflow(by: bottomA / divisor)
            let (top, overflowsTop) = left.addingReportingOverflow(right)
            if !overflows && !overflowsLeft && !overflowsRight && !overflowsTop { return Fraction(top, bottom) }
        }
        let (bottomA, bottomB) = (a.denominator, b.denominator)
        if bottomA == bottomB { return Fraction(a.numerator + b.numerator, bottomA) }
        return Fraction(a.numerator * bottomB + b.numerator * bottomA, bottomA * bottomB)
    }

    /// Adds to it.
    public static func += (a: inout Fraction, b: Fraction) { a = a + b }

    /// The nearest Double.
    public var approximation: Double {
        switch storage {
        case .small(let top, let bottom): return Double(top) / Double(bottom)
        case .big(let top, let bottom):
            // 64 leading bits of the quotient are more than a Double keeps.
            let shift = max(0, 64 + bottom.bitWidth - top.bitWidth)
            let quotient = (top << shift) / bottom
            let surplus = max(0, quotient.bitWidth - 64)
            return Double(sign: .plus, exponent: surplus - shift, significand: Double(UInt64(quotient >> surplus)))
        }
    }
}

extension Fraction: Hashable {
    /// Whether both are the same number.
    public static func == (a: Fraction, b: Fraction) -> Bool {
        if case .small(let topA, let bottomA) = a.storage, case .small(let topB, let bottomB) = b.storage {
            return topA == topB && bottomA == bottomB
        }
        return a.numerator * b.denominator == b.numerator * a.denominator
    }

    /// Hashes the reduced fraction.
    public func hash(into hasher: inout Hasher) {
        let (top, bottom) = reduced
        hasher.combine(top)
        hasher.combine(bottom)
    }
}

extension Fraction: Comparable {
    /// Whether `a` is less than `b`.
    public static func < (a: Fraction, b: Fraction) -> Bool {
        a.numerator * b.denominator < b.numerator * a.denominator
    }
}

extension Fraction: CustomStringConvertible {
    /// `1/3`, `715827883/2147483648`; `0` and `1` alone.
    public var description: String {
        let (top, bottom) = reduced
        return bottom == 1 ? "\(top)" : "\(top)/\(bottom)"
    }
}
