import Addressing
import Bytes

extension NftablesRuleset {
    /// A set or map with a name; its elements are the table's `elements` that name its index.
    public struct NamedSet: Sendable, Hashable {
        /// The name.
        public var name: ArenaText
        /// Whether it is a map: each element then has a verdict.
        public var isMap: Bool
        /// The types of the key's parts; empty if one of them is unknown: then `verbatim` says it.
        public var type: KeyType
        /// The comment, if it has one.
        public var comment: ArenaText?
        /// What its elements may be and do.
        public var flags: Flags = []
        /// Seconds after which an element goes away; 0 if never.
        public var timeout: UInt32 = 0
        /// The most elements it can have; 0 if it isn't said.
        public var size: UInt32 = 0
        /// All its lines but the elements, as they were written, if one of them is of no known kind.
        public var verbatim: ArenaText?
        /// The same from JSON: all members of its object but its place and handle, and but the elements if `type` is
        /// known.
        public var verbatimJSON: ArenaText?
        /// The kernel's number of the set; 0 if it isn't known.
        public var handle: UInt64 = 0

        /// A set or map.
        public init(name: ArenaText, isMap: Bool, type: KeyType, comment: ArenaText? = nil) {
            self.name = name
            self.isMap = isMap
            self.type = type
            self.comment = comment
        }

        /// What elements may be and do.
        public struct Flags: OptionSet, Sendable, Hashable {
            /// One bit a flag.
            public let rawValue: UInt8
            /// The flags whose bits are set.
            public init(rawValue: UInt8) { self.rawValue = rawValue }

            /// It never changes.
            public static let constant = Flags(rawValue: 1 << 0)
            /// Rules add elements.
            public static let dynamic = Flags(rawValue: 1 << 1)
            /// Elements are ranges.
            public static let interval = Flags(rawValue: 1 << 2)
            /// Elements go away after a time.
            public static let timeout = Flags(rawValue: 1 << 3)

            /// Every flag with its word, in nft's order of printing.
            public static let words: [(flag: Flags, word: StaticString)] = [
                (.constant, "constant"), (.dynamic, "dynamic"), (.interval, "interval"), (.timeout, "timeout"),
            ]
            /// The same in the order of `nft -j`.
            static let jsonWords: [(flag: Flags, word: StaticString)] = [
                (.constant, "constant"), (.interval, "interval"), (.timeout, "timeout"), (.dynamic, "dynamic"),
            ]
        }
    }

    /// The types of a key's parts, up to eight: `ipv4_addr . inet_proto . inet_service`.
    public struct KeyType: Sendable, Hashable {
        private var packed: UInt64 = 0

        /// A key of these parts; those behind the eighth are left out.
        public init(_ parts: [DataType] = []) {
            for part in parts { _ = append(part) }
        }

        /// Adds a part. False if there is no room.
        public mutating func append(_ part: DataType) -> Bool {
            guard packed >> 56 == 0 else { return false }
            packed = packed << 8 | UInt64(part.rawValue)
            return true
        }

        /// Whether there is no part.
        public var isEmpty: Bool { packed == 0 }

        /// The parts in order.
        public var parts: [DataType] {
            stride(from: UInt64(56), through: 0, by: -8).compactMap {
                DataType(rawValue: UInt8(truncatingIfNeeded: packed >> $0))
            }
        }
    }

    /// A type that a key's part can have.
    public enum DataType: UInt8, Sendable, Hashable, CaseIterable {
        case ipv4Address = 1
        case ipv6Address, transport, port, mark, interfaceName, etherAddress

        /// As nft writes it.
        public var word: StaticString {
            switch self {
            case .ipv4Address: "ipv4_addr"
            case .ipv6Address: "ipv6_addr"
            case .transport: "inet_proto"
            case .port: "inet_service"
            case .mark: "mark"
            case .interfaceName: "ifname"
            case .etherAddress: "ether_addr"
            }
        }
    }

    /// One element of a set or map.
    public struct Element: Sendable, Hashable {
        /// The index of its set in the table's `sets`.
        public var set: UInt32
        /// Where its key's values begin in the table's `values`.
        public var firstValue: UInt32
        /// How many values its key has.
        public var valueCount: UInt8
        /// Words between key and comment (`timeout 3h expires 2h58m`, counters), verbatim.
        public var state: ArenaText?
        /// Whether `state` is JSON: members of the element's object.
        public var isStateJSON = false
        /// The comment, if it has one.
        public var comment: ArenaText?
        /// What becomes of a packet that a map finds it for; nil in a set.
        public var verdict: Verdict?

        /// An element whose key was put into the table before.
        public init(
            set: UInt32, firstValue: UInt32, valueCount: UInt8, comment: ArenaText? = nil, verdict: Verdict? = nil
        ) {
            self.set = set
            self.firstValue = firstValue
            self.valueCount = valueCount
            self.comment = comment
            self.verdict = verdict
        }
    }

    /// One part of an element's key.
    public enum Value: Sendable, Hashable {
        /// An address.
        case address(IPAddress)
        /// A network.
        case prefix(IPPrefix)
        /// A layer-4 protocol, by its number (IANA).
        case transport(UInt8)
        /// A port, or another number.
        case number(UInt32)
        /// An address or network of the table's `spelled`.
        case spelled(UInt32)
        /// Anything else.
        case verbatim(ArenaText)
        /// Anything else in JSON.
        case json(ArenaText)
    }

    /// What becomes of a packet.
    public enum Verdict: Sendable, Hashable {
        case accept, drop
        /// The next rule of this chain.
        case `continue`
        /// The rule behind the last jump.
        case `return`
        /// A chain, and then back.
        case jump(ArenaText)
        /// A chain, and not back.
        case goto(ArenaText)
        /// Anything else.
        case verbatim(ArenaText)
        /// Anything else in JSON.
        case json(ArenaText)
    }
}
