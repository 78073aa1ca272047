import Addressing
import Bytes

extension IptablesRuleset {
    /// One option of a rule, with the `-m` that loads its match where it has a match of its own.
    ///
    /// A rule keeps its options in the order in which they were written. In that order they are what kube-proxy
    /// hands to `iptables-restore`; sorted as the kernel gives them back they are what `iptables-save` prints.
    /// What proxyplan doesn't know stays verbatim in `.other`.
    public enum Option: Sendable, Hashable {
        /// `[!] -s PREFIX`
        case source(AddressMatch)
        /// `[!] -d PREFIX`
        case destination(AddressMatch)
        /// `[!] -i NAME`
        case inInterface(InterfaceMatch)
        /// `[!] -o NAME`
        case outInterface(InterfaceMatch)
        /// `[!] -p PROTOCOL`
        case `protocol`(ProtocolMatch)
        /// `-m tcp`, `-m udp`, `-m sctp`: loads the match that the ports belong to.
        case protocolModule(TransportProtocol)
        /// `[!] --sport PORTS`
        case sourcePort(PortMatch)
        /// `[!] --dport PORTS`
        case destinationPort(PortMatch)
        /// `-m comment --comment TEXT`
        case comment(ArenaText)
        /// `-m conntrack [!] --ctstate STATES`
        case conntrackState(ConntrackStates, negated: Bool)
        /// `-m mark [!] --mark VALUE/MASK`
        case mark(value: UInt32, mask: UInt32, negated: Bool)
        /// `-m addrtype [!] --src-type TYPE` or `--dst-type`
        case addressType(AddressTypeMatch)
        /// `-m statistic --mode random --probability P`
        case randomProbability(DecimalFraction)
        /// `-m recent …`
        case recent(RecentMatch)
        /// `-m nfacct --nfacct-name NAME`
        case accounting(ArenaText)
        /// `-m set [!] --match-set NAME DIRECTIONS`
        case set(SetMatch)
        /// `-m ipvs --vaddr ADDRESS --vproto PROTOCOL --vport PORT`
        case virtualService(VirtualServiceMatch)
        /// Any other words, verbatim, from a `-m` or an option to before the next one.
        case other(ArenaText)
    }

    /// An address or network to compare with.
    public struct AddressMatch: Sendable, Hashable {
        /// The network.
        public var prefix: IPPrefix
        /// Whether packets outside it match.
        public var negated: Bool
        /// Whether a single address is written without `/32` or `/128`: kube-proxy does, `iptables-save` never.
        public var isBare: Bool
        /// How the tool's text spells it, with its length.
        public var spelling: AddressSpelling

        /// Packets from or to `prefix`.
        public init(
            _ prefix: IPPrefix, negated: Bool = false, isBare: Bool = false, spelling: AddressSpelling = .canonical
        ) {
            self.prefix = prefix
            self.negated = negated
            self.isBare = isBare
            self.spelling = spelling
        }

        /// Packets from or to one address, written without its length.
        public init(_ address: IPAddress, negated: Bool = false, spelling: AddressSpelling = .canonical) {
            self.init(IPPrefix(host: address), negated: negated, isBare: true, spelling: spelling)
        }
    }

    /// An interface name to compare with; a `+` at its end stands for any ending.
    public struct InterfaceMatch: Sendable, Hashable {
        /// The name, with its `+` if it is a prefix.
        public var name: ArenaText
        /// Whether other interfaces match.
        public var negated: Bool

        /// Packets through the interface `name`.
        public init(_ name: ArenaText, negated: Bool = false) {
            self.name = name
            self.negated = negated
        }
    }

    /// A layer-4 protocol to compare with.
    public struct ProtocolMatch: Sendable, Hashable {
        /// The protocol's number (IANA).
        public var number: UInt8
        /// Whether other protocols match.
        public var negated: Bool

        /// Packets of a protocol.
        public init(_ transport: TransportProtocol, negated: Bool = false) {
            number = transport.rawValue
            self.negated = negated
        }

        /// Packets of the protocol with an IANA number.
        public init(number: UInt8, negated: Bool = false) {
            self.number = number
            self.negated = negated
        }
    }

    /// A range of ports to compare with.
    public struct PortMatch: Sendable, Hashable {
        /// The lowest port.
        public var lower: UInt16
        /// The highest port; the same for a single port.
        public var upper: UInt16
        /// Whether other ports match.
        public var negated: Bool

        /// Packets from or to ports `lower` to `upper`.
        public init(_ lower: UInt16, _ upper: UInt16, negated: Bool = false) {
            self.lower = lower
            self.upper = upper
            self.negated = negated
        }

