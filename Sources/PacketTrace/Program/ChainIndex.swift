import Addressing

/// Finds, among the rules of a long chain, those that packets to one address or port can match: all others ask for
/// another one. Without it every packet would meet each of 10,000 rules of KUBE-SERVICES.
struct ChainIndex: Sendable {
    /// What most of the chain's rules ask for.
    enum Dimension: Sendable { case destination, destinationPort }

    /// A rule and the only address or port that it is for.
    private struct Entry: Sendable {
        let key: UInt128
        let rule: Int
    }

    /// What it is made by.
    let dimension: Dimension
    /// Sorted by key, then by rule.
    private let entries: [Entry]
    /// The rules that any packet may match, sorted.
    private let others: [Int]
    /// All keys as a set.
    let keys: NumberSet<UInt128>
    /// The same where they are ports.
    let portKeys: PortSet

    /// The shortest chain that is worth an index.
    private static let shortest = 12

    /// The index of a chain's rules; nil where it wouldn't help.
    init?(_ rules: Range<Int>, of program: FilterProgram) {
        guard rules.count >= Self.shortest else { return nil }
        var byAddress: [Entry] = []
        var byPort: [Entry] = []
        for rule in rules {
            for instruction in program.instructions[program.rules[rule].instructions] {
                switch instruction {
                case .test(.destination(let prefix), negated: false) where prefix.isHost:
                    byAddress.append(Entry(key: prefix.address.number, rule: rule))
                case .test(.destinationPort(let range), negated: false) where range.count == 1:
                    byPort.append(Entry(key: UInt128(range.lowerBound), rule: rule))
                default: continue
                }
            }
        }
        let usesAddress = byAddress.count >= byPort.count || byAddress.count * 2 > rules.count
        // A rule that asks for two addresses never matches; its second entry does no harm.
        let chosen = usesAddress ? byAddress : byPort
        guard chosen.count * 2 >= rules.count else { return nil }
        dimension = usesAddress ? .destination : .destinationPort
        entries = chosen.sorted { ($0.key, $0.rule) < ($1.key, $1.rule) }
        let indexed = Set(chosen.map(\.rule))
        others = rules.filter { !indexed.contains($0) }
        keys = NumberSet(entries.map { $0.key...$0.key })
        portKeys = PortSet(
            usesAddress ? [] : keys.ranges.map { UInt16(clamping: $0.lowerBound)...UInt16(clamping: $0.upperBound) })
    }

    /// The first rule from `start` on that a packet with `key` may match; nil if there is none.
    func rule(from start: Int, key: UInt128) -> Int? {
        let place = Self.place(in: entries) { ($0.key, $0.rule) < (key, start) }
        let keyed = place < entries.count && entries[place].key == key ? entries[place].rule : nil
        guard let other = otherRule(from: start) else { return keyed }
        return keyed.map { min($0, other) } ?? other
    }

    /// The first rule from `start` on that packets without any of the keys may match; nil if there is none.
    func otherRule(from start: Int) -> Int? {
        let place = Self.place(in: others) { $0 < start }
        return place < others.count ? others[place] : nil
    }

    private static func place<Element>(in sorted: [Element], before: (Element) -> Bool) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if before(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
