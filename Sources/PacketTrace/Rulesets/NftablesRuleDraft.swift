/// The instructions of one rule of nft in the making: several lists where it takes several rules of a program to say
/// the same.
struct NftablesRuleDraft {
    typealias Instruction = FilterProgram.Instruction

    /// The lists; at most one of them does anything to a packet.
    private(set) var alternatives: [[Instruction]] = [[]]
    /// Whether it does anything but count.
    private(set) var hasEffects = false

    /// More alternatives than any rule needs that somebody wrote.
    private static let mostAlternatives = 64

    mutating func test(_ test: FilterProgram.Test, negated: Bool = false) { add(.test(test, negated: negated)) }

    mutating func action(_ action: FilterProgram.Action) {
        if action != .none { hasEffects = true }
        add(.action(action))
    }

    private mutating func add(_ instruction: Instruction) {
        for place in alternatives.indices { alternatives[place].append(instruction) }
    }

    /// Goes on with each of some branches of which at most one can match a packet. False, with nothing changed, if
    /// there are too many, or if something would be done twice.
    mutating func fork(_ branches: [[Instruction]]) -> Bool {
        guard !hasEffects, alternatives.count * branches.count <= Self.mostAlternatives else { return false }
        for case .action(let action)? in branches.map(\.last) where action != .none { hasEffects = true }
        alternatives = alternatives.flatMap { alternative in branches.map { alternative + $0 } }
        return true
    }

    /// The instructions of each rule; every one does something, if only to count.
    var rules: [[Instruction]] {
        alternatives.map { instructions in
            if case .action? = instructions.last { return instructions }
            return instructions + [.action(.none)]
        }
    }
}
