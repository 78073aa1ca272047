import Bytes

/// Reading tables that aren't kube-proxy's: what can't be understood there is kept verbatim, whatever it is.
///
/// nft doesn't escape quotes inside of strings (the prefix of a log message, say), so that not every listing can be
/// split into words; but in a listing a rule is a line, and an object ends with a brace in a line of its own.
extension NftablesParser {
    /// How much of a table there is at some time.
    struct TableSizes {
        fileprivate let chains, sets, rules, statements, elements, values, members, endpoints, verdicts, others: Int
    }

    private static let ownName: StaticString = "kube-proxy"

    /// Whether a table isn't kube-proxy's.
    func isForeign(_ table: Int) -> Bool {
        let name = ruleset.tables[table].name
        return !lexer.bytes.slice(Int(name.offset), Int(name.offset) + Int(name.length)).equals(Self.ownName)
    }

    /// How much of a table there is now.
    func sizes(of table: Int) -> TableSizes {
        // One by one: a copy of the table would count references to all its arrays.
        TableSizes(
            chains: ruleset.tables[table].chains.count, sets: ruleset.tables[table].sets.count,
            rules: ruleset.tables[table].rules.count, statements: ruleset.tables[table].statements.count,
            elements: ruleset.tables[table].elements.count, values: ruleset.tables[table].values.count,
            members: ruleset.tables[table].members.count, endpoints: ruleset.tables[table].endpoints.count,
            verdicts: ruleset.tables[table].verdicts.count, others: ruleset.tables[table].others.count)
    }

    /// Takes away what was added to a table since.
    mutating func remove(from table: Int, behind sizes: TableSizes) {
        func cut<Item>(_ list: inout [Item], _ count: Int) { list.removeLast(max(0, list.count - count)) }
        for rule in ruleset.tables[table].rules[sizes.rules...] {
            indices[table].ruleCounts[rule.chain, default: 1] -= 1
        }
        for element in ruleset.tables[table].elements[sizes.elements...] {
            indices[table].elementCounts[element.set, default: 1] -= 1
        }
        for chain in ruleset.tables[table].chains[sizes.chains...] { indices[table].chains[name(chain.name)] = nil }
        for set in ruleset.tables[table].sets[sizes.sets...] { indices[table].sets[name(set.name)] = nil }
        cut(&ruleset.tables[table].chains, sizes.chains)
        cut(&ruleset.tables[table].sets, sizes.sets)
        cut(&ruleset.tables[table].rules, sizes.rules)
        cut(&ruleset.tables[table].statements, sizes.statements)
        cut(&ruleset.tables[table].elements, sizes.elements)
        cut(&ruleset.tables[table].values, sizes.values)
        cut(&ruleset.tables[table].members, sizes.members)
        cut(&ruleset.tables[table].endpoints, sizes.endpoints)
        cut(&ruleset.tables[table].verdicts, sizes.verdicts)
        cut(&ruleset.tables[table].others, sizes.others)
    }

    private func name(_ text: ArenaText) -> Name {
        Name(bytes: lexer.bytes.slice(Int(text.offset), Int(text.offset) + Int(text.length)))
    }

    /// An object of a table; one of a foreign table that can't be understood is kept verbatim.
    mutating func parseObjectOrKeep(of table: Int) throws(Failure) {
        let start = lexer
        let mark = sizes(of: table)
        do throws(Failure) {
            try parseObject(of: table)
        } catch {
            guard isForeign(table), let object = block(behind: start) else { throw error }
            remove(from: table, behind: mark)
            ruleset.tables[table].others.append(.init(position: 1, text: text(object)))
            lexer.jump(to: object.upperBound)
        }
    }

    /// A property or rule of a chain. One that can't be understood is a rule that is kept verbatim; why it wasn't is
    /// returned.
    mutating func parseForeignLine(of chain: UInt32, _ table: Int) throws(Failure) -> Failure? {
        let start = lexer
        let mark = sizes(of: table)
        do throws(Failure) {
            if try parseChainProperty(of: Int(chain), table) { return nil }
            try parseRule(chain: chain, of: table)
            return nil
        } catch {
            // A line that opens a block is only a part of its rule.
            guard let line = line(behind: start), lexer.bytes[line.upperBound - 1] != UInt8(ascii: "{") else {
                throw error
            }
            remove(from: table, behind: mark)
            keepVerbatim(line, chain: chain, of: table)
            return error
        }
    }

    /// The line that reading stands in, from the next word on. Nil if there is no word, or no end of the line: then it
    /// may be half a line.
    private func line(behind place: NftablesLexer) -> Range<Int>? {
        var start = place.at
        while start < lexer.bytes.count, [0x20, 0x09].contains(lexer.bytes[start]) { start += 1 }
        var end = start
        while end < lexer.bytes.count, lexer.bytes[end] != 0x0A { end += 1 }
        guard end < lexer.bytes.count else { return nil }
        while end > start, [0x20, 0x09, 0x0D].contains(lexer.bytes[end - 1]) { end -= 1 }
        return end > start ? start..<end : nil
    }

    /// An object in a table from its first word to the brace in a line of its own that ends it, one tab or blanks before it.
    private func block(behind place: NftablesLexer) -> Range<Int>? {
        guard var line = line(behind: place) else { return nil }
        var start = line.lowerBound
        while start > 0, [0x20, 0x09].contains(lexer.bytes[start - 1]) { start -= 1 }
        let indent = line.lowerBound - start
        while line.upperBound < lexer.bytes.count {
            var next = line.upperBound
            while next < lexer.bytes.count, lexer.bytes[next] != 0x0A { next += 1 }
            var end = next + 1
            while end < lexer.bytes.count, lexer.bytes[end] != 0x0A { end += 1 }
            guard next + 1 < lexer.bytes.count else { return nil }
            let content = lexer.bytes.slice(next + 1, end)
            let bare = content.slice(min(indent, content.count), content.count)
            if content.count > indent, bare[0] == UInt8(ascii: "}"),
                content.slice(0, indent).allSatisfy({ [0x20, 0x09].contains($0) }),
                bare.dropFirst().allSatisfy({ [0x20, 0x09, 0x0D].contains($0) })
            {
                return start..<(next + 1 + indent + 1)
            }
            line = next..<end
        }
        return nil
    }

    /// A line of a chain as a rule of one statement.
    private mutating func keepVerbatim(_ line: Range<Int>, chain: UInt32, of table: Int) {
        let first = UInt32(ruleset.tables[table].statements.count)
        ruleset.tables[table].statements.append(.verbatim(text(line)))
        ruleset.tables[table].rules.append(.init(chain: chain, firstStatement: first, statementCount: 1))
        indices[table].ruleCounts[chain, default: 0] += 1
        lexer.jump(to: line.upperBound)
    }
}
