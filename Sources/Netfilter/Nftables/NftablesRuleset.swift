import Addressing
import Bytes

/// The nf_tables rules of a node, or of one family: what `nft -f` reads and `nft list ruleset` prints, typed.
///
/// Names, comments and words that proxyplan doesn't know lie in one arena; rules, statements and elements are plain
/// values in one array each that point into it.
public struct NftablesRuleset: Sendable {
    /// Where all texts of this ruleset lie.
    public var texts = TextArena()
    /// The tables in the order in which they are written.
    public var tables: [Table] = []
    /// What is written outside of tables, kept verbatim, and the table that it stands in front of.
    public var others: [Verbatim] = []

    /// Texts that a parser put together; they lie behind the input in `texts`.
    var joined: [UInt8] = []

    /// An empty ruleset.
    public init() {}

    /// Something that proxyplan has no type for.
    public struct Verbatim: Sendable, Hashable {
        /// The index of the table (or of the object in its table) that it stands in front of.
        public var position: Int
        /// Its text, without the line break at its end.
        public var text: ArenaText
        /// Whether the text is JSON: an object of `nft -j`, or, at a table's position 0, members of the table's object.
        public var isJSON = false

        /// `text` in front of what stands at `position`.
        public init(position: Int, text: ArenaText) {
            self.position = position
            self.text = text
        }
    }

    /// A table's family: which packets it sees.
    public enum Family: UInt8, Sendable, Hashable, CaseIterable {
        case ip, ip6, inet, arp, bridge, netdev
    }

    /// One table with all that is in it.
    public struct Table: Sendable {
        /// The family.
        public var family: Family
        /// The name: `kube-proxy`.
        public var name: ArenaText
        /// The comment, if it has one.
        public var comment: ArenaText?
        /// The kernel's number of the table; 0 if it isn't known.
        public var handle: UInt64 = 0
        /// Whether JSON has its sets and maps before its chains, as that of nft 1.0.6: nft can't load such a text,
        /// since elements of maps name chains.
        public var listsSetsFirst = false
        /// Sets and maps, in the order of their creation.
        public var sets: [NamedSet] = []
        /// Chains, in the order of their creation.
        public var chains: [Chain] = []
        /// Rules; the order of one chain's rules is the order here.
        public var rules: [Rule] = []
        /// What the rules' ranges point into.
        public var statements: [Statement] = []
        /// Elements of all sets and maps.
        public var elements: [Element] = []
        /// What the elements' ranges point into.
        public var values: [Value] = []
        /// Members of anonymous sets, which statements' ranges point into.
        public var members: [Member] = []
        /// Endpoints to choose from, which statements' ranges point into.
        public var endpoints: [EndpointChoice] = []
        /// Addresses and networks that kube-proxy up to 1.30 hands on as objects spell them; values and operands point
        /// into it.
        public var spelled: [SpelledAddress] = []
        /// Verdicts to choose from, which statements' ranges point into.
        public var verdicts: [Verdict] = []
        /// Objects of other kinds (counters, flowtables …), verbatim; they are written before sets and chains. A
        /// position of 0 is the table's own attribute lines, 1 an object.
        public var others: [Verbatim] = []

        /// An empty table.
        public init(family: Family, name: ArenaText, comment: ArenaText? = nil) {
            self.family = family
            self.name = name
            self.comment = comment
        }

        /// The statements of one rule, in order.
        public func statements(of rule: Rule) -> ArraySlice<Statement> {
            statements[Int(rule.firstStatement)..<(Int(rule.firstStatement) + Int(rule.statementCount))]
        }

        /// The values of an element's key, in order.
        public func values(of element: Element) -> ArraySlice<Value> {
            values[Int(element.firstValue)..<(Int(element.firstValue) + Int(element.valueCount))]
        }
    }

    /// An address or network whose text for the tool isn't the canonical one.
    public struct SpelledAddress: Sendable, Hashable {
        /// What is meant.
        public var prefix: IPPrefix
        /// Whether it is an address, not a network.
        public var isAddress: Bool
        /// The text for the tool.
        public var text: ArenaText

        /// `prefix`, which the tool gets as `text`.
        public init(_ prefix: IPPrefix, isAddress: Bool, text: ArenaText) {
            self.prefix = prefix
            self.isAddress = isAddress
            self.text = text
        }
    }

    /// One chain.
    public struct Chain: Sendable, Hashable {
        /// The name.
        public var name: ArenaText
        /// The comment, if it has one.
        public var comment: ArenaText?
        /// Where it hangs in the kernel; nil for a chain that is only jumped to.
        public var base: BaseChain?
        /// Lines about the hook that proxyplan has no type for (devices, say); instead of `base`.
        public var verbatimBase: ArenaText?
        /// The same from JSON: the members of the chain's object that are about the hook, or that proxyplan has no type
        /// for.
        public var verbatimJSON: ArenaText?
        /// The kernel's number of the chain; 0 if it isn't known.
        public var handle: UInt64 = 0

        /// A chain.
        public init(name: ArenaText, comment: ArenaText? = nil, base: BaseChain? = nil) {
            self.name = name
            self.comment = comment
            self.base = base
        }
    }

    /// Where a base chain hangs: `type nat hook prerouting priority -100`.
    public struct BaseChain: Sendable, Hashable {
        /// What the chain is for.
        public enum Kind: UInt8, Sendable, Hashable, CaseIterable { case filter, nat, route }
        /// Where in the kernel packets reach it.
        public enum Hook: UInt8, Sendable, Hashable, CaseIterable {
            case prerouting, input, forward, output, postrouting
        }
        /// What becomes of a packet that reaches its end.
        public enum Policy: UInt8, Sendable, Hashable, CaseIterable { case accept, drop }

        /// What the chain is for.
        public var kind: Kind
        /// Where packets reach it.
        public var hook: Hook
        /// Its place among the chains of one hook: the lowest first.
        public var priority: Int32
        /// What becomes of a packet at its end, if it is said; the kernel's default is accept.
        public var policy: Policy?
        /// The priority as it was written, if that was neither a number nor what nft prints.
        public var priorityText: ArenaText?

        /// A place at a hook.
        public init(_ kind: Kind, _ hook: Hook, priority: Int32, policy: Policy? = nil) {
            self.kind = kind
            self.hook = hook
            self.priority = priority
            self.policy = policy
        }
    }

    /// One rule: statements that are carried out in order as long as they match.
    public struct Rule: Sendable, Hashable {
        /// The index of its chain in the table's `chains`.
        public var chain: UInt32
        /// Where its statements begin in the table's `statements`.
        public var firstStatement: UInt32
        /// How many statements it has.
        public var statementCount: UInt16
        /// The comment, if it has one.
        public var comment: ArenaText?
        /// The kernel's number of the rule; 0 if it isn't known.
        public var handle: UInt64 = 0

        /// A rule whose statements were put into the table before.
        public init(chain: UInt32, firstStatement: UInt32, statementCount: UInt16, comment: ArenaText? = nil) {
            self.chain = chain
            self.firstStatement = firstStatement
            self.statementCount = statementCount
            self.comment = comment
        }
    }
}
