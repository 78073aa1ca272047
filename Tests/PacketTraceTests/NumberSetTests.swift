import PacketTrace
import Testing

/// Sets of numbers against plain sets of Swift, on all subsets of a few ranges.
@Suite("number sets") struct NumberSetTests {
    /// Sets of 8-bit numbers that touch, overlap, and hold both ends.
    static let samples: [[ClosedRange<UInt8>]] = [
        [], [0...0], [255...255], [0...255], [3...7], [8...9], [3...7, 8...9], [0...5, 10...20, 250...255],
        [7...7, 9...9],
        [1...254], [5...12, 11...30],
    ]

    static func plain(_ ranges: [ClosedRange<UInt8>]) -> Set<UInt8> { Set(ranges.flatMap { Array($0) }) }

    static func plain(_ set: NumberSet<UInt8>) -> Set<UInt8> { plain(set.ranges) }

    @Test(arguments: samples, samples)
    func operationsAreThoseOfSets(_ a: [ClosedRange<UInt8>], _ b: [ClosedRange<UInt8>]) {
        let (left, right) = (NumberSet(a), NumberSet(b))
        let (plainLeft, plainRight) = (Self.plain(a), Self.plain(b))
        #expect(Self.plain(left) == plainLeft)
        #expect(Self.plain(left.intersection(right)) == plainLeft.intersection(plainRight))
        #expect(Self.plain(left.subtracting(right)) == plainLeft.subtracting(plainRight))
        #expect(Self.plain(left.union(right)) == plainLeft.union(plainRight))
        #expect(Self.plain(left.complement) == Self.plain([0...255]).subtracting(plainLeft))
        for result in [left, left.intersection(right), left.subtracting(right), left.union(right), left.complement] {
            let ranges = result.ranges
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { Int($0.upperBound) + 1 < Int($1.lowerBound) })
        }
        #expect((0...255).allSatisfy { left.contains(UInt8($0)) == plainLeft.contains(UInt8($0)) })
        #expect(left.isEmpty == plainLeft.isEmpty)
        #expect((left.single != nil) == (plainLeft.count == 1))
        #expect(left.isAll == (plainLeft.count == 256))
    }
}
