/// Finds the differences of two rulesets of one kind, and pairs lines that are the same one changed.
struct DifferenceFinder<Rules: ComparableRules> {
    private(set) var expected: Rules
    private(set) var live: Rules
    private var isReady = false

    init(expected: Rules, live: Rules) {
        self.expected = expected
        self.live = live
    }

    /// Tables with fewer blocks than this are never said to be flushed as a whole.
    private static var fewestBlocksOfTable: Int { 3 }

    /// The differences, in the order of the blocks.
    mutating func differences() -> [Difference] {
        let found = BlockComparison(expected: expected, live: live).differences()
        if found.isEmpty { return [] }
        self = ready()
        var reachable: [Bool]?
        var differences: [Difference] = []
        for block in found {
            switch (block.expected, block.live) {
            case (let place?, nil): differences += missing(place)
            case (nil, let place?):
                if reachable == nil { reachable = live.reachableBlocks() }
                if reachable?[place] ?? true { differences += extra(place) }
            case (let place?, let other?): differences += changed(block, place, other)
            case (nil, nil): break
            }
        }
        return folding(differences.filter { !$0.isNoDrift }, flushedTables(found))
    }

    /// The same with both sides ready to say facts.
    func ready() -> DifferenceFinder {
        if isReady { return self }
        var finder = self
        finder.expected.prepareFacts()
        finder.live.prepareFacts()
        finder.isReady = true
        return finder
    }

    // MARK: Whole blocks

    private func missing(_ place: Int) -> [Difference] {
        let block = expected.facts(ofBlock: place)
        let lines = expected.blocks[place].lines.map { expected.facts(ofLine: $0, in: place) }
        if block.role == .base && block.text.isEmpty {
            return lines.map { line($0, nil, in: block, .missing) }
        }
        var difference = Difference(change: .missing, block: block, isWholeBlock: true, expected: lines.first)
        difference.rules = texts(block, lines).map { RuleChange(place: block.name, live: nil, expected: $0) }
        difference.endpoints = endpoints(block, lines)
        return [difference]
    }

    private func extra(_ place: Int) -> [Difference] {
        let block = live.facts(ofBlock: place)
        let lines = live.blocks[place].lines.map { live.facts(ofLine: $0, in: place) }
        if block.role == .base && block.text.isEmpty { return lines.map { line(nil, $0, in: block, .extra) } }
        var difference = Difference(change: .extra, block: block, isWholeBlock: true, live: lines.first)
        difference.rules = texts(block, lines).map { RuleChange(place: block.name, live: $0, expected: nil) }
        difference.endpoints = endpoints(block, lines)
        return [difference]
    }

    private func endpoints(_ block: BlockFacts, _ lines: [LineFacts]) -> Set<String> {
        block.role == .virtualServer ? Set(lines.lazy.filter { $0.role == .choice }.map(\.subject)) : []
    }

    private func texts(_ block: BlockFacts, _ lines: [LineFacts]) -> [String] {
        (block.text.isEmpty ? [] : [block.text]) + lines.map(\.text)
    }

    /// A block that is there and has no lines; nil if all that it should have belongs to one Service of many.
    private func flushed(_ place: Int) -> Difference? {
        let block = expected.facts(ofBlock: place)
        let lines = expected.blocks[place].lines.map { expected.facts(ofLine: $0, in: place) }
            .filter { $0.role != .definition }
        if block.service == nil, let service = lines.first?.service, lines.allSatisfy({ $0.service == service }) {
            return nil
        }
        var difference = Difference(change: .flushed, block: block, isWholeBlock: true, expected: lines.first)
        difference.rules = lines.map { RuleChange(place: block.name, live: nil, expected: $0.text) }
        return difference
    }

    // MARK: Lines

    /// Whether there is anything to say about a block that both sides have.
    func hasDrift(_ found: BlockDifference, _ place: Int, _ other: Int) -> Bool {
        changed(found, place, other).contains { !$0.isNoDrift }
    }

    private func changed(_ found: BlockDifference, _ place: Int, _ other: Int) -> [Difference] {
        let (mine, theirs) = (expected.blocks[place].lines, live.blocks[other].lines)
        if theirs.isEmpty && mine.count > 1, let difference = flushed(place) { return [difference] }
        let block = expected.facts(ofBlock: place)
        if hasOnlyItsDefinition(theirs, mine, block, other), let difference = flushed(place) {
            return [difference] + definition(found, place, other)
        }
        let (copies, extra) = copies(among: found.extra, of: place)
        var pairing = LinePairing(
            missing: found.missing.map { expected.facts(ofLine: $0, in: place) },
            extra: extra.map { live.facts(ofLine: $0, in: other) })
        pairing.run()
        var differences = pairing.pairs.map { line($0, $1, in: block, .changed(Self.parts($0, $1))) }
        // The elements of a set of another type can't be compared.
        if let definition = differences.first(where: \.isOtherType) { return [definition] }
        // Shares that are even although lines say other probabilities: the endpoints stand in another order.
        if block.isChoice && !found.hasUnevenShares && pairing.hasNoOtherChoices {
            differences.removeAll { $0.change == .changed([.probability]) }
        }
        differences += pairing.missing.map { line($0, nil, in: block, .missing) }
        differences += pairing.extra.map { line(nil, $0, in: block, .extra) }
        differences += copies.map { line(nil, live.facts(ofLine: $0, in: other), in: block, .copy) }
        for pair in found.comments { differences.append(same(pair, place, other, block, .comment)) }
        for pair in found.moved { differences.append(same(pair, place, other, block, .moved)) }
        if differences.isEmpty && found.hasUnevenShares { differences.append(uneven(place, other, block)) }
        return differences
    }