        /// Packets from or to one port.
        public init(_ port: UInt16) { self.init(port, port) }
    }

    /// Connection tracking states, in the order in which `iptables-save` prints them.
    public struct ConntrackStates: OptionSet, Sendable, Hashable {
        /// One bit a state.
        public let rawValue: UInt8
        /// The states whose bits are set.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The packet belongs to no connection that conntrack understands.
        public static let invalid = ConntrackStates(rawValue: 1 << 0)
        /// The packet begins a connection.
        public static let new = ConntrackStates(rawValue: 1 << 1)
        /// The packet begins a connection that another one announced.
        public static let related = ConntrackStates(rawValue: 1 << 2)
        /// Packets were seen in both directions.
        public static let established = ConntrackStates(rawValue: 1 << 3)
        /// Conntrack was told to leave the packet alone.
        public static let untracked = ConntrackStates(rawValue: 1 << 4)
        /// The connection's source was rewritten.
        public static let snat = ConntrackStates(rawValue: 1 << 5)
        /// The connection's destination was rewritten.
        public static let dnat = ConntrackStates(rawValue: 1 << 6)

        /// Every state with its word, in the tool's order of printing.
        public static let words: [(state: ConntrackStates, word: StaticString)] = [
            (.invalid, "INVALID"), (.new, "NEW"), (.related, "RELATED"), (.established, "ESTABLISHED"),
            (.untracked, "UNTRACKED"), (.snat, "SNAT"), (.dnat, "DNAT"),
        ]
    }

    /// The kind of an address as the routing table sees it.
    public struct AddressTypeMatch: Sendable, Hashable {
        /// Which of the packet's addresses.
        public enum Side: Sendable, Hashable { case source, destination }
        /// The kinds that kube-proxy asks for; every other stays verbatim.
        public enum Kind: Sendable, Hashable { case local }

        /// Which of the packet's addresses.
        public var side: Side
        /// Of which kind it must be.
        public var kind: Kind
        /// Whether other kinds match.
        public var negated: Bool

        /// Packets whose address on `side` is of a kind.
        public init(_ side: Side, _ kind: Kind = .local, negated: Bool = false) {
            self.side = side
            self.kind = kind
            self.negated = negated
        }
    }

    /// A list of recently seen source addresses.
    public struct RecentMatch: Sendable, Hashable {
        /// What is done with the list.
        public enum Action: Sendable, Hashable { case set, rcheck, update, remove }

        /// The list's name.
        public var name: ArenaText
        /// What is done with it.
        public var action: Action
        /// Only entries seen in the last so many seconds count; 0 if it isn't said.
        public var seconds: UInt32
        /// Whether older entries are removed.
        public var reap: Bool

        /// A use of the list `name`.
        public init(name: ArenaText, action: Action, seconds: UInt32 = 0, reap: Bool = false) {
            self.name = name
            self.action = action
            self.seconds = seconds
            self.reap = reap
        }
    }

    /// Membership in an ipset.
    public struct SetMatch: Sendable, Hashable {
        /// The set's name.
        public var name: ArenaText
        /// How many of the packet's fields are looked up: 1 to 6.
        public var dimension: UInt8
        /// One bit a field, the first in the lowest: set for `src`, clear for `dst`.
        public var sourceBits: UInt8
        /// Whether packets that aren't in the set match.
        public var negated: Bool

        /// Packets whose fields are in the set `name`.
        public init(name: ArenaText, dimension: UInt8, sourceBits: UInt8, negated: Bool = false) {
            self.name = name
            self.dimension = dimension
            self.sourceBits = sourceBits
            self.negated = negated
        }
    }

    /// The IPVS virtual service that a packet belongs to; other forms of the match stay verbatim.
    public struct VirtualServiceMatch: Sendable, Hashable {
        /// The virtual service's address.
        public var address: IPAddress
        /// Its protocol.
        public var transport: TransportProtocol
        /// Its port.
        public var port: UInt16
        /// How the tool's text spells its address.
        public var spelling: AddressSpelling

        /// Packets of the virtual service `address`:`port`.
        public init(
            _ address: IPAddress, _ transport: TransportProtocol, port: UInt16, spelling: AddressSpelling = .canonical
        ) {
            self.address = address
            self.transport = transport
            self.port = port
            self.spelling = spelling
        }
    }

    /// A fraction as it is written in decimal: `0.3333333333`.
    public struct DecimalFraction: Sendable, Hashable {
        /// The number without its point: 3333333333.
        public var units: UInt64
        /// The digits behind the point: 10. At most 18.
        public var digits: UInt8

        /// `units` / 10^`digits`.
        public init(units: UInt64, digits: UInt8) {
            self.units = units
            self.digits = digits
        }
    }
}
