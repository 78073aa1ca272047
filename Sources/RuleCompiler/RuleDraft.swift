import Addressing
import Bytes
import Netfilter

/// An iptables ruleset with a few fixed chains that rules are being added to, one table after the other.
struct RuleDraft {
    typealias Option = IptablesRuleset.Option
    typealias ChainID = IptablesRuleset.ChainID
    typealias Target = IptablesRuleset.Target

    private(set) var ruleset: IptablesRuleset
    private var chains: [String: ChainID] = [:]
    /// The place of the table that rules are added to.
    private var table = 0

    init(family: IPFamily) { ruleset = IptablesRuleset(family: family) }

    /// Begins a table: what is declared and added from now on belongs to it.
    mutating func begin(_ name: StaticString) {
        table = ruleset.tables.count
        ruleset.tables.append(.init(name: text(name)))
    }

    /// The chain called `name`.
    mutating func chain(_ name: StaticString) -> ChainID {
        if let known = chains[name.description] { return known }
        let chain = ruleset.addChain(named: text(name))
        chains[name.description] = chain
        return chain
    }

    /// A text of the ruleset.
    mutating func text(_ words: StaticString) -> ArenaText {
        ruleset.texts.add(UnsafeRawBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    }

    /// A text of the ruleset.
    mutating func text(_ words: String) -> ArenaText { ruleset.texts.add(words) }

    /// The spelling of an address that the tool gets as `text`; nil stands for the canonical one.
    mutating func spelling(_ text: String?) -> AddressSpelling { ruleset.spelling(text) }

    /// A comment.
    mutating func comment(_ words: StaticString) -> Option { .comment(text(words)) }

    /// Adds a chain line.
    mutating func declare(_ name: StaticString) {
        let chain = chain(name)
        ruleset.tables[table].chains.append(.init(chain: chain))
    }

    /// Adds a rule.
    mutating func add(_ chain: ChainID, _ options: [Option] = [], _ target: Target) {
        ruleset.tables[table].options.append(contentsOf: options)
        ruleset.tables[table].endRule(in: chain, target: target)
    }

    /// Adds a rule to the chain called `name`.
    mutating func add(_ name: StaticString, _ options: [Option] = [], _ target: Target) {
        add(chain(name), options, target)
    }

    /// Adds a rule that jumps from one chain to another.
    mutating func addJump(_ name: StaticString, _ options: [Option] = [], to target: StaticString) {
        add(chain(name), options, .jump(chain(target)))
    }
}
