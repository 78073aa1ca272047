import Addressing
import BigInt
import Netfilter
import RuleCompiler
import ServiceProxy
import Testing

@Suite struct BalanceTests {
    private func balance(_ weights: [UInt32]) throws -> Balance {
        let backends = weights.enumerated().map { place, weight in
            Balance.Backend(SocketAddress(IPAddress(ipv4: 0x0A01_0000 + UInt32(place)), port: 8080), weight: weight)
        }
        return try Balance(SocketAddress(IPAddress(ipv4: 0x0A00_0001), port: 80), .tcp, among: backends)
    }

    private static let weights: [[UInt32]] = [
        [1], [1, 1], [1, 1, 1], [3, 1], [5, 3, 2], [0, 1, 0, 2], [65535, 1], [1, 65535, 7],
        Array(repeating: 1, count: 100),
        (1...60).map { UInt32($0) },
    ]

    /// All shares together are one, exactly, in every mode and with any number of decimals.
    @Test(arguments: weights, ProxyMode.allCases)
    func sharesAddUp(_ weights: [UInt32], _ mode: ProxyMode) throws {
        let balance = try balance(weights)
        for digits in [UInt8(1), 2, 5, 10, 15] {
            let shares = BalanceShares(of: balance, mode: mode, digits: digits).shares
            for fractions in [shares.map(\.actual), shares.map(\.wanted)] {
                let common = fractions.reduce(BigUInt(1)) {
                    $0 * $1.denominator / $0.greatestCommonDivisor(with: $1.denominator)
                }
                #expect(fractions.reduce(BigUInt(0)) { $0 + $1.numerator * (common / $1.denominator) } == common)
            }
            for (share, weight) in zip(shares, weights) where weight == 0 { #expect(share.actual.numerator == 0) }
        }
    }

    /// Even weights are what kube-proxy's own chain gives.
    @Test(arguments: [2, 3, 7, 40])
    func evenWeightsAreKubeProxys(_ count: Int) throws {
        let shares = BalanceShares(of: try balance(Array(repeating: 5, count: count)), mode: .iptables).shares
        let balancing = LoadBalancing(endpointCount: count)
        for (place, share) in shares.enumerated() {
            #expect(share.choice?.written == balancing.probability(at: place))
            let known = balancing.share(of: place)
            #expect(share.actual.numerator << known.exponent == known.numerator * share.actual.denominator)
        }
    }

    /// `numgen random mod N` counted value by value: how many 32-bit numbers r give floor(r · N / 2³²) = value.
    @Test(arguments: [[3, 1], [1, 1, 1], [5, 3, 2], [7, 11, 13]] as [[UInt32]])
    func nftablesCountsNumbers(_ weights: [UInt32]) throws {
        let total = UInt64(weights.reduce(0, +))
        // The first number of each value, found by halving.
        func first(_ value: UInt64) -> UInt64 {
            var (low, high) = (UInt64(0), UInt64(1) << 32)
            while low < high {
                let middle = (low + high) / 2
                if (middle * total) >> 32 >= value { high = middle } else { low = middle + 1 }
            }
            return low
        }
        var next: UInt64 = 0
        let shares = BalanceShares(of: try balance(weights), mode: .nftables).shares
        for (share, weight) in zip(shares, weights) {
            let count = first(next + UInt64(weight)) - first(next)
            next += UInt64(weight)
            #expect(share.actual.numerator << 32 == BigUInt(count) * share.actual.denominator)
        }
    }

    @Test func twoDecimalsOfAThird() throws {
        let shares = BalanceShares(of: try balance([1, 1, 1]), mode: .iptables, digits: 2).shares
        #expect(shares[0].choice?.written == .init(units: 33, digits: 2))
        #expect(shares[0].choice?.kept == 708_669_604)
        #expect(shares[0].actual.text == "177167401/536870912")
        #expect(shares[0].actual.percentage(decimals: 4) == "33.0000")
        #expect(shares[0].actual.excess(over: shares[0].wanted, decimals: 2) == "-1.00")
        #expect(shares[0].wanted.excess(over: shares[0].wanted, decimals: 2) == nil)
    }

    /// A weight that rounds away leaves its backend without connections.
    @Test func aWeightCanRoundAway() throws {
        let shares = BalanceShares(of: try balance([1, 65535]), mode: .iptables, digits: 2).shares
        #expect(shares[0].actual.text == "0")
        #expect(shares[1].actual.text == "1")
        #expect(shares[0].actual.excess(over: shares[0].wanted, decimals: 1) == "-100.0")
    }

    @Test func obstacles() throws {
        let virtual = SocketAddress(IPAddress(ipv4: 1), port: 80)
        let backend = Balance.Backend(SocketAddress(IPAddress(ipv4: 2), port: 80))
        let many = (0..<5000).map { Balance.Backend(SocketAddress(IPAddress(ipv4: $0), port: 1)) }
        for backends in [
            [], [backend, backend], [.init(backend.socket, weight: 0)], [.init(backend.socket, weight: 65536)],
            [.init(SocketAddress(.loopback(.ipv6), port: 80))], many,
        ] {
            #expect(throws: Balance.Obstacle.self) { try Balance(virtual, .tcp, among: backends) }
        }
        #expect(throws: Balance.Obstacle.self) { try BalanceRules(try balance([1, 2]), mode: .userspace) }
    }
}
