import RulesetDiff

/// The rules of a drift as lines to show: the names of blocks, and below each what is there and what should be.
struct RuleListing {
    /// Which side a line is from.
    enum Side: Sendable, Hashable {
        /// The name of a block.
        case place
        /// It is there, and shouldn't be.
        case live
        /// It should be there.
        case expected
        /// Both sides have it, and something about its place differs.
        case both
    }

    /// What is shown, in order.
    private(set) var lines: [(side: Side, text: String)] = []
    /// How many rules aren't shown.
    private(set) var hiddenCount = 0

    /// The rules of `drift`, at most `limit` of them.
    init(_ drift: Drift, limit: Int) {
        var shown = 0
        for (place, rules) in Self.byPlace(drift.rules) {
            var isNamed = false
            for rule in rules {
                let texts = Self.texts(of: rule)
                guard shown + texts.count <= limit else {
                    hiddenCount += texts.count
                    continue
                }
                shown += texts.count
                if !isNamed { lines.append((.place, place)) }
                isNamed = true
                lines += texts
            }
        }
    }

    /// Rules by the block that they stand in, blocks in the order of their first rules.
    private static func byPlace(_ rules: [RuleChange]) -> [(place: String, rules: [RuleChange])] {
        var numbers: [String: Int] = [:]
        var blocks: [(place: String, rules: [RuleChange])] = []
        for rule in rules {
            if let number = numbers[rule.place] {
                blocks[number].rules.append(rule)
            } else {
                numbers[rule.place] = blocks.count
                blocks.append((rule.place, [rule]))
            }
        }
        return blocks
    }

    private static func texts(of rule: RuleChange) -> [(side: Side, text: String)] {
        if let live = rule.live, live == rule.expected { return [(.both, live)] }
        return [(Side.live, rule.live), (.expected, rule.expected)].compactMap { side, text in
            text.map { (side, $0) }
        }
    }
}
