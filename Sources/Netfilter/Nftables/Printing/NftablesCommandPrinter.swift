import Bytes

extension NftablesRuleset {
    /// Writes commands that make all tables, for `nft -f`: each table, then its chains, sets, maps, rules and elements,
    /// each kind in the order in which it is stored.
    ///
    /// With `rulesBehindChains` each chain's rules come right behind it, as kube-proxy's library listed a table until
    /// 1.29; they then name chains and sets that nft doesn't know yet.
    public func writeCommands(to buffer: inout ByteBuffer, rulesBehindChains: Bool = false) {
        for (index, table) in tables.enumerated() {
            for other in others where other.position == index { writeLine(other.text, to: &buffer) }
            let names = CommandNames(table, texts: texts)
            write(commandFor: table, names, to: &buffer)
            for other in table.others { writeLine(other.text, to: &buffer) }
            if rulesBehindChains {
                writeChainsWithRules(of: table, names, to: &buffer)
            } else {
                for chain in table.chains { write(commandFor: chain, names, to: &buffer) }
            }
            for set in table.sets where !set.isMap { write(commandFor: set, names, to: &buffer) }
            for set in table.sets where set.isMap { write(commandFor: set, names, to: &buffer) }
            if !rulesBehindChains {
                for rule in table.rules { write(commandFor: rule, of: table, names, to: &buffer) }
            }
            for element in table.elements { write("add", element, of: table, names, to: &buffer) }
        }
        for other in others where other.position >= tables.count { writeLine(other.text, to: &buffer) }
    }

    private func writeChainsWithRules(
        of table: Table, _ names: borrowing CommandNames, to buffer: inout ByteBuffer
    ) {
        let rules = Dictionary(grouping: table.rules.indices) { table.rules[$0].chain }
        for (place, chain) in table.chains.enumerated() {
            write(commandFor: chain, names, to: &buffer)
            for rule in rules[UInt32(place)] ?? [] {
                write(commandFor: table.rules[rule], of: table, names, to: &buffer)
            }
        }
    }

    /// `FAMILY TABLE `, which every command has.
    struct CommandNames: ~Copyable {
        private var words = ByteBuffer(minimumCapacity: 64)

        init(_ table: Table, texts: TextArena) {
            words.append(UInt8(ascii: " "))
            words.append(table.family.word)
            words.append(UInt8(ascii: " "))
            words.append(table.name, of: texts)
        }

        func write(_ verb: StaticString, _ object: StaticString, to buffer: inout ByteBuffer) {
            buffer.append(verb)
            buffer.append(object)
            buffer.append(words)
        }
    }

    private func writeLine(_ text: ArenaText, to buffer: inout ByteBuffer) {
        buffer.append(text, of: texts)
        buffer.append("\n")
    }

    func write(commandFor table: Table, _ names: borrowing CommandNames, to buffer: inout ByteBuffer) {
        names.write("add", " table", to: &buffer)
        if let comment = table.comment {
            buffer.append(" { comment ")
            buffer.append(nftString: comment, of: texts)
            buffer.append(" ; }")
        }
        buffer.append("\n")
    }

    func write(commandFor chain: Chain, _ names: borrowing CommandNames, to buffer: inout ByteBuffer) {
        write("add", chain, names, to: &buffer)
        buffer.truncate(to: buffer.count - 1)
        if chain.base != nil || chain.verbatimBase != nil || chain.verbatimJSON != nil || chain.comment != nil {
            buffer.append(" {")
            if let base = chain.base {
                buffer.append(" type ")
                buffer.append(base.kind.word)
                buffer.append(" hook ")
                buffer.append(base.hook.word)
                buffer.append(" priority ")
                if let text = base.priorityText {
                    buffer.append(text, of: texts)
                } else {
                    buffer.append(signed: base.priority)
                }
                buffer.append(" ;")
                if let policy = base.policy {
                    buffer.append(" policy ")
                    buffer.append(policy.word)
                    buffer.append(" ;")
                }
            }
            if let verbatim = chain.verbatimBase ?? chain.verbatimJSON {
                buffer.append(" ")
                buffer.append(verbatim, of: texts)
                buffer.append(" ;")
            }
            if let comment = chain.comment {
                buffer.append(nftComment: comment, of: texts)
                buffer.append(" ;")
            }
            buffer.append(" }")
        }
        buffer.append("\n")
    }

    /// Writes `VERB chain FAMILY TABLE NAME`.
    func write(
        _ verb: StaticString, _ chain: Chain, _ names: borrowing CommandNames, to buffer: inout ByteBuffer
    ) {
        names.write(verb, " chain", to: &buffer)
        buffer.append(UInt8(ascii: " "))
        buffer.append(chain.name, of: texts)
        buffer.append("\n")
    }

    func write(commandFor set: NamedSet, _ names: borrowing CommandNames, to buffer: inout ByteBuffer) {
        write("add", set, names, to: &buffer)
        buffer.truncate(to: buffer.count - 1)
        buffer.append(" {")
        if let verbatim = set.verbatim ?? set.verbatimJSON {
            buffer.append(" ")
            buffer.append(verbatim, of: texts)
            buffer.append(" ;")
        } else {
            write(clausesOf: set, to: &buffer)
        }
        buffer.append(" }\n")
    }

