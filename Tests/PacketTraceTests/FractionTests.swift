import PacketTrace
import Testing

/// Exact fractions.
@Suite("fractions") struct FractionTests {
    @Test func sumsAndProductsAreExact() {
        #expect(Fraction(1, 3) + Fraction(1, 6) == Fraction(1, 2))
        #expect(Fraction(2, 3) * Fraction(3, 4) == Fraction(1, 2))
        #expect(Fraction(1, 3).complement == Fraction(2, 3))
        #expect(Fraction(6, 8).description == "3/4")
        #expect(Fraction.one.description == "1" && Fraction.zero.description == "0")
        #expect(Fraction(0, 5) == .zero && Fraction(5, 5).isOne && Fraction(1, 0).isZero)
        #expect(Fraction(1, 3) < Fraction(1, 2))
    }

    @Test func numbersThatDontFitInto64BitsStayExact() {
        // The chain of 40 endpoints as the kernel keeps it: the shares are dyadic and add up to 1.
        var rest = Fraction.one
        var sum = Fraction.zero
        for remaining in (1...40).reversed() {
            let kept = (UInt64(1) << 31) / UInt64(remaining)
            let chance = Fraction(kept, 1 << 31)
            sum += rest * chance
            rest = rest * chance.complement
        }
        #expect(sum + rest == .one)
        #expect(rest.isZero)
        let tiny = (0..<10).reduce(Fraction.one) { result, _ in result * Fraction(1, 0xFFFF_FFFF) }
        #expect(tiny.approximation > 0 && tiny.approximation < 1e-95)
        #expect(abs(tiny.approximation * 4294967295e0 - tiny.approximation * 4294967295) == 0)
        #expect(tiny.complement < .one && Set([tiny, tiny * .one]).count == 1)
    }
}