    /// Whether all that a set should have is gone and only what it is made for is left.
    private func hasOnlyItsDefinition(
        _ theirs: Range<Int>, _ mine: Range<Int>, _ block: BlockFacts, _ other: Int
    ) -> Bool {
        guard block.role != .virtualServer, mine.count > 2, theirs.count == 1 else { return false }
        return live.facts(ofLine: theirs.lowerBound, in: other).role == .definition
    }

    /// How the definition of an emptied set differs.
    private func definition(_ found: BlockDifference, _ place: Int, _ other: Int) -> [Difference] {
        guard let theirs = found.extra.first else { return [] }
        let facts = live.facts(ofLine: theirs, in: other)
        let mine = found.missing.lazy.map { expected.facts(ofLine: $0, in: place) }.first { $0.role == .definition }
        guard let mine else { return [] }
        return [line(mine, facts, in: expected.facts(ofBlock: place), .changed(Self.parts(mine, facts)))]
    }

    /// Lines that are too many because they stand twice, and all others.
    private func copies(among extra: [Int], of place: Int) -> (copies: [Int], others: [Int]) {
        if extra.isEmpty { return ([], []) }
        let wanted = Set(expected.blocks[place].lines.lazy.map { expected.lines[$0].full })
        return (
            extra.filter { wanted.contains(live.lines[$0].full) },
            extra.filter { !wanted.contains(live.lines[$0].full) }
        )
    }

    private func line(
        _ mine: LineFacts?, _ theirs: LineFacts?, in block: BlockFacts, _ change: Difference.Change
    ) -> Difference {
        Difference(
            change: change, block: block, expected: mine, live: theirs,
            rules: [RuleChange(place: block.name, live: theirs?.text, expected: mine?.text)])
    }

    private func same(
        _ pair: (expected: Int, live: Int), _ place: Int, _ other: Int, _ block: BlockFacts, _ change: Difference.Change
    ) -> Difference {
        line(
            expected.facts(ofLine: pair.expected, in: place), live.facts(ofLine: pair.live, in: other), in: block,
            change)
    }

    private func uneven(_ place: Int, _ other: Int, _ block: BlockFacts) -> Difference {
        var difference = Difference(change: .uneven, block: block)
        let mine = expected.blocks[place].lines.map { expected.facts(ofLine: $0, in: place).text }
        let theirs = live.blocks[other].lines.map { live.facts(ofLine: $0, in: other).text }
        difference.rules = zip(mine, theirs).filter { $0 != $1 }.map {
            RuleChange(place: block.name, live: $1, expected: $0)
        }
        return difference
    }

    /// The parts in which two lines differ.
    private static func parts(_ mine: LineFacts, _ theirs: LineFacts) -> Set<LinePart> {
        let parts = Set(LinePart.allCases.filter { mine.parts[$0] != theirs.parts[$0] })
        return parts.isEmpty ? [.other] : parts
    }

    // MARK: Whole tables

    /// The tables of which every block has lost all its lines.
    private func flushedTables(_ found: [BlockDifference]) -> Set<String> {
        var gone: [String: Int] = [:]
        for block in found {
            guard let place = block.expected, !expected.blocks[place].lines.isEmpty,
                block.live.map({ live.blocks[$0].lines.isEmpty }) ?? true
            else { continue }
            let facts = expected.facts(ofBlock: place)
            if facts.isContent { gone[facts.table, default: 0] += 1 }
        }
        if gone.isEmpty { return [] }
        var wanted: [String: Int] = [:]
        for (place, block) in expected.blocks.enumerated() where !block.lines.isEmpty {
            let facts = expected.facts(ofBlock: place)
            if facts.isContent { wanted[facts.table, default: 0] += 1 }
        }
        return Set(gone.filter { $1 >= Self.fewestBlocksOfTable && $1 == wanted[$0] }.keys)
            .subtracting(tablesOfOneService(found))
    }

    /// The tables of which all blocks that differ belong to one Service.
    private func tablesOfOneService(_ found: [BlockDifference]) -> Set<String> {
        var services: [String: Set<String?>] = [:]
        for block in found {
            guard let place = block.expected else { continue }
            let facts = expected.facts(ofBlock: place)
            services[facts.table, default: []].insert(facts.service)
        }
        return Set(services.filter { $1.count == 1 && !$1.contains(nil) }.keys)
    }

    /// The differences with one in place of all that are about a flushed table.
    private func folding(_ differences: [Difference], _ flushed: Set<String>) -> [Difference] {
        if flushed.isEmpty { return differences }
        var result: [Difference] = []
        var places: [String: Int] = [:]
        for difference in differences {
            let table = difference.block.table
            guard flushed.contains(table), difference.change == .missing || difference.change == .flushed else {
                result.append(difference)
                continue
            }
            if let place = places[table] {
                result[place].rules += difference.rules
                continue
            }
            places[table] = result.count
            var whole = difference
            (whole.isWholeTable, whole.expected) = (true, nil)
            result.append(whole)
        }
        return result
    }
}

extension Difference {
    /// Whether a set is of another type.
    fileprivate var isOtherType: Bool {
        guard case .changed(let parts) = change else { return false }
        return role == .definition && parts.contains(.hook)
    }

    /// Whether kube-proxy or others make it so at times.
    fileprivate var isNoDrift: Bool {
        switch change {
        case .extra, .copy: live?.isShared == true || isWholeBlock && block.isShared
        case .comment: expected?.mayLackComment == true && (expected?.comment == nil || live?.comment == nil)
        default: false
        }
    }
}

extension BlockFacts {
    /// Whether it has rules or elements of kube-proxy's own.
    fileprivate var isContent: Bool { role != .base && role != .canary }

    /// Whether endpoints are chosen in it.
    fileprivate var isChoice: Bool { role == .clusterEndpoints || role == .localEndpoints }
}
