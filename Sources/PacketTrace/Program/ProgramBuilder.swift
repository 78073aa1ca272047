import Addressing

/// Builds a program: texts and address sets by number, each once; chains with their rules.
struct ProgramBuilder {
    private(set) var program: FilterProgram
    private var textPlaces: [String: Int] = [:]

    init(family: IPFamily) { program = FilterProgram(family: family) }

    /// The number of a text.
    mutating func text(_ text: String) -> Int {
        if let place = textPlaces[text] { return place }
        program.texts.append(text)
        textPlaces[text] = program.texts.count - 1
        return program.texts.count - 1
    }

    /// The number of a set of addresses.
    mutating func addressSet(_ set: AddressSet) -> Int {
        program.addressSets.append(set)
        return program.addressSets.count - 1
    }

    /// The number of a set or map.
    mutating func table(_ table: LookupTable) -> Int {
        program.tables.append(table)
        return program.tables.count - 1
    }

    /// The places of some actions behind each other.
    mutating func actions(_ actions: some Sequence<FilterProgram.Action>) -> Range<Int> {
        let start = program.actions.count
        program.actions.append(contentsOf: actions)
        return start..<program.actions.count
    }

    /// The number of a new chain, still without rules.
    mutating func chain(named name: String, table: String) -> Int {
        program.chains.append(FilterProgram.Chain(name: name, table: table, rules: 0..<0))
        return program.chains.count - 1
    }

    /// Begins the rules of a chain: all that are added then are its own.
    mutating func beginRules(of chain: Int) {
        program.chains[chain].rules = program.rules.count..<program.rules.count
    }

    /// Adds an instruction to the rule that comes next.
    mutating func append(_ instruction: FilterProgram.Instruction) { program.instructions.append(instruction) }

    /// Ends a rule of the chain that was begun last: its instructions are those that were added since the last one.
    mutating func endRule(origin: FilterProgram.Origin, of chain: Int) {
        let start = program.rules.last?.instructions.upperBound ?? 0
        program.rules.append(
            FilterProgram.Rule(instructions: start..<program.instructions.count, origin: origin))
        program.chains[chain].rules = program.chains[chain].rules.lowerBound..<program.rules.count
    }

    /// Adds a rule to the chain that was begun last.
    mutating func add(_ instructions: [FilterProgram.Instruction], origin: FilterProgram.Origin, to chain: Int) {
        program.instructions.append(contentsOf: instructions)
        endRule(origin: origin, of: chain)
    }

    /// Hangs a chain at a hook.
    mutating func hang(_ chain: Int, at hook: FilterProgram.Hook, priority: Int32, isNAT: Bool, drops: Bool) {
        program.hooks[hook, default: []].append(
            FilterProgram.HookChain(priority: priority, chain: chain, isNAT: isNAT, drops: drops))
    }

    /// The program. Chains of one hook and priority stay in the order in which they were hung there.
    mutating func finish() -> FilterProgram {
        for hook in FilterProgram.Hook.allCases {
            guard let chains = program.hooks[hook] else { continue }
            program.hooks[hook] = chains.enumerated().sorted { a, b in
                (a.element.place(at: hook), a.element.priority, a.offset)
                    < (b.element.place(at: hook), b.element.priority, b.offset)
            }.map(\.element)
        }
        for place in program.chains.indices {
            program.chains[place].index = ChainIndex(program.chains[place].rules, of: program)
        }
        return program
    }
}
