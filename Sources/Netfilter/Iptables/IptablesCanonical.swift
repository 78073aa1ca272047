import Bytes

extension IptablesRuleset {
    /// The ruleset as the kernel gives it back when it was restored into empty tables.
    ///
    /// Tables come in the order filter, mangle, nat, raw, security (the legacy back end's; the nft one lists tables
    /// as they were made, so that a comparison must go by name), then others by name. A table has all its built-in
    /// chains in the order of the hooks, with their policies and counters or `ACCEPT [0:0]`, then the other chains
    /// by the bytes of their names. Chain lines of one name and tables of one name are merged, deletions are
    /// applied, rules stand by chain, and every option and target has the kernel's form. Remarks are dropped.
    public func canonicalized() -> IptablesRuleset {
        var result = self
        result.remarks = []
        result.tables = []
        var work = CanonicalOrder(chainCount: chainNames.count)
        for group in groupedTables() {
            let table = result.canonicalTable(group.tables, builtIn: group.builtIn, work: &work)
            result.tables.append(table)
        }
        return result
    }

    /// The tables by name, in canonical order, with the names of their built-in chains.
    private func groupedTables() -> [(tables: [Table], builtIn: [StaticString])] {
        var groups: [(rank: Int, name: [UInt8], tables: [Table])] = []
        var places: [[UInt8]: Int] = [:]
        for table in tables {
            let name = texts.withBytes(of: table.name) { [UInt8]($0) }
            if let place = places[name] {
                groups[place].tables.append(table)
                continue
            }
            let known = IptablesWords.builtInChains.firstIndex { entry in
                texts.withBytes(of: table.name) { $0.equals(entry.table) }
            }
            places[name] = groups.count
            groups.append((known ?? IptablesWords.builtInChains.count, name, [table]))
        }
        groups.sort { a, b in
            a.rank != b.rank ? a.rank < b.rank : a.name.lexicographicallyPrecedes(b.name)
        }
        return groups.map { group in
            let known = group.rank < IptablesWords.builtInChains.count
            return (group.tables, known ? IptablesWords.builtInChains[group.rank].chains : [])
        }
    }

    /// One table out of all of its name. Names of built-in chains that are nowhere yet are added to this ruleset.
    private mutating func canonicalTable(
        _ sources: [Table], builtIn: [StaticString], work: inout CanonicalOrder
    ) -> Table {
        var table = Table(name: sources.first?.name ?? .empty)
        work.begin()
        for name in builtIn {
            let chain = builtInChain(name, work: &work)
            work.declare(chain, in: &table, policy: .accept)
        }
        for source in sources {
            for chain in source.chains { work.declare(chain, in: &table, isBuiltIn: builtIn.count) }
            for rule in source.rules { work.declare(rule.chain, in: &table, policy: .none) }
        }
        let deleted = Set(sources.flatMap(\.deletions))
        table.chains.removeAll { deleted.contains($0.chain) && $0.policy == .none }
        let first = min(builtIn.count, table.chains.count)
        table.chains[first...].sort { precedes($0.chain, $1.chain) }
        work.begin()
        for (place, chain) in table.chains.enumerated() { work.set(chain.chain, place) }
        appendRules(of: sources, to: &table, work: work)
        return table
    }

    /// Appends the rules of `sources` chain by chain, each chain's in their order.
    private func appendRules(of sources: [Table], to table: inout Table, work: CanonicalOrder) {
        var counts = [Int](repeating: 0, count: table.chains.count + 1)
        for source in sources {
            for rule in source.rules { if let place = work.place(rule.chain) { counts[place + 1] += 1 } }
        }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        var order = [(source: UInt32, rule: UInt32)](repeating: (0, 0), count: counts[counts.count - 1])
        for (number, source) in sources.enumerated() {
            for (index, rule) in source.rules.enumerated() {
                guard let place = work.place(rule.chain) else { continue }
                order[counts[place]] = (UInt32(number), UInt32(index))
                counts[place] += 1
            }
        }
        let hasCounters = sources.contains { !$0.counters.isEmpty }
        table.rules.reserveCapacity(order.count)
        for entry in order {
            let source = sources[Int(entry.source)]
            let index = Int(entry.rule)
            var rule = source.rules[index]
            let first = table.options.count
            forEachInKernelOrder(source.options(of: rule)) { table.options.append($0) }
            rule.firstOption = UInt32(first)
            rule.optionCount = UInt16(clamping: table.options.count - first)
            rule.target = rule.target.kernelForm(family)
            table.rules.append(rule)
            if hasCounters {
                table.counters.append(index < source.counters.count ? source.counters[index] : Counters())
            }
        }
    }

