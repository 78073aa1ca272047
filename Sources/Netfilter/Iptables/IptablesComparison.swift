import Bytes

extension IptablesRuleset {
    /// Whether both have the same tables, chain lines (but for counters) and rules in the same order, of the same
    /// family. Arenas, numbers of chains, remarks and counters of rules don't count.
    ///
    /// Options must be the same in the same order: `canonicalized()` takes away what only the spelling makes.
    public func hasSameRules(as other: IptablesRuleset) -> Bool {
        guard family == other.family, tables.count == other.tables.count else { return false }
        var chains = ChainComparison(self, other)
        return zip(tables, other.tables).allSatisfy { mine, theirs in
            isSame(mine.name, theirs.name, of: other)
                && mine.chains.count == theirs.chains.count && mine.rules.count == theirs.rules.count
                && mine.deletions.count == theirs.deletions.count
                && zip(mine.chains, theirs.chains).allSatisfy { a, b in
                    a.policy == b.policy && chains.isSame(a.chain, b.chain)
                }
                && zip(mine.deletions, theirs.deletions).allSatisfy { chains.isSame($0, $1) }
                && zip(mine.rules, theirs.rules).allSatisfy { a, b in
                    chains.isSame(a.chain, b.chain) && isSame(a.target, b.target, of: other, &chains)
                        && isSame(mine.options(of: a), theirs.options(of: b), of: other)
                }
        }
    }

    private func isSame(_ mine: ArraySlice<Option>, _ theirs: ArraySlice<Option>, of other: IptablesRuleset) -> Bool {
        mine.count == theirs.count && zip(mine, theirs).allSatisfy { isSame($0, $1, of: other) }
    }

    private func isSame(_ mine: ArenaText, _ theirs: ArenaText, of other: IptablesRuleset) -> Bool {
        guard mine.length == theirs.length else { return false }
        return texts.withBytes(of: mine) { a in other.texts.withBytes(of: theirs) { a.equals($0) } }
    }

    private func isSame(_ mine: AddressSpelling, _ theirs: AddressSpelling, of other: IptablesRuleset) -> Bool {
        switch (text(of: mine), other.text(of: theirs)) {
        case (nil, nil): true
        case (let a?, let b?): isSame(a, b, of: other)
        default: false
        }
    }

    /// Compares the text of an option that has one, then all else with the texts made equal.
    private func isSame(_ mine: Option, _ theirs: Option, of other: IptablesRuleset) -> Bool {
        switch (mine.text, theirs.text) {
        case (nil, nil):
            mine == theirs && mine.spelling == .canonical
                || isSame(mine.spelling, theirs.spelling, of: other) && mine.withoutText == theirs.withoutText
        case (let a?, let b?): isSame(a, b, of: other) && mine.withoutText == theirs.withoutText
        default: false
        }
    }

    private func isSame(
        _ mine: Target, _ theirs: Target, of other: IptablesRuleset, _ chains: inout ChainComparison
    ) -> Bool {
        switch (mine, theirs) {
        case (.jump(let a), .jump(let b)), (.goto(let a), .goto(let b)): chains.isSame(a, b)
        case (.other(let a), .other(let b)): isSame(a, b, of: other)
        case (.dnat(let a, let mine), .dnat(let b, let theirs)): a == b && isSame(mine, theirs, of: other)
        case (.jump, _), (.goto, _), (.other, _): false
        default: mine == theirs
        }
    }
}

extension IptablesRuleset.Option {
    /// The text that the option points to.
    fileprivate var text: ArenaText? {
        switch self {
        case .inInterface(let match), .outInterface(let match): match.name
        case .comment(let text), .accounting(let text), .other(let text): text
        case .recent(let match): match.name
        case .set(let match): match.name
        case .source, .destination, .protocol, .protocolModule, .sourcePort, .destinationPort, .conntrackState, .mark,
            .addressType, .randomProbability, .virtualService:
            nil
        }
    }

    /// The spelling of the option's address.
    fileprivate var spelling: AddressSpelling {
        switch self {
        case .source(let match), .destination(let match): match.spelling
        case .virtualService(let match): match.spelling
        default: .canonical
        }
    }

    /// The option with the empty text or the canonical spelling in place of its own.
    fileprivate var withoutText: Self {
        switch self {
        case .inInterface(let match): .inInterface(.init(.empty, negated: match.negated))
        case .outInterface(let match): .outInterface(.init(.empty, negated: match.negated))
        case .source(let match): .source(match.canonicallySpelled)
        case .destination(let match): .destination(match.canonicallySpelled)
        case .virtualService(let match): .virtualService(match.canonicallySpelled)
        case .comment: .comment(.empty)
        case .accounting: .accounting(.empty)
        case .other: .other(.empty)
        case .recent(let match):
            .recent(.init(name: .empty, action: match.action, seconds: match.seconds, reap: match.reap))
        case .set(let match):
            .set(
                .init(
                    name: .empty, dimension: match.dimension, sourceBits: match.sourceBits, negated: match.negated))
        default: self
        }
    }
}

/// Which chains of two rulesets have the same name; each pair's names are compared once.
private struct ChainComparison {
    private let mine: IptablesRuleset
    private let theirs: IptablesRuleset
    /// The chain of `theirs` found equal to each chain of `mine`; `.max` for none so far.
    private var known: [UInt32]

    init(_ mine: IptablesRuleset, _ theirs: IptablesRuleset) {
        self.mine = mine
        self.theirs = theirs
        known = [UInt32](repeating: .max, count: mine.chainNames.count)
    }

    mutating func isSame(_ a: IptablesRuleset.ChainID, _ b: IptablesRuleset.ChainID) -> Bool {
        guard Int(a.index) < known.count, Int(b.index) < theirs.chainNames.count else { return false }
        if known[Int(a.index)] == b.index { return true }
        let (name, other) = (mine.chainNames[Int(a.index)], theirs.chainNames[Int(b.index)])
        guard name.length == other.length else { return false }
        let isSame = mine.texts.withBytes(of: name) { bytes in
            theirs.texts.withBytes(of: other) { bytes.equals($0) }
        }
        if isSame { known[Int(a.index)] = b.index }
        return isSame
    }
}
