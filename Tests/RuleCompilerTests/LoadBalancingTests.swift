import BigInt
import Netfilter
import RuleCompiler
import Testing

@Suite struct LoadBalancingTests {
    /// The digits that Go's `fmt.Sprintf("%0.10f", 1.0/n)` gives: 1/2048 is a tie and goes to even, 1/10240 is above one.
    @Test(
        arguments: [
            (2, 5_000_000_000), (3, 3_333_333_333), (6, 1_666_666_667), (7, 1_428_571_429), (40, 250_000_000),
            (1000, 10_000_000), (1024, 9_765_625), (2048, 4_882_812), (6144, 1_627_604), (10240, 976_563),
            (30000, 333_333),
        ] as [(Int, UInt64)])
    func writtenProbability(_ count: Int, _ units: UInt64) {
        #expect(
            LoadBalancing(endpointCount: count).probability(at: 0)
                == IptablesRuleset.DecimalFraction(units: units, digits: 10))
    }

    @Test func lastEndpointTakesTheRest() {
        #expect(LoadBalancing(endpointCount: 1).probability(at: 0) == nil)
        #expect(LoadBalancing(endpointCount: 3).probability(at: 2) == nil)
        #expect(LoadBalancing(endpointCount: 3).probability(at: 1)?.units == 5_000_000_000)
        #expect(LoadBalancing(endpointCount: 0).probability(at: 0) == nil)
        #expect(LoadBalancing(endpointCount: 3).probability(at: 7) == nil)
        #expect(LoadBalancing(endpointCount: 3).probability(at: -1) == nil)
    }

    /// Shares add up to one exactly, and none is further from 1/n than the rounding allows.
    @Test(arguments: [1, 2, 3, 4, 5, 7, 10, 40, 100, 257])
    func sharesAddUp(_ count: Int) throws {
        let balancing = LoadBalancing(endpointCount: count)
        let shares = (0..<count).map { balancing.share(of: $0) }
        let exponent = try #require(shares.map(\.exponent).max())
        let sum = shares.reduce(into: BigUInt(0)) { $0 += $1.numerator << (exponent - $1.exponent) }
        #expect(sum == BigUInt(1) << exponent)
        for share in shares { #expect(abs(share.approximation - 1 / Double(count)) < 1e-8) }
    }

    /// The kernel's 31 bits of 0.3333333333, as `iptables-save` prints them back: 0.33333333349.
    @Test func kernelRounding() {
        let balancing = LoadBalancing(endpointCount: 3)
        #expect(balancing.kernelProbability(at: 0) == 715_827_883)
        #expect(balancing.kernelProbability(at: 1) == 1 << 30)
        #expect(balancing.kernelProbability(at: 2) == 1 << 31)
        #expect(balancing.share(of: 0).approximation == 715_827_883 / 0x1p31)
        #expect(balancing.share(of: 3).numerator == 0)
    }
}
