import Bytes

extension NftablesRuleset {
    /// Writes all tables as `nft -j list ruleset` of `version` prints them, without handles that aren't known.
    ///
    /// Chains come before sets and maps, as newer versions print them, unless a table came the other way round
    /// (`listsSetsFirst`). What has no type here is written as it was in JSON; what came
    /// from an nft text is written as `{"verbatim": TEXT}`, which nft doesn't load.
    public func writeJSON(to buffer: inout ByteBuffer, version: NftVersion) {
        buffer.append("{\"nftables\": [{\"metainfo\": {\"version\": \"")
        buffer.append(version.description)
        buffer.append("\"")
        for (known, name) in Self.releaseNames where known == version {
            buffer.append(", \"release_name\": \"")
            buffer.append(name)
            buffer.append("\"")
        }
        buffer.append(", \"json_schema_version\": 1}}")
        for (index, table) in tables.enumerated() {
            for other in others where other.position == index { write(jsonOf: other, to: &buffer) }
            write(jsonOf: table, to: &buffer, version: version)
        }
        for other in others where other.position >= tables.count { write(jsonOf: other, to: &buffer) }
        buffer.append("]}\n")
    }

    /// What versions call themselves.
    private static let releaseNames: [(version: NftVersion, name: StaticString)] = [
        (.v1_0_6, "Lester Gooch #5"), (.v1_1_3, "Commodore Bullmoose #4"),
    ]

    /// Writes what a JSON text had besides; an nft text's has no place in JSON.
    private func write(jsonOf other: Verbatim, to buffer: inout ByteBuffer) {
        write(jsonMembers: other.isJSON ? other.text : nil, to: &buffer)
    }

    /// Writes members, or an object of a list, behind others.
    private func write(jsonMembers text: ArenaText?, to buffer: inout ByteBuffer) {
        guard let text else { return }
        buffer.append(", ")
        buffer.append(text, of: texts)
    }

    private func write(jsonOf table: Table, to buffer: inout ByteBuffer, version: NftVersion) {
        buffer.append(", {\"table\": {\"family\": \"")
        buffer.append(table.family.word)
        buffer.append("\", \"name\": ")
        buffer.append(jsonString: table.name, of: texts)
        write(jsonHandle: table.handle, to: &buffer)
        for other in table.others where other.position == 0 { write(jsonOf: other, to: &buffer) }
        if version.jsonShowsEverything { write(jsonComment: table.comment, to: &buffer) }
        buffer.append("}}")
        if table.listsSetsFirst { writeSets(of: table, to: &buffer, version: version) }
        for chain in table.chains { write(jsonOf: chain, of: table, to: &buffer, version: version) }
        for other in table.others where other.position != 0 { write(jsonOf: other, to: &buffer) }
        if !table.listsSetsFirst { writeSets(of: table, to: &buffer, version: version) }
        for rule in Self.grouped(table.rules, count: table.chains.count, by: { Int($0.chain) }) {
            write(jsonOf: rule, of: table, to: &buffer)
        }
    }

    private func writeSets(of table: Table, to buffer: inout ByteBuffer, version: NftVersion) {
        let elements = Self.grouped(table.elements, count: table.sets.count) { Int($0.set) }
        var next = 0
        for (index, set) in table.sets.enumerated() {
            let start = next
            while next < elements.count && Int(elements[next].set) == index { next += 1 }
            write(jsonOf: set, elements[start..<next], of: table, to: &buffer, version: version)
        }
    }

    /// `"family": FAMILY, "table": TABLE`
    private func write(jsonPlaceOf table: borrowing Table, to buffer: inout ByteBuffer) {
        buffer.append("\"family\": \"")
        buffer.append(table.family.word)
        buffer.append("\", \"table\": ")
        buffer.append(jsonString: table.name, of: texts)
    }

    private func write(jsonHandle handle: UInt64, to buffer: inout ByteBuffer) {
        if handle == 0 { return }
        buffer.append(", \"handle\": ")
        buffer.append(decimal: handle)
    }

    private func write(jsonComment comment: ArenaText?, to buffer: inout ByteBuffer) {
        guard let comment else { return }
        buffer.append(", \"comment\": ")
        buffer.append(jsonString: comment, of: texts)
    }

    private func write(
        jsonOf chain: Chain, of table: borrowing Table, to buffer: inout ByteBuffer, version: NftVersion
    ) {
        buffer.append(", {\"chain\": {")
        write(jsonPlaceOf: table, to: &buffer)
        buffer.append(", \"name\": ")
        buffer.append(jsonString: chain.name, of: texts)
        write(jsonHandle: chain.handle, to: &buffer)
        if version.jsonShowsEverything { write(jsonComment: chain.comment, to: &buffer) }
        if let base = chain.base {
            buffer.append(", \"type\": \"")
            buffer.append(base.kind.word)
            buffer.append("\", \"hook\": \"")
            buffer.append(base.hook.word)
            buffer.append("\", \"prio\": ")
            buffer.append(signed: base.priority)
            buffer.append(", \"policy\": \"")
            buffer.append((base.policy ?? .accept).word)
            buffer.append("\"")
        }
        write(jsonMembers: chain.verbatimJSON, to: &buffer)
        buffer.append("}}")
    }

