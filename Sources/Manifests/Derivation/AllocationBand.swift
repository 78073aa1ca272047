import Addressing

/// How many numbers at the start of a range the API server leaves to those who pick one themselves: it hands out the
/// others first.
public enum AllocationBand {
    /// How many of a network's addresses, from the one behind the network's own; 0 for one too small for a band.
    public static func addresses(of network: IPPrefix) -> UInt64 {
        let hostBits = network.family.bitWidth - network.length
        guard hostBits < 32 else { return 256 }
        let size = UInt64(1) << UInt64(hostBits)
        return size <= 16 ? 0 : min(max(16, size / 16), 256)
    }

    /// How many of a range of node ports, from the first one; 0 for one too small for a band.
    public static func ports(of range: ClosedRange<Int64>) -> Int64 {
        let size = range.upperBound - range.lowerBound + 1
        return size <= 16 ? 0 : min(max(16, size / 32), 128)
    }
}

extension IPPrefix {
    /// How far an address of the network stands behind the network's own; the largest number if it is farther.
    public func offset(of address: IPAddress) -> UInt64 {
        let base = masked.address
        return address.high == base.high ? address.low &- base.low : .max
    }

    /// The address so many behind the network's own.
    public func address(at offset: UInt64) -> IPAddress {
        let base = masked.address
        return family == .ipv4
            ? IPAddress(ipv4: UInt32(truncatingIfNeeded: base.low &+ offset))
            : IPAddress(ipv6High: base.high, low: base.low &+ offset)
    }
}
