/// Writes two rulesets as one text in which each line belongs to one side or both.
struct TextComparison<Rules: ComparableRules> {
    /// The two sides, ready to say facts.
    let finder: DifferenceFinder<Rules>
    /// Differing lines that aren't meant are in neither text.
    let isMeant: DriftScope

    private var expected: Rules { finder.expected }
    private var live: Rules { finder.live }

    /// The lines, block by block.
    func runs() -> [TextRun] {
        let found = BlockComparison(expected: expected, live: live).differences()
        var byPlace: [Int: BlockDifference] = [:]
        for difference in found { if let place = difference.expected { byPlace[place] = difference } }
        var runs: [TextRun] = []
        for place in expected.blocks.indices {
            switch byPlace[place] {
            case let difference? where difference.live == nil: runs += whole(expected, place, TextRun.expected)
            case let difference?: runs += changed(difference, place)
            case nil: runs.append(same(place))
            }
        }
        var reachable: [Bool]?
        for case let (nil, place?) in found.lazy.map({ ($0.expected, $0.live) }) {
            if reachable == nil { reachable = live.reachableBlocks() }
            let isShared = live.facts(ofBlock: place).isShared
            if reachable?[place] ?? true, !isShared { runs += whole(live, place, TextRun.live) }
        }
        return runs
    }

    // MARK: Blocks

    /// A block that both sides have alike: its name, and its lines as the expected side writes them.
    private func same(_ place: Int) -> TextRun {
        let rules = expected
        let lines = rules.blocks[place].lines
        return .same(
            SharedLines(count: lines.count + 1) { number in
                number == 0
                    ? Self.title(rules.facts(ofBlock: place))
                    : rules.facts(ofLine: lines.lowerBound + number - 1, in: place).text
            })
    }

    private static func title(_ block: BlockFacts) -> String { "# \(block.name)" }

    /// A block that only one side has. A chain of the kernel's own is there in any case.
    private func whole(_ rules: Rules, _ place: Int, _ side: ([String]) -> TextRun) -> [TextRun] {
        let block = rules.facts(ofBlock: place)
        let lines = rules.blocks[place].lines.map { rules.facts(ofLine: $0, in: place) }
            .filter { isMeant($0.service ?? block.service, block.name) }
        guard !lines.isEmpty || isMeant(block.service, block.name) else { return [] }
        return [side([Self.title(block)] + lines.map(\.text))]
    }

    private func changed(_ difference: BlockDifference, _ place: Int) -> [TextRun] {
        guard let other = difference.live, finder.hasDrift(difference, place, other) else { return [same(place)] }
        let block = expected.facts(ofBlock: place)
        let order = LineOrder(difference, expected, live, place, other)
        let title = Self.title(block)
        var runs: [TextRun] = [.same(SharedLines(count: 1) { _ in title })]
        append(live: order.first, of: other, in: block, to: &runs)
        for line in expected.blocks[place].lines {
            append(line, with: order.partners[line], place, other, block, to: &runs)
            append(live: order.behind[line] ?? [], of: other, in: block, to: &runs)
        }
        return runs
    }

    // MARK: Lines

    private func append(live lines: [Int], of other: Int, in block: BlockFacts, to runs: inout [TextRun]) {
        let facts = lines.map { live.facts(ofLine: $0, in: other) }
        let meant = facts.filter { !$0.isShared && isMeant($0.service ?? block.service, block.name) }
        if !meant.isEmpty { runs.append(.live(meant.map(\.text))) }
    }

    private func append(
        _ line: Int, with partner: Int?, _ place: Int, _ other: Int, _ block: BlockFacts, to runs: inout [TextRun]
    ) {
        let rules = expected
        if let partner, expected.lines[line].full == live.lines[partner].full {
            return runs.append(.same(SharedLines(count: 1) { _ in rules.facts(ofLine: line, in: place).text }))
        }
        let mine = expected.facts(ofLine: line, in: place)
        let isMeant = isMeant(mine.service ?? block.service, block.name)
        guard let partner else {
            if isMeant { runs.append(.expected([mine.text])) }
            return
        }
        let theirs = live.facts(ofLine: partner, in: other)
        let lacksComment = mine.mayLackComment && (mine.comment == nil || theirs.comment == nil)
        if expected.lines[line].bare == live.lines[partner].bare && lacksComment || !isMeant {
            return runs.append(.same(SharedLines(count: 1) { _ in mine.text }))
        }
        runs += [.live([theirs.text]), .expected([mine.text])]
    }
}

/// Where the lines of the live side of a block stand among those of the expected side.
///
/// Pairs stand together as far as that breaks no order that means something; all other lines stay behind the line that
/// they follow on the live side.
private struct LineOrder {
    /// The live line of each expected line that has one.
    private(set) var partners: [Int: Int] = [:]
    /// The live lines in front of all.
    private(set) var first: [Int] = []
    /// The live lines behind each expected line.
    private(set) var behind: [Int: [Int]] = [:]

    init<Rules: ComparableRules>(
        _ difference: BlockDifference, _ expected: Rules, _ live: Rules, _ place: Int, _ other: Int
    ) {
        var pairs = difference.pairs
        pairs += Self.changedPairs(difference, expected, live, place, other)
        pairs.sort { $0.live < $1.live }
        let row = LongestRow(pairs.map { expected.lines[$0.expected].rank })
        var owners: [Int: Int] = [:]
        for (pair, stays) in zip(pairs, row.contains) where stays {
            partners[pair.expected] = pair.live
            owners[pair.live] = pair.expected
        }
        var last: Int?
        for line in live.blocks[other].lines {
            if let owner = owners[line] {
                last = owner
            } else if let last {
                behind[last, default: []].append(line)
            } else {
                first.append(line)
            }
        }
    }

    /// Lines that are the same one changed.
    private static func changedPairs<Rules: ComparableRules>(
        _ difference: BlockDifference, _ expected: Rules, _ live: Rules, _ place: Int, _ other: Int
    ) -> [(expected: Int, live: Int)] {
        if difference.missing.isEmpty || difference.extra.isEmpty { return [] }
        let missing = difference.missing.map { expected.facts(ofLine: $0, in: place) }
        let extra = difference.extra.map { live.facts(ofLine: $0, in: other) }
        var mine = Dictionary(grouping: zip(missing, difference.missing), by: \.0)
        var theirs = Dictionary(grouping: zip(extra, difference.extra), by: \.0)
        var pairing = LinePairing(missing: missing, extra: extra)
        pairing.run()
        return pairing.pairs.compactMap { pair in
            guard let line = mine[pair.expected]?.popLast()?.1, let other = theirs[pair.live]?.popLast()?.1 else {
                return nil
            }
            return (line, other)
        }
    }
}
