import Addressing
import Bytes
import Netfilter

/// Translates sets and maps of one nf_tables table, each when a rule first asks for it.
struct NftablesSetTranslation {
    private let texts: TextArena
    private let table: NftablesRuleset.Table
    private let family: IPFamily
    private let verdicts: NftablesVerdicts
    /// The place of each set, by name.
    private var places: [String: Int] = [:]
    /// The elements of each set, by their places.
    private var elements: [[Int]]
    /// The program's table of each set that was asked for, in an order of parts; nil for those that a program can't say.
    private var tables: [OrderedSet: Int?] = [:]
    /// The sets that rules put clients into.
    private var remembering: Set<String> = []

    /// A set, and the order in which the parts of its keys are looked up.
    private struct OrderedSet: Hashable {
        let place: Int
        let order: [Int]
    }

    init(_ table: NftablesRuleset.Table, _ texts: TextArena, _ family: IPFamily, _ verdicts: NftablesVerdicts) {
        self.texts = texts
        self.table = table
        self.family = family
        self.verdicts = verdicts
        elements = Array(repeating: [], count: table.sets.count)
        for (place, set) in table.sets.enumerated() { places[texts.string(set.name)] = place }
        for (place, element) in table.elements.enumerated() where Int(element.set) < elements.count {
            elements[Int(element.set)].append(place)
        }
        // `nft -j` up to 1.0.6 doesn't say which sets are dynamic; the rules do.
        for case .update(let set, _) in table.statements { remembering.insert(texts.string(set)) }
    }

