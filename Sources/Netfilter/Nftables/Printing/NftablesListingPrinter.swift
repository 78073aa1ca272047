import Bytes

extension NftablesRuleset {
    /// Writes all tables as `nft list ruleset` of `version` prints them, in the order in which objects are stored.
    ///
    /// `canonicalized()` has the kernel's forms. With `handles` the kernel's numbers are written where they are
    /// known, as with `nft -a`.
    public func writeListing(to buffer: inout ByteBuffer, version: NftVersion, handles: Bool = false) {
        for (index, table) in tables.enumerated() {
            for other in others where other.position == index { writeLine(other.text, to: &buffer) }
            write(listingOf: table, to: &buffer, version: version, handles: handles)
        }
        for other in others where other.position >= tables.count { writeLine(other.text, to: &buffer) }
    }

    private func writeLine(_ text: ArenaText, to buffer: inout ByteBuffer) {
        buffer.append(text, of: texts)
        buffer.append("\n")
    }

    private func write(
        listingOf table: Table, to buffer: inout ByteBuffer, version: NftVersion, handles: Bool
    ) {
        buffer.append("table ")
        buffer.append(table.family.word)
        buffer.append(" ")
        buffer.append(table.name, of: texts)
        buffer.append(" {")
        if handles { buffer.append(nftHandle: table.handle) }
        buffer.append("\n")
        if let comment = table.comment { write(commentLine: comment, indent: "\t", to: &buffer) }
        for other in table.others where other.position == 0 { writeLine(other.text, to: &buffer) }
        var isFirst = true
        func separate() {
            if !isFirst { buffer.append("\n") }
            isFirst = false
        }
        for other in table.others where other.position != 0 {
            separate()
            writeLine(other.text, to: &buffer)
        }
        let elements = Self.grouped(table.elements, count: table.sets.count) { Int($0.set) }
        var nextElement = 0
        for (index, set) in table.sets.enumerated() {
            separate()
            let start = nextElement
            while nextElement < elements.count && Int(elements[nextElement].set) == index { nextElement += 1 }
            write(listingOf: set, elements[start..<nextElement], of: table, to: &buffer, handles: handles)
        }
        let rules = Self.grouped(table.rules, count: table.chains.count) { Int($0.chain) }
        var nextRule = 0
        for (index, chain) in table.chains.enumerated() {
            separate()
            let start = nextRule
            while nextRule < rules.count && Int(rules[nextRule].chain) == index { nextRule += 1 }
            write(headOf: chain, to: &buffer, version: version, handles: handles)
            for rule in rules[start..<nextRule] {
                buffer.append("\t\t")
                write(body: rule, of: table, to: &buffer, wording: .listing)
                if handles { buffer.append(nftHandle: rule.handle) }
                buffer.append("\n")
            }
            buffer.append("\t}\n")
        }
        buffer.append("}\n")
    }

    private func write(commentLine comment: ArenaText, indent: StaticString, to buffer: inout ByteBuffer) {
        buffer.append(indent)
        buffer.append("comment ")
        buffer.append(nftString: comment, of: texts)
        buffer.append("\n")
    }

    // MARK: Chains

    private func write(headOf chain: Chain, to buffer: inout ByteBuffer, version: NftVersion, handles: Bool) {
        buffer.append("\tchain ")
        buffer.append(chain.name, of: texts)
        buffer.append(" {")
        if handles { buffer.append(nftHandle: chain.handle) }
        buffer.append("\n")
        if let comment = chain.comment { write(commentLine: comment, indent: "\t\t", to: &buffer) }
        if let base = chain.base {
            buffer.append("\t\ttype ")
            buffer.append(base.kind.word)
            buffer.append(" hook ")
            buffer.append(base.hook.word)
            buffer.append(" priority ")
            write(priorityOf: base, to: &buffer, version: version)
            buffer.append(";")
            if let policy = base.policy {
                buffer.append(" policy ")
                buffer.append(policy.word)
                buffer.append(";")
            }
            buffer.append("\n")
        }
        if let verbatim = chain.verbatimBase ?? chain.verbatimJSON {
            buffer.append("\t\t")
            writeLine(verbatim, to: &buffer)
        }
    }

    private func write(priorityOf base: BaseChain, to buffer: inout ByteBuffer, version: NftVersion) {
        if let text = base.priorityText { return buffer.append(text, of: texts) }
        guard let name = NftablesPriorities.name(of: base.priority, at: base.hook, version: version) else {
            return buffer.append(signed: base.priority)
        }
        buffer.append(name.word)
        let distance = base.priority - name.value
        if distance == 0 { return }
        buffer.append(distance > 0 ? " + " : " - ")
        buffer.append(decimal: distance.magnitude)
    }

    // MARK: Sets

    private func write(
        listingOf set: NamedSet, _ elements: ArraySlice<Element>, of table: borrowing Table,
        to buffer: inout ByteBuffer, handles: Bool
    ) {
        buffer.append(set.isMap ? "\tmap " : "\tset ")
        buffer.append(set.name, of: texts)
        buffer.append(" {")
        if handles { buffer.append(nftHandle: set.handle) }
        buffer.append("\n")
        if let verbatim = set.verbatim ?? set.verbatimJSON {
            buffer.append("\t\t")
            writeLine(verbatim, to: &buffer)
        } else {
            write(propertiesOf: set, to: &buffer)
        }
        write(listingOf: elements, in: set, of: table, to: &buffer)
        buffer.append("\t}\n")
    }

    private func write(propertiesOf set: NamedSet, to buffer: inout ByteBuffer) {
        if !set.type.isEmpty {
            write(typeOf: set, after: "\t\ttype ", to: &buffer)
            buffer.append("\n")
        }
        if set.size > 0 {
            buffer.append("\t\tsize ")
            buffer.append(decimal: set.size)
            buffer.append("\n")
        }
        if !set.flags.isEmpty {
            write(set.flags, after: "\t\tflags ", to: &buffer)
            buffer.append("\n")
        }
        if set.timeout > 0 {
            buffer.append("\t\ttimeout ")
            buffer.append(nftTime: set.timeout)
            buffer.append("\n")
        }
        if let comment = set.comment { write(commentLine: comment, indent: "\t\t", to: &buffer) }
    }

    /// Elements over several lines: two IPv4 addresses a line, five numbers, one of everything else.
    private func write(
        listingOf elements: ArraySlice<Element>, in set: NamedSet, of table: borrowing Table,
        to buffer: inout ByteBuffer
    ) {
        if elements.isEmpty { return }
        buffer.append("\t\telements = { ")
        let perLine = set.elementsPerLine
        for (place, element) in elements.enumerated() {
            if place > 0 { buffer.append(place % perLine == 0 ? ",\n\t\t\t     " : ", ") }
            write(element, of: table, to: &buffer, wording: .listing)
        }
        buffer.append(" }\n")
    }
}

extension NftablesRuleset.NamedSet {
    /// How many elements nft prints in one line (nftables, src/expression.c).
    var elementsPerLine: Int {
        let parts = type.parts
        guard parts.count == 1 else { return 1 }
        return switch parts[0] {
        case .ipv4Address: 2
        case .transport, .port, .mark: 5
        case .ipv6Address, .interfaceName, .etherAddress: 1
        }
    }
}
