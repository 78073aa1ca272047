import BigInt
import Netfilter
import ServiceProxy

/// The part of all connections that each backend of a balance really gets in a proxy mode.
public struct BalanceShares: Sendable {
    /// One for each backend, in their order.
    public let shares: [Share]

    /// What one backend gets.
    public struct Share: Sendable {
        /// What its weight says.
        public let wanted: ShareFraction
        /// What the rules, as the kernel keeps them, give it.
        public let actual: ShareFraction
        /// The probability in its rule, as written and as kept; nil where its rule has none.
        public let choice: Choice?
    }

    /// The probability with which a rule takes what reaches it.
    public struct Choice: Sendable {
        /// As the rule writes it.
        public let written: IptablesRuleset.DecimalFraction
        /// As xt_statistic keeps it, in units of 2⁻³¹.
        public let kept: UInt32
    }

    /// What each backend gets. `digits` are the decimals of probabilities (iptables mode), 1 to 15.
    public init(of balance: Balance, mode: ProxyMode, digits: UInt8 = LoadBalancing.digits) {
        switch mode {
        case .iptables: shares = Self.iptables(balance, digits: digits)
        case .nftables: shares = Self.nftables(balance)
        // One round after the other, each with as many connections as its weight says.
        case .ipvs, .userspace:
            shares = balance.backends.map { backend in
                let wanted = ShareFraction(backend.weight, over: balance.totalWeight)
                return Share(wanted: wanted, actual: wanted, choice: nil)
            }
        }
    }

    /// Each rule takes a part of what the rules before it left. iptables rounds p to lround(p · 2³¹)
    /// (extensions/libxt_statistic.c), and the kernel takes a packet if 31 random bits are less than that
    /// (net/netfilter/xt_statistic.c).
    private static func iptables(_ balance: Balance, digits: UInt8) -> [Share] {
        let choices = choices(balance, digits: digits)
        var (rest, exponent) = (BigUInt(1), 0)
        return zip(balance.backends, choices).map { backend, choice in
            let wanted = ShareFraction(backend.weight, over: balance.totalWeight)
            guard backend.weight > 0 else { return Share(wanted: wanted, actual: wanted, choice: nil) }
            let kept = choice?.kept ?? 1 << 31
            let actual = ShareFraction(rest * BigUInt(kept), overTwoTo: exponent + 31)
            rest *= BigUInt(UInt32(1 << 31) - min(kept, 1 << 31))
            exponent += 31
            return Share(wanted: wanted, actual: actual, choice: choice)
        }
    }

    /// The probability of each backend's rule: its weight among those that are left. The last one has none.
    static func choices(_ balance: Balance, digits: UInt8) -> [Choice?] {
        var remaining = balance.totalWeight
        return balance.backends.map { backend in
            defer { remaining -= backend.weight }
            guard backend.weight > 0, backend.weight < remaining else { return nil }
            let written = IptablesRuleset.DecimalFraction(
                rounding: Double(backend.weight) / Double(remaining), digits: digits)
            return Choice(written: written, kept: written.kernelUnits)
        }
    }

    /// `numgen random mod N` is the upper half of a 32-bit random number times N (net/netfilter/nft_numgen.c,
    /// reciprocal_scale): each value stands for 2³²/N numbers, rounded up or down.
    private static func nftables(_ balance: Balance) -> [Share] {
        let (weights, total) = balance.reducedWeights
        let numbers = { (value: UInt64) in ((value << 32) + UInt64(total) - 1) / UInt64(total) }
        var next: UInt64 = 0
        return weights.map { weight in
            let end = next + UInt64(weight)
            defer { next = end }
            return Share(
                wanted: ShareFraction(weight, over: total),
                actual: ShareFraction(BigUInt(numbers(end) - numbers(next)), overTwoTo: 32), choice: nil)
        }
    }
}
