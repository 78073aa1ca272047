import Testing

@testable import RulesetDiff

@Suite struct BlockComparisonTests {
    /// Blocks named by numbers, whose lines say a number, with a comment behind a point.
    struct Numbers: ComparableRules {
        var blocks: [Block] = []
        var lines: [Line] = []
        private var texts: [String] = []

        init(_ content: [(UInt64, [String])], ranks: [Character: UInt32] = [:]) {
            for (key, entries) in content {
                let start = lines.count
                for entry in entries {
                    let parts = entry.split(separator: ".")
                    let bare = UInt64(parts[0].hashValue.magnitude)
                    lines.append(
                        Line(
                            full: bare &+ UInt64(parts.count > 1 ? parts[1].hashValue.magnitude : 0), bare: bare,
                            rank: ranks[entry.first ?? " "] ?? 0))
                    texts.append(entry)
                }
                blocks.append(Block(key: key, lines: start..<lines.count))
            }
        }

        func prepareFacts() {}
        func facts(ofBlock block: Int) -> BlockFacts { BlockFacts(role: .fixed, name: "\(blocks[block].key)") }
        func facts(ofLine line: Int, in block: Int) -> LineFacts { LineFacts(role: .rule, text: texts[line]) }
        func reachableBlocks() -> [Bool] { blocks.map { _ in true } }
        func serviceKeys() -> Set<String> { [] }
        func hasEvenShares(block: Int) -> Bool { true }

        func texts(_ places: [Int]) -> [String] { places.map { texts[$0] } }
    }

    private func compare(_ expected: [String], _ live: [String], ranks: [Character: UInt32] = [:]) -> (
        difference: BlockDifference?, expected: Numbers, live: Numbers
    ) {
        let (mine, theirs) = (Numbers([(1, expected)], ranks: ranks), Numbers([(1, live)], ranks: ranks))
        return (BlockComparison(expected: mine, live: theirs).differences().first, mine, theirs)
    }

    @Test func equalBlocksDontDiffer() {
        #expect(compare(["a", "b.x", "a"], ["a", "b.x", "a"]).difference == nil)
        #expect(compare(["a", "b", "c"], ["c", "a", "b"]).difference == nil)
    }

    @Test func linesAreCounted() {
        let found = compare(["a", "b", "a"], ["a", "c", "b", "b"])
        #expect(found.difference.map { found.expected.texts($0.missing) } == ["a"])
        #expect(found.difference.map { found.live.texts($0.extra) } == ["c", "b"])
    }

    @Test func commentsAreToldFromContent() {
        let found = compare(["a.x", "b.y"], ["a.z", "b.y"])
        #expect(found.difference?.missing == [])
        #expect(found.difference?.extra == [])
        #expect(found.difference?.comments.map { found.live.texts([$0.live]) } == [["a.z"]])
    }

    @Test func onlyRanksHaveAnOrder() {
        let ranks: [Character: UInt32] = ["z": 1]
        #expect(compare(["a", "b", "z"], ["b", "a", "z"], ranks: ranks).difference == nil)
        let found = compare(["a", "b", "z"], ["z", "a", "b"], ranks: ranks)
        #expect(found.difference?.moved.map { found.live.texts([$0.live]) } == [["z"]])
    }

    @Test func blocksAreFoundByKey() {
        let found = BlockComparison(
            expected: Numbers([(1, ["a"]), (2, ["b"])]), live: Numbers([(3, ["c"]), (1, ["a"])])
        ).differences()
        #expect(found.map(\.expected) == [1, nil])
        #expect(found.map(\.live) == [nil, 0])
    }
}
