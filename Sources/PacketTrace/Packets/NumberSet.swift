import Addressing

/// A set of numbers as ranges: sorted, apart from each other, none empty.
public struct NumberSet<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable, Hashable {
    /// The ranges in order.
    public private(set) var ranges: [ClosedRange<Number>]

    /// The empty set.
    public static var none: NumberSet { NumberSet(sorted: []) }
    /// All numbers of the type.
    public static var all: NumberSet { NumberSet(Number.min...Number.max) }

    /// One range.
    public init(_ range: ClosedRange<Number>) { ranges = [range] }

    /// One number.
    public init(_ number: Number) { ranges = [number...number] }

    /// The numbers of all `ranges`, in whatever order they are.
    public init(_ ranges: [ClosedRange<Number>]) {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        self.ranges = []
        self.ranges.reserveCapacity(sorted.count)
        for range in sorted { append(range) }
    }

    private init(sorted ranges: [ClosedRange<Number>]) { self.ranges = ranges }

    /// Adds a range that begins no earlier than the last one.
    private mutating func append(_ range: ClosedRange<Number>) {
        guard let last = ranges.last else {
            ranges.append(range)
            return
        }
        let touches = range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound &+ 1
        if touches {
            ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        } else {
            ranges.append(range)
        }
    }

    /// Whether it has no number.
    public var isEmpty: Bool { ranges.isEmpty }

    /// Whether it has all numbers of the type.
    public var isAll: Bool { ranges.count == 1 && ranges[0] == Number.min...Number.max }

    /// The only number; nil if there are none or several.
    public var single: Number? {
        guard ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound else { return nil }
        return ranges[0].lowerBound
    }

    /// The lowest number.
    public var first: Number? { ranges.first?.lowerBound }

    /// The place of the first range that doesn't end before `number`.
    private func place(of number: Number) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether a number is in it.
    public func contains(_ number: Number) -> Bool {
        let place = place(of: number)
        return place < ranges.count && ranges[place].lowerBound <= number
    }

    /// Whether all numbers of a range are in it.
    public func contains(_ range: ClosedRange<Number>) -> Bool {
        let place = place(of: range.lowerBound)
        return place < ranges.count && ranges[place].lowerBound <= range.lowerBound
            && ranges[place].upperBound >= range.upperBound
    }

    /// What is in it and in a range.
    public func intersection(_ range: ClosedRange<Number>) -> NumberSet {
        var result: [ClosedRange<Number>] = []
        var place = place(of: range.lowerBound)
        while place < ranges.count, ranges[place].lowerBound <= range.upperBound {
            let (lower, upper) = (ranges[place].lowerBound, ranges[place].upperBound)
            result.append(max(lower, range.lowerBound)...min(upper, range.upperBound))
            place += 1
        }
        return NumberSet(sorted: result)
    }

    /// What is in both.
    public func intersection(_ other: NumberSet) -> NumberSet {
        if other.ranges.count == 1 { return intersection(other.ranges[0]) }
        if ranges.count == 1 { return other.intersection(ranges[0]) }
        var result: [ClosedRange<Number>] = []
        var (i, j) = (0, 0)
        while i < ranges.count, j < other.ranges.count {
            let (a, b) = (ranges[i], other.ranges[j])
            let (lower, upper) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
            if lower <= upper { result.append(lower...upper) }
            if a.upperBound < b.upperBound { i += 1 } else { j += 1 }
        }
        return NumberSet(sorted: result)
    }

    /// What is not in it.
    public var complement: NumberSet {
        var result: [ClosedRange<Number>] = []
        var next = Number.min
        for range in ranges {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            if range.upperBound == Number.max { return NumberSet(sorted: result) }
            next = range.upperBound + 1
        }
        result.append(next...Number.max)
        return NumberSet(sorted: result)
    }

    /// What is in it and not in `other`.
    public func subtracting(_ other: NumberSet) -> NumberSet { intersection(other.complement) }

    /// What is in one of both.
    public func union(_ other: NumberSet) -> NumberSet { NumberSet(ranges + other.ranges) }
}

/// A set of addresses of one family, as numbers.
public typealias AddressSet = NumberSet<UInt128>
/// A set of ports.
public typealias PortSet = NumberSet<UInt16>
/// A set of layer-4 protocols (IANA).
public typealias ProtocolSet = NumberSet<UInt8>

extension IPAddress {
    /// The bits as one number.
    public var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The address of a family with these bits; those that an IPv4 address lacks are left out.
    public init(number: UInt128, _ family: IPFamily) {
        self =
            family == .ipv4
            ? IPAddress(ipv4: UInt32(truncatingIfNeeded: number))
            : IPAddress(ipv6High: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number))
    }
}

extension IPPrefix {
    /// The first to the last address.
    public var range: ClosedRange<UInt128> {
        let lower = masked.address.number
        let free = UInt128(family.bitWidth - length)
        return lower...(free >= 128 ? UInt128.max : lower | ((1 << free) - 1))
    }
}

extension AddressSet {
    /// All addresses of a family.
    public static func all(_ family: IPFamily) -> AddressSet { AddressSet(IPPrefix.all(family).range) }

    /// One address.
    public init(_ address: IPAddress) { self.init(address.number) }

    /// The addresses of some networks.
    public init(_ prefixes: some Sequence<IPPrefix>) { self.init(prefixes.map(\.range)) }
}
