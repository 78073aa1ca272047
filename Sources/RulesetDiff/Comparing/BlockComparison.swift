/// How two blocks of one name differ. Lines are named by their places in their rulesets.
struct BlockDifference: Sendable {
    /// The block's place on the side that says what should be; nil if it isn't there.
    var expected: Int?
    /// The block's place on the side that says what is; nil if it isn't there.
    var live: Int?
    /// Lines that should be and aren't.
    var missing: [Int] = []
    /// Lines that are and shouldn't be.
    var extra: [Int] = []
    /// Pairs of lines that are equal, or differ only in their comments or places.
    var pairs: [(expected: Int, live: Int)] = []
    /// Pairs of lines that differ in their comments.
    var comments: [(expected: Int, live: Int)] = []
    /// Pairs of equal lines of which the second stands where it has another effect.
    var moved: [(expected: Int, live: Int)] = []
    /// Whether the endpoints should have equal shares and don't, though no line differs.
    var hasUnevenShares = false

    /// Whether there is anything to say.
    var isEmpty: Bool {
        missing.isEmpty && extra.isEmpty && comments.isEmpty && moved.isEmpty && !hasUnevenShares
    }
}

/// Compares two rulesets block by block, in time that grows with their sizes alone: no rule is compared with all
/// others.
struct BlockComparison<Rules: ComparableRules> {
    let expected: Rules
    let live: Rules

    /// Where the two differ: blocks in the order of the expected side, then those that only the live side has.
    func differences() -> [BlockDifference] {
        var places: [UInt64: Int] = [:]
        places.reserveCapacity(live.blocks.count)
        for (place, block) in live.blocks.enumerated() { places[block.key] = place }
        var found: [BlockDifference] = []
        for (place, block) in expected.blocks.enumerated() {
            guard let other = places.removeValue(forKey: block.key) else {
                found.append(BlockDifference(expected: place, missing: Array(block.lines)))
                continue
            }
            if let difference = difference(place, other) { found.append(difference) }
        }
        for (place, block) in live.blocks.enumerated() where places[block.key] != nil {
            found.append(BlockDifference(live: place, extra: Array(block.lines)))
        }
        return found
    }

    private func difference(_ place: Int, _ other: Int) -> BlockDifference? {
        let (mine, theirs) = (expected.blocks[place].lines, live.blocks[other].lines)
        if mine.count == theirs.count
            && zip(mine, theirs).allSatisfy({ expected.lines[$0].full == live.lines[$1].full })
        {
            return nil
        }
        var difference = BlockDifference(expected: place, live: other)
        match(mine, theirs, into: &difference)
        difference.moved = moved(difference.pairs)
        difference.hasUnevenShares = !live.hasEvenShares(block: other) && expected.hasEvenShares(block: place)
        return difference.isEmpty ? nil : difference
    }

    /// Pairs equal lines, each once, then those that are equal but for their comments.
    private func match(_ mine: Range<Int>, _ theirs: Range<Int>, into difference: inout BlockDifference) {
        var (left, right) = pair(Array(mine), Array(theirs), by: \.full) { difference.pairs.append(($0, $1)) }
        (left, right) = pair(left, right, by: \.bare) {
            difference.pairs.append(($0, $1))
            difference.comments.append(($0, $1))
        }
        difference.missing = left
        difference.extra = right
    }

    /// Calls `body` with pairs of lines of one hash, the first with the first, and gives what is left on both sides.
    private func pair(
        _ mine: [Int], _ theirs: [Int], by hash: KeyPath<Line, UInt64>, _ body: (Int, Int) -> Void
    ) -> (mine: [Int], theirs: [Int]) {
        var waiting: [UInt64: [Int]] = [:]
        for line in theirs.reversed() { waiting[live.lines[line][keyPath: hash], default: []].append(line) }
        var used: Set<Int> = []
        var left: [Int] = []
        for line in mine {
            if let other = waiting[expected.lines[line][keyPath: hash]]?.popLast() {
                used.insert(other)
                body(line, other)
            } else {
                left.append(line)
            }
        }
        return (left, theirs.filter { !used.contains($0) })
    }

    /// The fewest pairs that stand in another order of ranks than they should: all but a longest row of pairs whose
    /// ranks don't fall.
    private func moved(_ pairs: [(expected: Int, live: Int)]) -> [(expected: Int, live: Int)] {
        let ordered = pairs.sorted { $0.live < $1.live }
        let row = LongestRow(ordered.map { expected.lines[$0.expected].rank })
        return ordered.indices.filter { !row.contains[$0] }.map { ordered[$0] }
    }
}
