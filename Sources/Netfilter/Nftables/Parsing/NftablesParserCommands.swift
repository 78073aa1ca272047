import Bytes

/// Reading commands: `VERB OBJECT FAMILY TABLE …`. They are carried out at once.
extension NftablesParser {
    /// What follows `add`. False if it is about another kind of object.
    mutating func parseAddition() throws(Failure) -> Bool {
        if try lexer.take("table") {
            try addTable()
        } else if try lexer.take("chain") {
            try addChain()
        } else if try lexer.take("rule") {
            try addRule()
        } else if try lexer.take("set") {
            try addSet(isMap: false)
        } else if try lexer.take("map") {
            try addSet(isMap: true)
        } else if try lexer.take("element") {
            try addElements()
        } else {
            return false
        }
        return true
    }

    private mutating func addTable() throws(Failure) {
        let family = try takeFamily()
        let name = try takeName("table")
        let index = table(family, name)
        guard try lexer.take(.leftBrace) != nil else { return }
        while true {
            if try takesRightBrace(of: "table", name) { return }
            if try lexer.take(.separator) != nil { continue }
            if try lexer.take("comment"), let comment = try lexer.take(.string) {
                ruleset.tables[index].comment = text(comment)
                continue
            }
            let range = try skipStatement()
            ruleset.tables[index].others.append(.init(position: 0, text: text(range)))
        }
    }

    /// `FAMILY TABLE`, where the table must be there.
    private mutating func takeKnownTable() throws(Failure) -> Int {
        let family = try takeFamily()
        let name = try takeName("table")
        let count = ruleset.tables.count
        let index = table(family, name)
        guard index < count else {
            let words = String(decoding: lexer.text(name), as: UTF8.self)
            throw Failure(offset: name.start, message: "expected table \(family.word) \(words) to be added before")
        }
        return index
    }

    private mutating func addChain() throws(Failure) {
        let table = try takeKnownTable()
        let name = try takeName("chain")
        let index = chain(name, of: table)
        guard try lexer.take(.leftBrace) != nil else { return }
        while true {
            if try takesRightBrace(of: "chain", name) { return }
            if try lexer.take(.separator) != nil { continue }
            if try parseChainProperty(of: Int(index), table) { continue }
            try parseRule(chain: index, of: table)
        }
    }

    private mutating func addRule() throws(Failure) {
        let table = try takeKnownTable()
        let name = try takeName("chain")
        guard let chain = indices[table].chains[self.name(name)] else {
            let words = String(decoding: lexer.text(name), as: UTF8.self)
            throw Failure(offset: name.start, message: "expected chain \(words) to be added before")
        }
        try parseRule(chain: chain, of: table)
    }

    private mutating func addSet(isMap: Bool) throws(Failure) {
        let table = try takeKnownTable()
        try parseSetBlock(of: table, isMap: isMap)
    }

    private mutating func takeKnownSet(of table: Int) throws(Failure) -> UInt32 {
        let name = try takeName("set")
        guard let set = indices[table].sets[self.name(name)] else {
            let words = String(decoding: lexer.text(name), as: UTF8.self)
            throw Failure(offset: name.start, message: "expected set or map \(words) to be added before")
        }
        return set
    }

    private mutating func addElements() throws(Failure) {
        let table = try takeKnownTable()
        let set = try takeKnownSet(of: table)
        try takeLeftBrace(behind: "set")
        try parseElements(of: set, table)
    }

    // MARK: Removal

    /// What follows `flush` or `delete`. False if it is about something that isn't known here.
    mutating func parseRemoval(deletes: Bool) throws(Failure) -> Bool {
        if try lexer.take("chain") { return try removeChain(deletes: deletes) }
        if try lexer.take("set") { return try removeSet(deletes: deletes) }
        if try lexer.take("map") { return try removeSet(deletes: deletes) }
        guard deletes else { return false }
        if try lexer.take("element") {
            try deleteElements()
        } else if try lexer.take("table") {
            indices[try takeKnownTable()].isDeleted = true
        } else {
            return false
        }
        return true
    }

    private mutating func removeChain(deletes: Bool) throws(Failure) -> Bool {
        let table = try takeKnownTable()
        let name = self.name(try takeName("chain"))
        guard let chain = indices[table].chains[name] else { return false }
        if indices[table].ruleCounts[chain, default: 0] > 0 {
            ruleset.tables[table].rules.removeAll { $0.chain == chain }
            indices[table].ruleCounts[chain] = 0
        }
        if deletes {
            indices[table].chains[name] = nil
            indices[table].deletedChains.insert(chain)
        }
        return true
    }

    private mutating func removeSet(deletes: Bool) throws(Failure) -> Bool {
        let table = try takeKnownTable()
        let name = self.name(try takeName("set"))
        guard let set = indices[table].sets[name] else { return false }
        if indices[table].elementCounts[set, default: 0] > 0 {
            ruleset.tables[table].elements.removeAll { $0.set == set }
            indices[table].elementCounts[set] = 0
        }
        if deletes {
            indices[table].sets[name] = nil
            indices[table].deletedSets.insert(set)
        }
        return true
    }

    /// Takes the elements with the same keys away.
    private mutating func deleteElements() throws(Failure) {
        let table = try takeKnownTable()
        let set = try takeKnownSet(of: table)
        let kept = ruleset.tables[table].elements.count
        try takeLeftBrace(behind: "set")
        try parseElements(of: set, table)
        let all = ruleset.tables[table].elements
        let keys = Set(all[kept...].map { Array(ruleset.tables[table].values(of: $0)) })
        ruleset.tables[table].elements = all[..<kept].filter { element in
            element.set != set || !keys.contains(Array(ruleset.tables[table].values(of: element)))
        }
        indices[table].elementCounts[set] = ruleset.tables[table].elements.count { $0.set == set }
    }
}
