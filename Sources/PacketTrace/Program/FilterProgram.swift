import Addressing

/// What netfilter does with packets of one family, whatever tool the rules are from: chains of rules, each a few
/// instructions. Rulesets of iptables and nftables are translated into it once; then any number of packets are followed
/// through it.
public struct FilterProgram: Sendable {
    /// The family of the packets.
    public let family: IPFamily
    /// The chains; instructions name them by their place here.
    public internal(set) var chains: [Chain] = []
    /// The rules of all chains, those of one chain behind each other.
    public internal(set) var rules: [Rule] = []
    /// What the rules' ranges point into.
    public internal(set) var instructions: [Instruction] = []
    /// What `lookup` and `map` instructions name.
    public internal(set) var tables: [LookupTable] = []
    /// What `sourceIn` and `destinationIn` instructions name.
    public internal(set) var addressSets: [AddressSet] = []
    /// What maps and random choices lead to.
    public internal(set) var actions: [Action] = []
    /// Texts: names of interfaces and lists, matches that nobody knows.
    public internal(set) var texts: [String] = []
    /// The chains that hang at hooks, by hook, in the order in which packets meet them.
    public internal(set) var hooks: [Hook: [HookChain]] = [:]

    /// A program without chains.
    public init(family: IPFamily) { self.family = family }

    /// A place where the kernel calls chains.
    public enum Hook: UInt8, Sendable, Hashable, CaseIterable {
        case prerouting, input, forward, output, postrouting
    }

    /// A chain at a hook.
    public struct HookChain: Sendable, Hashable {
        /// Its place among the chains of the hook: the lowest first.
        public let priority: Int32
        /// The chain's place in `chains`.
        public let chain: Int
        /// Whether only the first packet of a connection comes here, and addresses are rewritten here.
        public let isNAT: Bool
        /// What becomes of a packet that reaches its end.
        public let drops: Bool

        /// Where among all that is called at a hook packets come here: all nat chains have one place, whatever their
        /// priorities are; these tell only which of them comes first (`nf_nat_register_fn` in the kernel).
        func place(at hook: Hook) -> Int32 {
            guard isNAT else { return priority }
            return hook == .prerouting || hook == .output ? -100 : 100
        }
    }

    /// One chain.
    public struct Chain: Sendable {
        /// Its name.
        public let name: String
        /// The table that it is in, with its family for nftables: `nat`, `ip kube-proxy`.
        public let table: String
        /// Its rules in `rules`.
        public internal(set) var rules: Range<Int>
        /// Finds the few of many rules that a packet can match; nil for a short chain.
        var index: ChainIndex?
    }

    /// One rule.
    public struct Rule: Sendable {
        /// Its instructions in `instructions`: tests first, as long as they hold.
        public let instructions: Range<Int>
        /// Where it is from.
        public let origin: Origin
    }

    /// The rule of a ruleset that one of a program was made from.
    public enum Origin: Sendable, Hashable {
        /// The rule's place in `tables[table].rules` of an `IptablesRuleset`.
        case iptables(table: Int, rule: Int)
        /// The rule's place in `tables[table].rules` of an `NftablesRuleset`.
        case nftables(table: Int, rule: Int)
    }

    /// A step of a rule.
    public enum Instruction: Sendable {
        /// Goes on if it holds, or else to the next rule.
        case test(Test, negated: Bool)
        /// Does something.
        case action(Action)
    }

