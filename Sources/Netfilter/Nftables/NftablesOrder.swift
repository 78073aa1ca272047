import Bytes

extension NftablesRuleset {
    /// The ruleset in an order that depends on its content alone: chains by name, sets, then maps by name, rules chain
    /// by chain, elements set by set and by their text.
    public func sorted() -> NftablesRuleset {
        var sorted = self
        for index in tables.indices { sorted.tables[index] = self.sorted(tables[index]) }
        return sorted
    }

    private func sorted(_ table: Table) -> Table {
        var sorted = table
        let chains = table.chains.indices.sorted { precedes(table.chains[$0].name, table.chains[$1].name) }
        sorted.chains = chains.map { table.chains[$0] }
        sorted.rules = rules(of: table, chains: chains)
        let sets = table.sets.indices.sorted { a, b in
            let (a, b) = (table.sets[a], table.sets[b])
            return a.isMap == b.isMap ? precedes(a.name, b.name) : b.isMap
        }
        sorted.sets = sets.map { table.sets[$0] }
        sorted.elements = elements(of: table, sets: sets)
        return sorted
    }

    /// Rules with the new numbers of their chains, in the order of the chains.
    private func rules(of table: Table, chains: [Int]) -> [Rule] {
        let places = Self.places(chains)
        var rules = table.rules
        for index in rules.indices where Int(rules[index].chain) < places.count {
            rules[index].chain = places[Int(rules[index].chain)]
        }
        return Self.grouped(rules, count: chains.count) { Int($0.chain) }
    }

    /// Elements with the new numbers of their sets, in the order of the sets, then of their own texts.
    private func elements(of table: Table, sets: [Int]) -> [Element] {
        let places = Self.places(sets)
        var lines = ByteBuffer(minimumCapacity: table.elements.count * 64)
        var entries: [(rank: UInt32, line: Range<Int>, element: Int)] = []
        entries.reserveCapacity(table.elements.count)
        for (index, element) in table.elements.enumerated() {
            let start = lines.count
            write(element, of: table, to: &lines, wording: .command)
            let rank = Int(element.set) < places.count ? places[Int(element.set)] : .max
            entries.append((rank, start..<lines.count, index))
        }
        lines.withUnsafeBytes { text in
            entries.sort { a, b in
                if a.rank != b.rank { return a.rank < b.rank }
                return text[a.line].lexicographicallyPrecedes(text[b.line])
            }
        }
        return entries.map { entry in
            var element = table.elements[entry.element]
            if Int(element.set) < places.count { element.set = places[Int(element.set)] }
            return element
        }
    }

    /// Where each index went: the inverse of an order.
    private static func places(_ order: [Int]) -> [UInt32] {
        var places = [UInt32](repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { places[index] = UInt32(place) }
        return places
    }

    /// Items in the order of their groups, those of one group in their own order; without those of no group.
    static func grouped<Item>(_ items: [Item], count: Int, by group: (Item) -> Int) -> [Item] {
        var starts = [Int](repeating: 0, count: count + 1)
        for item in items where group(item) < count { starts[group(item) + 1] += 1 }
        for index in 0..<count { starts[index + 1] += starts[index] }
        var order = [Int](repeating: 0, count: starts[count])
        for (index, item) in items.enumerated() where group(item) < count {
            order[starts[group(item)]] = index
            starts[group(item)] += 1
        }
        return order.map { items[$0] }
    }

    private func precedes(_ a: ArenaText, _ b: ArenaText) -> Bool {
        texts.withBytes(of: a) { a in texts.withBytes(of: b) { b in a.lexicographicallyPrecedes(b) } }
    }
}

extension NftablesRuleset.Table {
    /// Keeps the chains and sets that are marked, and their rules and elements; nothing that is kept may refer to the
    /// others.
    public mutating func keep(chains keepsChain: [Bool], sets keepsSet: [Bool]) {
        let (chainPlaces, setPlaces) = (Self.places(keepsChain), Self.places(keepsSet))
        chains = zip(chains, keepsChain).filter(\.1).map(\.0)
        sets = zip(sets, keepsSet).filter(\.1).map(\.0)
        rules = rules.filter { keepsChain[Int($0.chain)] }
        for index in rules.indices { rules[index].chain = chainPlaces[Int(rules[index].chain)] }
        elements = elements.filter { keepsSet[Int($0.set)] }
        for index in elements.indices { elements[index].set = setPlaces[Int(elements[index].set)] }
    }

    /// Where each of the marked goes when the others are gone.
    private static func places(_ marks: [Bool]) -> [UInt32] {
        var next: UInt32 = 0
        return marks.map { mark in
            defer { if mark { next += 1 } }
            return next
        }
    }
}