    /// Whether a key is in a set.
    mutating func test(
        _ key: NftablesRuleset.Key, isIn name: String, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Test {
        let unknown = FilterProgram.Test.unknown(builder.text("\(key.text) @\(name)"))
        guard let place = places[name] else { return unknown }
        let set = table.sets[place]
        if set.flags.contains(.dynamic) || remembering.contains(name) {
            guard key.single == .source(family) else { return unknown }
            return .seen(list: builder.text(name), seconds: set.timeout)
        }
        guard let (program, fields) = lookup(key, place, &builder), !set.isMap else { return unknown }
        return .lookup(program, fields)
    }

    /// The verdict that a map has for a key.
    mutating func action(
        _ key: NftablesRuleset.Key, in name: String, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Action {
        guard let place = places[name], table.sets[place].isMap, !table.sets[place].flags.contains(.dynamic),
            let (program, fields) = lookup(key, place, &builder)
        else { return .unknown(builder.text("\(key.text) vmap @\(name)")) }
        return .map(program, fields)
    }

    private mutating func lookup(
        _ key: NftablesRuleset.Key, _ place: Int, _ builder: inout ProgramBuilder
    ) -> (table: Int, fields: [FilterProgram.Field])? {
        guard let fields = NftablesKeyFields(key, family), fields.fit(table.sets[place].type, family) else {
            return nil
        }
        // Sources last: classes of packets have many of them, but one destination where rules have rewritten it. So
        // they meet the few entries of that one only, not all of hairpin-connections.
        let order =
            fields.fields.indices.filter { fields.fields[$0] != .source }
            + fields.fields.indices.filter { fields.fields[$0] == .source }
        let wanted = OrderedSet(place: place, order: order)
        let program: Int?
        if let known = tables[wanted] {
            program = known
        } else {
            program = translated(wanted, &builder).map { builder.table($0) }
            tables[wanted] = .some(program)
        }
        return program.map { ($0, order.map { fields.fields[$0] }) }
    }

    // MARK: Elements

    private func translated(_ wanted: OrderedSet, _ builder: inout ProgramBuilder) -> LookupTable? {
        let place = wanted.place
        let set = table.sets[place]
        let types = set.type.parts
        var entries: [LookupTable.Entry] = []
        entries.reserveCapacity(elements[place].count)
        for number in elements[place] {
            let element = table.elements[number]
            let values = table.values(of: element)
            guard values.count == types.count else { return nil }
            let key = values.compactMap { range(of: $0) }
            guard key.count == types.count else { return nil }
            var value = 0
            if let verdict = element.verdict {
                value = builder.actions([verdicts.action(verdict, &builder)]).lowerBound
            } else if set.isMap {
                return nil
            }
            entries.append(LookupTable.Entry(wanted.order.map { key[$0] }, value: value))
        }
        guard let apart = LookupTable.Entry.apart(entries, width: types.count, isMap: set.isMap) else { return nil }
        return LookupTable(name: texts.string(set.name), width: types.count, isMap: set.isMap, apart)
    }

    private func range(of value: NftablesRuleset.Value) -> ClosedRange<UInt128>? {
        switch value {
        case .address(let address): address.number...address.number
        case .prefix(let prefix): prefix.range
        case .transport(let number): UInt128(number)...UInt128(number)
        case .number(let number): UInt128(number)...UInt128(number)
        case .spelled(let place):
            table.spelled.indices.contains(Int(place)) ? table.spelled[Int(place)].range : nil
        case .verbatim(let text): NftablesRange.range(of: texts.string(text))
        case .json(let text): NftablesRange.range(ofJSON: texts.string(text))
        }
    }
}

extension NftablesRuleset.SpelledAddress {
    /// The addresses that are meant.
    var range: ClosedRange<UInt128> { isAddress ? prefix.address.number...prefix.address.number : prefix.range }
}

/// Reading ranges of addresses and numbers as nft writes them.
enum NftablesRange {
    /// `10.0.0.1-10.0.0.9`, `80-90`, `10.0.0.0/8`, `10.0.0.1`, `80`. Nil if it is none of these.
    static func range(of text: some StringProtocol) -> ClosedRange<UInt128>? {
        if let prefix = IPPrefix(String(text)) { return prefix.range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap({ number(of: $0) }), let last = ends.last.flatMap({ number(of: $0) }),
            ends.count <= 2, first.family == last.family, first.number <= last.number
        else { return nil }
        return first.number...last.number
    }

    /// An address or a number.
    private static func number(of text: some StringProtocol) -> (number: UInt128, family: IPFamily?)? {
        if let address = IPAddress(String(text)) { return (address.number, address.family) }
        return UInt32(text).map { (UInt128($0), nil) }
    }

    /// `{"range": ["10.0.0.1", "10.0.0.9"]}`, `{"range": [80, 90]}`. Nil if it is something else.
    static func range(ofJSON text: String) -> ClosedRange<UInt128>? {
        let plain = text.filter { !" \n\t\"".contains($0) }
        guard plain.hasPrefix("{range:["), plain.hasSuffix("]}") else { return nil }
        let ends = plain.dropFirst("{range:[".count).dropLast(2).split(separator: ",")
        return ends.count == 2 ? range(of: "\(ends[0])-\(ends[1])") : nil
    }
}

extension LookupTable.Entry {
    /// How many entries more than there were may come of ranges that overlap.
    private static let mostAdded = 1 << 16

    /// The same keys, with ranges of one part equal or apart: those that overlap are cut where another one begins or
    /// ends. Nil if that would be too many.
    static func apart(_ entries: [LookupTable.Entry], width: Int, isMap: Bool) -> [LookupTable.Entry]? {
        var entries = entries
        // What overlaps in the last part of a set is one range.
        for part in 0..<(isMap ? width : max(width - 1, 0)) {
            let ranges = Set(entries.map { $0.key[part] }).sorted { $0.lowerBound < $1.lowerBound }
            guard zip(ranges, ranges.dropFirst()).contains(where: { $1.lowerBound <= $0.upperBound }) else { continue }
            let ends = ranges.compactMap { $0.upperBound == .max ? nil : $0.upperBound + 1 }
            let cuts = Set(ranges.map(\.lowerBound) + ends).sorted()
            var cut: [LookupTable.Entry] = []
            for entry in entries {
                cut += entry.cut(part, at: cuts)
                guard cut.count <= entries.count + mostAdded else { return nil }
            }
            entries = cut
        }
        return entries
    }

    private func cut(_ part: Int, at cuts: [UInt128]) -> [LookupTable.Entry] {
        let range = key[part]
        var (low, high) = (0, cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if cuts[middle] <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var pieces: [LookupTable.Entry] = []
        var start = range.lowerBound
        while low < cuts.count, cuts[low] <= range.upperBound {
            pieces.append(with(start...(cuts[low] - 1), part))
            start = cuts[low]
            low += 1
        }
        return pieces + [with(start...range.upperBound, part)]
    }

    private func with(_ range: ClosedRange<UInt128>, _ part: Int) -> LookupTable.Entry {
        var entry = self
        entry.key[part] = range
        return entry
    }
}