    /// Something of a packet that a rule asks for.
    public enum Test: Sendable {
        /// The source address is in a network.
        case source(IPPrefix)
        /// The destination address is in a network.
        case destination(IPPrefix)
        /// The source address is in one of `addressSets`.
        case sourceIn(Int)
        /// The destination address is in one of `addressSets`.
        case destinationIn(Int)
        /// The layer-4 protocol.
        case transport(UInt8)
        /// The source port lies in a range.
        case sourcePort(ClosedRange<UInt16>)
        /// The destination port lies in a range.
        case destinationPort(ClosedRange<UInt16>)
        /// The interface that the packet came in by, a text of `texts`; `+` at its end stands for any ending.
        case inInterface(Int)
        /// The packet came in by a port of a bridge, on its way through the bridge.
        case cameThroughBridge
        /// The interface that the packet goes out by, likewise.
        case outInterface(Int)
        /// One of some states of the connection.
        case tracking(TrackingStates)
        /// `mark & mask == value`
        case mark(mask: UInt32, value: UInt32)
        /// The source address is one of the node's own.
        case sourceIsLocal
        /// The destination address is one of the node's own.
        case destinationIsLocal
        /// Chance: of 2^31 draws so many hold; and what that is meant to be.
        case chance(UInt32, nominal: Ratio)
        /// The client was seen before: a list or set whose name is in `texts`, for so many seconds (0 for any time).
        case seen(list: Int, seconds: UInt32)
        /// Fields of the packet are a key of one of `tables`.
        case lookup(Int, [Field])
        /// The packet belongs to a virtual server of IPVS.
        case virtualServer(SocketAddress, TransportProtocol)
        /// Something that nobody here knows, in the words of `texts`.
        case unknown(Int)
        /// Never.
        case never
    }

    /// A chance as a rule means it.
    public struct Ratio: Sendable, Hashable {
        /// The number above the line.
        public let numerator: UInt32
        /// The number below the line.
        public let denominator: UInt32

        /// `numerator` in `denominator`.
        public init(_ numerator: UInt32, _ denominator: UInt32) {
            self.numerator = numerator
            self.denominator = denominator
        }
    }

    /// What a rule does.
    public enum Action: Sendable, Hashable {
        /// The packet is done with this base chain.
        case accept
        /// The packet is thrown away.
        case drop
        /// The packet is thrown away and its sender told so.
        case reject(Answer)
        /// Back behind the last jump.
        case `return`
        /// A chain, and then back.
        case jump(Int)
        /// A chain, and not back.
        case goto(Int)
        /// `mark = (mark & ~clear) ^ flip`
        case mark(clear: UInt32, flip: UInt32)
        /// The connection goes to another socket.
        case dnat(SocketAddress)
        /// The connection goes to a port of the node itself.
        case redirect(port: UInt16)
        /// The connection seems to come from the node.
        case masquerade
        /// One of some actions by chance, each equally likely: a range of `actions`.
        case choose(Range<Int>)
        /// What one of `tables` has for fields of the packet; nothing if it has none.
        case map(Int, [Field])
        /// The client is put down in a list or set whose name is in `texts`.
        case remember(list: Int)
        /// Nothing that changes where the packet goes: it is counted or logged.
        case none
        /// Something that nobody here knows, in the words of `texts`: what follows is uncertain.
        case unknown(Int)
    }

    /// What a sender is told.
    public enum Answer: Sendable, Hashable {
        /// ICMP: port unreachable.
        case portUnreachable
        /// A TCP reset.
        case reset
        /// Something else, by the tool's word.
        case other(Int)
    }

    /// A field of a packet that keys are made of.
    public enum Field: UInt8, Sendable, Hashable {
        case source, destination, transport, sourcePort, destinationPort
    }
}

/// What conntrack says of a packet's connection.
public struct TrackingStates: OptionSet, Sendable, Hashable {
    /// One bit a state.
    public let rawValue: UInt8
    /// The states whose bits are set.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The packet belongs to no connection that conntrack understands.
    public static let invalid = TrackingStates(rawValue: 1 << 0)
    /// The packet begins a connection.
    public static let new = TrackingStates(rawValue: 1 << 1)
    /// The packet begins a connection that another one announced.
    public static let related = TrackingStates(rawValue: 1 << 2)
    /// Packets were seen in both directions.
    public static let established = TrackingStates(rawValue: 1 << 3)
    /// Conntrack was told to leave the packet alone.
    public static let untracked = TrackingStates(rawValue: 1 << 4)
    /// The connection's source was rewritten.
    public static let sourceTranslated = TrackingStates(rawValue: 1 << 5)
    /// The connection's destination was rewritten.
    public static let destinationTranslated = TrackingStates(rawValue: 1 << 6)
}