    /// The chain called `name`, looked up once for all tables.
    private mutating func builtInChain(_ name: StaticString, work: inout CanonicalOrder) -> ChainID {
        if work.builtIn.isEmpty {
            for (index, text) in chainNames.enumerated() {
                texts.withBytes(of: text) { bytes in
                    for entry in IptablesWords.builtInChains {
                        for name in entry.chains where bytes.equals(name) {
                            work.builtIn[name.description] = ChainID(UInt32(index))
                        }
                    }
                }
            }
        }
        if let known = work.builtIn[name.description] { return known }
        let chain = addChain(named: texts.add(name.description))
        work.builtIn[name.description] = chain
        work.grow(to: chainNames.count)
        return chain
    }

    /// Whether a chain's name is before another's, byte by byte.
    private func precedes(_ a: ChainID, _ b: ChainID) -> Bool {
        texts.bytes.withUnsafeBytes { all in
            func bytes(_ chain: ChainID) -> UnsafeRawBufferPointer {
                guard Int(chain.index) < chainNames.count else { return all.slice(0, 0) }
                let text = chainNames[Int(chain.index)]
                return all.slice(Int(text.offset), Int(text.offset) + Int(text.length))
            }
            return bytes(a).lexicographicallyPrecedes(bytes(b))
        }
    }
}

/// The places of chains in the table that is being put in order.
private struct CanonicalOrder {
    /// The built-in chains that were looked up, by name.
    var builtIn: [String: IptablesRuleset.ChainID] = [:]
    /// The place of each chain in the table's chain lines, by the chain's number, if `rounds` has this round.
    private var places: [Int]
    private var rounds: [Int]
    private var round = 0

    init(chainCount: Int) {
        places = [Int](repeating: 0, count: chainCount)
        rounds = [Int](repeating: 0, count: chainCount)
    }

    /// Makes room for chains that were added.
    mutating func grow(to count: Int) {
        while places.count < count {
            places.append(0)
            rounds.append(0)
        }
    }

    /// Forgets all places.
    mutating func begin() { round += 1 }

    /// The place of a chain, nil if it has none.
    func place(_ chain: IptablesRuleset.ChainID) -> Int? {
        let index = Int(chain.index)
        return index < places.count && rounds[index] == round ? places[index] : nil
    }

    mutating func set(_ chain: IptablesRuleset.ChainID, _ place: Int) {
        let index = Int(chain.index)
        guard index < places.count else { return }
        places[index] = place
        rounds[index] = round
    }

    /// Gives `table` a line for a chain that has none yet.
    mutating func declare(
        _ chain: IptablesRuleset.ChainID, in table: inout IptablesRuleset.Table, policy: IptablesRuleset.Policy
    ) {
        guard place(chain) == nil else { return }
        set(chain, table.chains.count)
        table.chains.append(.init(chain: chain, policy: policy))
    }

    /// Takes over a chain line; one of the first `isBuiltIn` chains of the table keeps its policy and counters.
    mutating func declare(
        _ line: IptablesRuleset.ChainDeclaration, in table: inout IptablesRuleset.Table, isBuiltIn count: Int
    ) {
        guard let place = place(line.chain) else { return declare(line.chain, in: &table, policy: .none) }
        if place < count && line.policy != .none { table.chains[place] = line }
    }
}
