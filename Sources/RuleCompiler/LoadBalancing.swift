import BigInt
import Netfilter

/// The chain of random choices by which rules spread connections over `endpointCount` endpoints: rule i sends
/// 1/(n − i) of what reaches it to endpoint i, the last rule sends all that is left.
///
/// kube-proxy writes each probability with ten decimals, and the kernel keeps 31 bits of it, so that the shares
/// aren't quite 1/n; `share(of:)` says what they are.
public struct LoadBalancing: Sendable, Hashable {
    /// The number of endpoints.
    public let endpointCount: Int

    /// Connections are spread over `endpointCount` endpoints.
    public init(endpointCount: Int) {
        self.endpointCount = endpointCount
    }

    /// The decimals of a probability as kube-proxy writes it.
    public static let digits: UInt8 = 10

    /// The probability in the rule of the endpoint at `index`, as kube-proxy writes it; nil for the last one, whose
    /// rule has none.
    public func probability(at index: Int) -> IptablesRuleset.DecimalFraction? {
        let remaining = endpointCount - index
        guard remaining > 1, index >= 0 else { return nil }
        return IptablesRuleset.DecimalFraction(rounding: 1 / Double(remaining), digits: Self.digits)
    }

    /// The probability in the rule at `index` as the kernel keeps it, in units of 2⁻³¹; all for the last one.
    public func kernelProbability(at index: Int) -> UInt32 {
        probability(at: index)?.kernelUnits ?? 1 << 31
    }

    /// The share of all connections that the endpoint at `index` gets; zero for an index that no endpoint has.
    public func share(of index: Int) -> Share {
        guard (0..<endpointCount).contains(index) else { return Share(numerator: 0, exponent: 0) }
        var share = Share(numerator: BigUInt(kernelProbability(at: index)), exponent: 31)
        for earlier in 0..<index {
            share.numerator *= BigUInt(UInt64(1 << 31) - UInt64(kernelProbability(at: earlier)))
            share.exponent += 31
        }
        return share
    }

    /// An exact fraction with a power of two below the line.
    public struct Share: Sendable, Hashable {
        /// The number above the line.
        public fileprivate(set) var numerator: BigUInt
        /// The number below the line is 2 to this power.
        public fileprivate(set) var exponent: Int

        /// The nearest number that a `Double` can say.
        public var approximation: Double {
            let excess = max(0, numerator.bitWidth - 64)
            return Double(sign: .plus, exponent: excess - exponent, significand: Double(UInt64(numerator >> excess)))
        }
    }
}
