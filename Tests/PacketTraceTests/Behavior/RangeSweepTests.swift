import Testing

@testable import PacketTrace

@Suite("parts of overlapping sets") struct RangeSweepTests {
    /// Each number of all sets is in exactly the part that says so.
    @Test(arguments: 0..<50)
    func everyNumberIsInItsPart(_ seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let sets = (0..<Int(next(6) + 1)).map { _ in
            NumberSet<UInt8>(
                (0..<next(4)).map { _ in
                    let lower = UInt8(next(256))
                    return lower...UInt8(min(255, UInt64(lower) + next(60)))
                })
        }
        let parts = RangeSweep.parts(sets)
        for number in UInt8.min...UInt8.max {
            let containing = sets.indices.filter { sets[$0].contains(number) }
            let found = parts.filter { $0.numbers.contains(number) }
            #expect(found.map(\.sets) == (containing.isEmpty ? [] : [containing]))
        }
        #expect(Set(RangeSweep.cells(sets)) == Set(parts.map(\.numbers)))
    }
}
