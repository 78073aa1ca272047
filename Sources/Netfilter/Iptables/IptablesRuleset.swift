import Addressing
import Bytes

/// The iptables rules of one family: what `iptables-restore` reads and `iptables-save` prints, typed.
///
/// Chain names, comments and words that proxyplan doesn't know lie in one arena, and rules are plain values that
/// point into it, so that a ruleset of half a million rules is a handful of arrays.
public struct IptablesRuleset: Sendable {
    /// The family: `iptables` or `ip6tables`.
    public var family: IPFamily
    /// Where all texts of this ruleset lie.
    public var texts = TextArena()
    /// The name of each chain that is declared or named anywhere, by `ChainID`.
    public private(set) var chainNames: [ArenaText] = []
    /// The tables in the order in which they are written.
    public var tables: [Table] = []
    /// Texts of addresses that aren't spelled canonically; `AddressSpelling` says places in it.
    public private(set) var spellings: [ArenaText] = []
    /// Lines that begin with `#`, and where they stand.
    public var remarks: [Remark] = []

    /// An empty ruleset.
    public init(family: IPFamily) {
        self.family = family
    }

    /// A chain of this ruleset, by its place in `chainNames`. Two tables may have chains of one name: they share it.
    public struct ChainID: Sendable, Hashable {
        /// The index in `chainNames`.
        public var index: UInt32

        /// The chain whose name is `chainNames[index]`.
        public init(_ index: UInt32) { self.index = index }
    }

    /// Gives `name` a number. It doesn't look whether the name has one already: who adds names keeps them apart.
    public mutating func addChain(named name: ArenaText) -> ChainID {
        chainNames.append(name)
        return ChainID(UInt32(chainNames.count - 1))
    }

    /// Keeps `text` as the spelling of an address.
    public mutating func addSpelling(_ text: ArenaText) -> AddressSpelling {
        let spelling = AddressSpelling(index: spellings.count)
        if spelling != .canonical { spellings.append(text) }
        return spelling
    }

    /// The text that a spelling stands for; nil for the canonical one.
    func text(of spelling: AddressSpelling) -> ArenaText? {
        guard let index = spelling.index, index < spellings.count else { return nil }
        return spellings[index]
    }

    /// The text of a chain's name.
    public func name(of chain: ChainID) -> String {
        Int(chain.index) < chainNames.count ? texts.string(chainNames[Int(chain.index)]) : ""
    }

    /// One table: chain lines, then rules in the order in which they are written.
    public struct Table: Sendable {
        /// `filter`, `nat`, `mangle`, `raw` or `security`.
        public var name: ArenaText
        /// The chain lines.
        public var chains: [ChainDeclaration] = []
        /// The rules of all chains; a chain's own order is the order here.
        public var rules: [Rule] = []
        /// What the rules' option ranges point into.
        public var options: [Option] = []
        /// The counters of `rules`, one each, or empty when the text has none.
        public var counters: [Counters] = []
        /// Chains that are deleted after the rules (`-X`).
        public var deletions: [ChainID] = []

        /// An empty table.
        public init(name: ArenaText) { self.name = name }

        /// The options of one rule, in the order in which they are written.
        public func options(of rule: Rule) -> ArraySlice<Option> {
            let start = Int(rule.firstOption)
            return options[start..<(start + Int(rule.optionCount))]
        }
    }

    /// A chain line: `:KUBE-SERVICES - [0:0]`, `:INPUT ACCEPT [12:840]`.
    public struct ChainDeclaration: Sendable, Hashable {
        /// The chain.
        public var chain: ChainID
        /// What becomes of a packet that reaches the end; none for a user-defined chain.
        public var policy: Policy
        /// The counters in brackets.
        public var counters: Counters

        /// A chain line.
        public init(chain: ChainID, policy: Policy = .none, counters: Counters = Counters()) {
            self.chain = chain
            self.policy = policy
            self.counters = counters
        }
    }

    /// What becomes of a packet that reaches the end of a chain.
    public enum Policy: Sendable, Hashable {
        /// `-`: a user-defined chain has no policy.
        case none
        case accept
        case drop
    }

    /// Packets and bytes counted.
    public struct Counters: Sendable, Hashable {
        /// The number of packets.
        public var packets: UInt64
        /// The number of bytes.
        public var bytes: UInt64

        /// Counters with these values.
        public init(packets: UInt64 = 0, bytes: UInt64 = 0) {
            self.packets = packets
            self.bytes = bytes
        }
    }

    /// One rule: `-A CHAIN OPTIONS TARGET`.
    public struct Rule: Sendable, Hashable {
        /// The chain that the rule is appended to.
        public var chain: ChainID
        /// Where its options begin in the table's `options`.
        public var firstOption: UInt32
        /// How many options it has.
        public var optionCount: UInt16
        /// What it does with a packet that all its options match.
        public var target: Target

        /// A rule whose options were put into the table before.
        public init(chain: ChainID, firstOption: UInt32, optionCount: UInt16, target: Target) {
            self.chain = chain
            self.firstOption = firstOption
            self.optionCount = optionCount
            self.target = target
        }
    }

    /// A comment line and the place where it stands.
    public struct Remark: Sendable, Hashable {
        /// The index of the table it belongs to; the number of tables for one behind the last table.
        public var table: Int
        /// The rule of the table in front of which it stands; nil in front of the table's own line.
        public var rule: Int?
        /// The line with its `#`, without the line break.
        public var text: ArenaText

        /// A comment line.
        public init(table: Int, rule: Int?, text: ArenaText) {
            self.table = table
            self.rule = rule
            self.text = text
        }
    }
}
