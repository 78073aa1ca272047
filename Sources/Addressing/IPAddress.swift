import Bytes

/// An IP address family; kube-proxy runs one proxier for each.
public enum IPFamily: UInt8, Sendable, Hashable, CaseIterable {
    case ipv4 = 4
    case ipv6 = 6

    /// The bits of an address: 32 or 128.
    public var bitWidth: UInt8 { self == .ipv4 ? 32 : 128 }

    /// As manifests write it: `IPv4`, `IPv6`.
    public var manifestName: String { self == .ipv4 ? "IPv4" : "IPv6" }

    /// The other family.
    public var other: IPFamily { self == .ipv4 ? .ipv6 : .ipv4 }
}

/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is the IPv4 address, as in Go's `net`.
public struct IPAddress: Sendable, Hashable {
    /// The upper 64 bits (0 for IPv4).
    public let high: UInt64
    /// The lower 64 bits; an IPv4 address stands in the lowest 32.
    public let low: UInt64
    /// Which family the bits are of.
    public let family: IPFamily

    /// The address with these 128 bits.
    public init(ipv6High high: UInt64, low: UInt64) {
        let isMapped = high == 0 && low >> 32 == 0xFFFF
        self.high = high
        self.low = isMapped ? low & 0xFFFF_FFFF : low
        family = isMapped ? .ipv4 : .ipv6
    }

    /// The IPv4 address with these bits, the first octet in the uppermost.
    public init(ipv4 bits: UInt32) {
        high = 0
        low = UInt64(bits)
        family = .ipv4
    }

    /// 127.0.0.1 or ::1.
    public static func loopback(_ family: IPFamily) -> IPAddress {
        family == .ipv4 ? IPAddress(ipv4: 0x7F00_0001) : IPAddress(ipv6High: 0, low: 1)
    }

    /// 0.0.0.0 or ::.
    public static func unspecified(_ family: IPFamily) -> IPAddress {
        family == .ipv4 ? IPAddress(ipv4: 0) : IPAddress(ipv6High: 0, low: 0)
    }

    /// Whether it lies in 127.0.0.0/8 or is ::1.
    public var isLoopback: Bool { family == .ipv4 ? low >> 24 == 127 : high == 0 && low == 1 }

    /// Whether it is 0.0.0.0 or ::.
    public var isUnspecified: Bool { high == 0 && low == 0 }

    /// The address with all but the first `length` bits cleared.
    public func masked(to length: UInt8) -> IPAddress {
        switch family {
        case .ipv4:
            let kept = length >= 32 ? UInt32.max : ~(UInt32.max >> length)
            return IPAddress(ipv4: UInt32(truncatingIfNeeded: low) & kept)
        case .ipv6:
            if length >= 128 { return self }
            if length >= 64 {
                return IPAddress(verbatimHigh: high, low: low & ~(UInt64.max >> (UInt64(length) - 64)))
            }
            return IPAddress(verbatimHigh: high & ~(UInt64.max >> UInt64(length)), low: 0)
        }
    }

    /// An IPv6 address whatever its bits: what a prefix leaves of one may look like a mapped IPv4 address.
    private init(verbatimHigh high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        family = .ipv6
    }
}

extension IPAddress: Comparable {
    /// IPv4 before IPv6, then by number.
    public static func < (a: IPAddress, b: IPAddress) -> Bool {
        (a.family.rawValue, a.high, a.low) < (b.family.rawValue, b.high, b.low)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text: dotted decimal, or RFC 5952.
    public var description: String {
        var buffer = ByteBuffer(minimumCapacity: 64)
        buffer.append(self)
        return buffer.string
    }
}

extension ByteBuffer {
    /// Appends the canonical text of an address: dotted decimal, or RFC 5952.
    public mutating func append(_ address: IPAddress) {
        guard address.family == .ipv6 else {
            for shift in [24, 16, 8, 0] as [UInt64] {
                append(decimal: (address.low >> shift) & 0xFF)
                if shift > 0 { append(UInt8(ascii: ".")) }
            }
            return
        }
        func group(_ index: Int) -> UInt64 {
            let half = index < 4 ? address.high : address.low
            return (half >> (48 - 16 * UInt64(index & 3))) & 0xFFFF
        }
        // The longest run of two or more zero groups, the first of equals, is what `::` stands for.
        var (runStart, runLength, index) = (8, 1, 0)
        while index < 8 {
            var end = index
            while end < 8 && group(end) == 0 { end += 1 }
            if end - index > runLength { (runStart, runLength) = (index, end - index) }
            index = max(end, index + 1)
        }
        index = 0
        while index < 8 {
            if index == runStart {
                append("::")
                index += runLength
                continue
            }
            if index > 0 && index != runStart + runLength { append(UInt8(ascii: ":")) }
            append(hexadecimal: group(index))
            index += 1
        }
    }
}
