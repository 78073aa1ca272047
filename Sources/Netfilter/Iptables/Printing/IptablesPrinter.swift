import Bytes

extension IptablesRuleset {
    /// Writes all tables: what `iptables-restore` reads (`.tool`) or what `iptables-save` prints (`.kernel`).
    ///
    /// Tables, chain lines and rules come in the order in which they are stored; `canonicalized()` has the
    /// kernel's. With `counters`, the rules of a table that has counters have them in front, as with
    /// `iptables-save -c`.
    public func write(to buffer: inout ByteBuffer, spelling: Spelling, counters: Bool = false) {
        var nextRemark = 0
        for (index, table) in tables.enumerated() {
            writeRemarks(from: &nextRemark, upTo: index, nil, to: &buffer)
            write(headerOf: table, to: &buffer)
            for chain in table.chains { write(chain: chain, to: &buffer) }
            for (place, rule) in table.rules.enumerated() {
                if nextRemark < remarks.count { writeRemarks(from: &nextRemark, upTo: index, place, to: &buffer) }
                if counters, place < table.counters.count { write(table.counters[place], to: &buffer) }
                write(rule: rule, of: table, to: &buffer, spelling: spelling)
            }
            for chain in table.deletions { write(deletionOf: chain, to: &buffer) }
            writeRemarks(from: &nextRemark, upTo: index, .max, to: &buffer)
            writeCommit(to: &buffer)
        }
        writeRemarks(from: &nextRemark, upTo: .max, nil, to: &buffer)
    }

    /// Writes the line that begins a table: `*nat`.
    public func write(headerOf table: borrowing Table, to buffer: inout ByteBuffer) {
        buffer.append(UInt8(ascii: "*"))
        buffer.append(table.name, of: texts)
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes a chain line, the same in both spellings: `:KUBE-SERVICES - [0:0]`.
    public func write(chain: ChainDeclaration, to buffer: inout ByteBuffer) {
        buffer.append(UInt8(ascii: ":"))
        write(nameOf: chain.chain, to: &buffer)
        switch chain.policy {
        case .none: buffer.append(" - ")
        case .accept: buffer.append(" ACCEPT ")
        case .drop: buffer.append(" DROP ")
        }
        write(chain.counters, to: &buffer, end: UInt8(ascii: "\n"))
    }

    /// Writes one rule of `table` with its line break, without counters.
    public func write(rule: Rule, of table: borrowing Table, to buffer: inout ByteBuffer, spelling: Spelling) {
        write(rule: rule, options: table.options(of: rule), to: &buffer, spelling: spelling)
    }

    /// Writes one rule whose options are kept elsewhere than in a table, with its line break, without counters.
    public func write(
        rule: Rule, options: ArraySlice<Option>, to buffer: inout ByteBuffer, spelling: Spelling
    ) {
        buffer.append("-A ")
        write(nameOf: rule.chain, to: &buffer)
        switch spelling {
        case .tool:
            for option in options { write(option, to: &buffer, spelling: .tool) }
            write(rule.target, to: &buffer, spelling: .tool)
        case .kernel:
            forEachInKernelOrder(options) { write($0, to: &buffer, spelling: .kernel) }
            write(rule.target.kernelForm(family), to: &buffer, spelling: .kernel)
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes the line that deletes a chain: `-X KUBE-SVC-…`.
    public func write(deletionOf chain: ChainID, to buffer: inout ByteBuffer) {
        buffer.append("-X ")
        write(nameOf: chain, to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes the line that ends a table.
    public func writeCommit(to buffer: inout ByteBuffer) {
        buffer.append("COMMIT\n")
    }

    /// Writes a chain's name.
    func write(nameOf chain: ChainID, to buffer: inout ByteBuffer) {
        let index = Int(chain.index)
        if index < chainNames.count { buffer.append(chainNames[index], of: texts) }
    }

    /// Writes `[PACKETS:BYTES]` and a byte behind it.
    private func write(_ counters: Counters, to buffer: inout ByteBuffer, end: UInt8 = UInt8(ascii: " ")) {
        buffer.append(UInt8(ascii: "["))
        buffer.append(decimal: counters.packets)
        buffer.append(UInt8(ascii: ":"))
        buffer.append(decimal: counters.bytes)
        buffer.append(UInt8(ascii: "]"))
        buffer.append(end)
    }

    /// Writes the remarks from `next` on that stand before or at a rule (nil: a table's own line).
    private func writeRemarks(from next: inout Int, upTo table: Int, _ rule: Int?, to buffer: inout ByteBuffer) {
        while next < remarks.count, (remarks[next].table, remarks[next].rule ?? -1) <= (table, rule ?? -1) {
            buffer.append(remarks[next].text, of: texts)
            buffer.append(UInt8(ascii: "\n"))
            next += 1
        }
    }
}

extension IptablesRuleset {
    /// Writes a space and one option in the kernel's spelling.
    public func write(_ option: Option, to buffer: inout ByteBuffer) {
        write(option, to: &buffer, spelling: .kernel)
    }

    /// Writes a space and one target in the kernel's spelling.
    public func write(_ target: Target, to buffer: inout ByteBuffer) {
        write(target, to: &buffer, spelling: .kernel)
    }
}