    private func write(clausesOf set: NamedSet, to buffer: inout ByteBuffer) {
        if !set.type.isEmpty {
            write(typeOf: set, after: " type ", to: &buffer)
            buffer.append(" ;")
        }
        if set.size > 0 {
            buffer.append(" size ")
            buffer.append(decimal: set.size)
            buffer.append(" ;")
        }
        if !set.flags.isEmpty {
            write(set.flags, after: " flags ", to: &buffer)
            buffer.append(" ;")
        }
        if set.timeout > 0 {
            buffer.append(" timeout ")
            buffer.append(decimal: set.timeout)
            buffer.append("s ;")
        }
        if let comment = set.comment {
            buffer.append(nftComment: comment, of: texts)
            buffer.append(" ;")
        }
    }

    /// Writes `VERB set FAMILY TABLE NAME`, or `map`.
    func write(
        _ verb: StaticString, _ set: NamedSet, _ names: borrowing CommandNames, to buffer: inout ByteBuffer
    ) {
        names.write(verb, set.isMap ? " map" : " set", to: &buffer)
        buffer.append(UInt8(ascii: " "))
        buffer.append(set.name, of: texts)
        buffer.append("\n")
    }

    func write(typeOf set: NamedSet, after words: StaticString, to buffer: inout ByteBuffer) {
        buffer.append(words)
        for (place, part) in set.type.parts.enumerated() {
            if place > 0 { buffer.append(" . ") }
            buffer.append(part.word)
        }
        if set.isMap { buffer.append(" : verdict") }
    }

    func write(_ flags: NamedSet.Flags, after words: StaticString, to buffer: inout ByteBuffer) {
        buffer.append(words)
        var isFirst = true
        for (flag, word) in NamedSet.Flags.words where flags.contains(flag) {
            if !isFirst { buffer.append(",") }
            isFirst = false
            buffer.append(word)
        }
    }

    func write(
        commandFor rule: Rule, of table: borrowing Table, _ names: borrowing CommandNames, to buffer: inout ByteBuffer
    ) {
        names.write("add", " rule", to: &buffer)
        buffer.append(UInt8(ascii: " "))
        if Int(rule.chain) < table.chains.count { buffer.append(table.chains[Int(rule.chain)].name, of: texts) }
        buffer.append(UInt8(ascii: " "))
        write(body: rule, of: table, to: &buffer, wording: .command)
        buffer.append("\n")
    }

    /// Writes `VERB element FAMILY TABLE SET { ELEMENT }`; without comment and verdict if the verb is `delete`.
    func write(
        _ verb: StaticString, _ element: Element, of table: borrowing Table, onlyKey: Bool = false,
        _ names: borrowing CommandNames, to buffer: inout ByteBuffer
    ) {
        names.write(verb, " element", to: &buffer)
        buffer.append(UInt8(ascii: " "))
        if Int(element.set) < table.sets.count { buffer.append(table.sets[Int(element.set)].name, of: texts) }
        buffer.append(" { ")
        if onlyKey {
            write(keyOf: element, of: table, to: &buffer, wording: .command)
        } else {
            write(element, of: table, to: &buffer, wording: .command)
        }
        buffer.append(" }\n")
    }
}

extension NftablesTransaction {
    /// Writes the commands, as kube-proxy writes them.
    public func write(to buffer: inout ByteBuffer) {
        guard let table = ruleset.tables.first else { return }
        let names = NftablesRuleset.CommandNames(table, texts: ruleset.texts)
        for command in commands { write(command, of: table, names, to: &buffer) }
    }

    private func write(
        _ command: Command, of table: NftablesRuleset.Table, _ names: borrowing NftablesRuleset.CommandNames,
        to buffer: inout ByteBuffer
    ) {
        switch command {
        case .addTable: ruleset.write(commandFor: table, names, to: &buffer)
        case .addChain(let index): ruleset.write(commandFor: table.chains[Int(index)], names, to: &buffer)
        case .addBareChain(let index): ruleset.write("add", table.chains[Int(index)], names, to: &buffer)
        case .flushChain(let index): ruleset.write("flush", table.chains[Int(index)], names, to: &buffer)
        case .deleteChain(let index): ruleset.write("delete", table.chains[Int(index)], names, to: &buffer)
        case .addRule(let index): ruleset.write(commandFor: table.rules[Int(index)], of: table, names, to: &buffer)
        case .addSet(let index): ruleset.write(commandFor: table.sets[Int(index)], names, to: &buffer)
        case .flushSet(let index): ruleset.write("flush", table.sets[Int(index)], names, to: &buffer)
        case .addElement(let index):
            ruleset.write("add", table.elements[Int(index)], of: table, names, to: &buffer)
        case .addReplaced(let index): ruleset.write("add", replaced[Int(index)], of: table, names, to: &buffer)
        case .deleteReplaced(let index):
            ruleset.write("delete", replaced[Int(index)], of: table, onlyKey: true, names, to: &buffer)
        case .addTransient(let index): ruleset.write(commandFor: transient[Int(index)], names, to: &buffer)
        case .deleteTransient(let index): ruleset.write("delete", transient[Int(index)], names, to: &buffer)
        }
    }
}
