/// Cuts sets of numbers along each other's borders, in time that grows with what there is to cut.
enum RangeSweep {
    /// A border of one of the sets.
    private struct Border<Number: FixedWidthInteger & Sendable> {
        let number: Number
        /// Whether `number` is the first behind the range rather than its own first.
        let isEnd: Bool
        let set: Int
    }

    /// The parts that the sets make of each other: numbers that lie in the same ones, and the places of those.
    static func parts<Number>(_ sets: [NumberSet<Number>]) -> [(numbers: NumberSet<Number>, sets: [Int])] {
        guard let first = sets.first else { return [] }
        if sets.allSatisfy({ $0 == first }) { return first.isEmpty ? [] : [(first, Array(sets.indices))] }
        var places: [UInt128: Int] = [:]
        var found: [(ranges: [ClosedRange<Number>], sets: [Int])] = []
        sweep(sets) { range, signature, active in
            if let place = places[signature] {
                found[place].ranges.append(range)
            } else {
                places[signature] = found.count
                found.append(([range], active.members.sorted()))
            }
        }
        return found.map { (NumberSet($0.ranges), $0.sets) }
    }

    /// The same without saying which sets they are.
    static func cells<Number>(_ sets: [NumberSet<Number>]) -> [NumberSet<Number>] {
        var places: [UInt128: Int] = [:]
        var found: [[ClosedRange<Number>]] = []
        sweep(sets) { range, signature, _ in
            if let place = places[signature] {
                found[place].append(range)
            } else {
                places[signature] = found.count
                found.append([range])
            }
        }
        return found.map { NumberSet($0) }
    }

    /// The sets that a number lies in.
    private struct ActiveSets {
        private(set) var members: [Int] = []
        private var places: [Int]

        init(of count: Int) { places = Array(repeating: -1, count: count) }

        mutating func insert(_ set: Int) {
            places[set] = members.count
            members.append(set)
        }

        mutating func remove(_ set: Int) {
            guard places[set] >= 0, let last = members.last else { return }
            members[places[set]] = last
            places[last] = places[set]
            places[set] = -1
            members.removeLast()
        }
    }

    private static func sweep<Number>(
        _ sets: [NumberSet<Number>], _ visit: (ClosedRange<Number>, UInt128, ActiveSets) -> Void
    ) {
        var borders: [Border<Number>] = []
        for (place, set) in sets.enumerated() {
            for range in set.ranges {
                borders.append(Border(number: range.lowerBound, isEnd: false, set: place))
                if range.upperBound < Number.max {
                    borders.append(Border(number: range.upperBound + 1, isEnd: true, set: place))
                }
            }
        }
        borders.sort { $0.number < $1.number }
        var active = ActiveSets(of: sets.count)
        var signature: UInt128 = 0
        var place = 0
        while place < borders.count {
            let number = borders[place].number
            while place < borders.count, borders[place].number == number {
                let border = borders[place]
                if border.isEnd {
                    active.remove(border.set)
                    signature &-= mark(of: border.set)
                } else {
                    active.insert(border.set)
                    signature &+= mark(of: border.set)
                }
                place += 1
            }
            if active.members.isEmpty { continue }
            let end = place < borders.count ? borders[place].number - 1 : Number.max
            visit(number...end, signature, active)
        }
    }

    /// A number by whose sum sets of sets are told apart (splitmix64, twice).
    static func mark(of set: Int) -> UInt128 {
        let seed = UInt64(truncatingIfNeeded: set) &+ 1
        return UInt128(mixed(seed)) << 64 | UInt128(mixed(seed &+ 0x5851_F42D_4C95_7F2D))
    }

    private static func mixed(_ seed: UInt64) -> UInt64 {
        var number = seed &* 0x9E37_79B9_7F4A_7C15
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        return number ^ (number >> 31)
    }
}