    // MARK: Sets

    private func write(
        jsonOf set: NamedSet, _ elements: ArraySlice<Element>, of table: borrowing Table,
        to buffer: inout ByteBuffer, version: NftVersion
    ) {
        buffer.append(set.isMap ? ", {\"map\": {\"family\": \"" : ", {\"set\": {\"family\": \"")
        buffer.append(table.family.word)
        buffer.append("\", \"name\": ")
        buffer.append(jsonString: set.name, of: texts)
        buffer.append(", \"table\": ")
        buffer.append(jsonString: table.name, of: texts)
        if let verbatim = set.verbatimJSON {
            write(jsonHandle: set.handle, to: &buffer)
            write(jsonMembers: verbatim, to: &buffer)
        } else {
            write(jsonPropertiesOf: set, to: &buffer, version: version)
        }
        write(jsonOf: elements, of: table, to: &buffer)
        buffer.append("}}")
    }

    private func write(jsonPropertiesOf set: NamedSet, to buffer: inout ByteBuffer, version: NftVersion) {
        buffer.append(", \"type\": ")
        write(jsonOf: set.type, to: &buffer)
        write(jsonHandle: set.handle, to: &buffer)
        write(jsonComment: set.comment, to: &buffer)
        if set.isMap { buffer.append(", \"map\": \"verdict\"") }
        if set.size > 0 {
            buffer.append(", \"size\": ")
            buffer.append(decimal: set.size)
        }
        let flags = version.jsonShowsEverything ? set.flags : set.flags.subtracting(.dynamic)
        if !flags.isEmpty {
            buffer.append(", \"flags\": [")
            var isFirst = true
            for (flag, word) in NamedSet.Flags.jsonWords where flags.contains(flag) {
                buffer.append(isFirst ? "\"" : ", \"")
                isFirst = false
                buffer.append(word)
                buffer.append("\"")
            }
            buffer.append("]")
        }
        if set.timeout > 0 {
            buffer.append(", \"timeout\": ")
            buffer.append(decimal: set.timeout)
        }
    }

    private func write(jsonOf type: KeyType, to buffer: inout ByteBuffer) {
        let parts = type.parts
        if parts.count != 1 { buffer.append("[") }
        for (place, part) in parts.enumerated() {
            buffer.append(place == 0 ? "\"" : ", \"")
            buffer.append(part.word)
            buffer.append("\"")
        }
        if parts.count != 1 { buffer.append("]") }
    }

    private func write(jsonOf elements: ArraySlice<Element>, of table: borrowing Table, to buffer: inout ByteBuffer) {
        if elements.isEmpty { return }
        buffer.append(", \"elem\": [")
        for (place, element) in elements.enumerated() {
            if place > 0 { buffer.append(", ") }
            if element.verdict != nil { buffer.append("[") }
            let times = element.isStateJSON ? [] : texts.withBytes(of: element.state ?? .empty) { $0.nftTimes }
            let isWrapped = element.comment != nil || element.isStateJSON || !times.isEmpty
            if isWrapped { buffer.append("{\"elem\": {\"val\": ") }
            write(jsonKeyOf: element, of: table, to: &buffer)
            if isWrapped {
                for (kind, seconds) in times { buffer.append(jsonSeconds: seconds, of: kind) }
                if element.isStateJSON { write(jsonMembers: element.state, to: &buffer) }
                write(jsonComment: element.comment, to: &buffer)
                buffer.append("}}")
            }
            if let verdict = element.verdict {
                buffer.append(", ")
                write(json: verdict, to: &buffer)
                buffer.append("]")
            }
        }
        buffer.append("]")
    }

    private func write(jsonKeyOf element: Element, of table: borrowing Table, to buffer: inout ByteBuffer) {
        if element.valueCount > 1 { buffer.append("{\"concat\": [") }
        for (place, value) in table.values(of: element).enumerated() {
            if place > 0 { buffer.append(", ") }
            switch value {
            case .address(let address): buffer.append(jsonAddress: address)
            case .prefix(let prefix): buffer.append(jsonPrefix: prefix)
            case .spelled(let index): write(jsonSpelled: index, of: table, to: &buffer)
            case .transport(let number): buffer.append(jsonTransport: number)
            case .number(let number): buffer.append(decimal: number)
            case .verbatim(let text): buffer.append(jsonString: texts.withoutQuotes(text), of: texts)
            case .json(let text): buffer.append(text, of: texts)
            }
        }
        if element.valueCount > 1 { buffer.append("]}") }
    }

    // MARK: Rules

    private func write(jsonOf rule: Rule, of table: borrowing Table, to buffer: inout ByteBuffer) {
        buffer.append(", {\"rule\": {")
        write(jsonPlaceOf: table, to: &buffer)
        buffer.append(", \"chain\": ")
        buffer.append(jsonString: table.chains[Int(rule.chain)].name, of: texts)
        write(jsonHandle: rule.handle, to: &buffer)
        write(jsonComment: rule.comment, to: &buffer)
        buffer.append(", \"expr\": [")
        var isFirst = true
        for statement in table.statements(of: rule) {
            if !isFirst { buffer.append(", ") }
            isFirst = false
            write(json: statement, of: table, to: &buffer)
        }
        buffer.append("]}}")
    }
}
