import Addressing
import Bytes

/// The kernel's ipsets: what `ipset save` and `ipset list` print.
///
/// Names lie in one arena, sets and elements are plain values.
public struct IPSetTable: Sendable {
    /// Where all texts of this table lie.
    public var texts = TextArena()
    /// The sets in the order in which they are written.
    public var sets: [IPSet] = []
    /// What the sets' ranges point into.
    public var elements: [Element] = []
    /// What `Element.spelled` points into.
    public private(set) var spelled: [SpelledElement] = []

    /// An empty table.
    public init() {}

    /// The elements of one set.
    public func elements(of set: IPSet) -> ArraySlice<Element> {
        let start = min(Int(set.firstElement), elements.count)
        return elements[start..<min(start + Int(set.elementCount), elements.count)]
    }

    /// The text of a set's name.
    public func name(of set: IPSet) -> String { texts.string(set.name) }

    /// One set.
    public struct IPSet: Sendable, Hashable {
        /// Its name: at most 31 bytes.
        public var name: ArenaText
        /// What its elements are.
        public var type: SetType
        /// How it was created.
        public var header: Header
        /// What `ipset list` says beyond that.
        public var listing: Listing?
        /// Where its elements begin in the table's `elements`.
        public var firstElement: UInt32 = 0
        /// How many elements it has.
        public var elementCount: UInt32 = 0

        /// A set without elements.
        public init(name: ArenaText, type: SetType, header: Header) {
            self.name = name
            self.type = type
            self.header = header
        }
    }

    /// What the elements of a set are. Other types than kube-proxy's are known by their name.
    public enum SetType: Sendable, Hashable {
        /// `bitmap:port`
        case port
        /// `hash:ip`
        case address
        /// `hash:ip,port`
        case addressPort
        /// `hash:ip,port,ip`
        case addressPortAddress
        /// `hash:ip,port,net`
        case addressPortNetwork
        /// Any other, by its name.
        case other(ArenaText)
    }

    /// The words behind a set's type.
    public enum Header: Sendable, Hashable {
        /// `range LOWER-UPPER`
        case portRange(UInt16, UInt16)
        /// `family … hashsize … maxelem …`
        case hash(HashHeader)
        /// Any other words, verbatim.
        case other(ArenaText)
    }

    /// The words of a hash: how it was created, and what the kernel made of that.
    public struct HashHeader: Sendable, Hashable {
        /// The family of its addresses.
        public var family: IPFamily
        /// How many buckets it has. The kernel doubles them as the set grows.
        public var hashSize: UInt32
        /// The most elements it takes.
        public var maxElements: UInt32
        /// The most elements of a bucket; nil if it isn't said (before ipset 7.12).
        public var bucketSize: UInt8?
        /// The seed of the hash, random; nil if it isn't said.
        public var seed: UInt32?

        /// The header of a hash; the numbers are ipset's and kube-proxy's defaults.
        public init(family: IPFamily, hashSize: UInt32 = 1024, maxElements: UInt32 = 65536) {
            self.family = family
            self.hashSize = hashSize
            self.maxElements = maxElements
        }
    }

    /// What only `ipset list` says of a set.
    public struct Listing: Sendable, Hashable {
        /// The revision of its type.
        public var revision: UInt32
        /// Bytes it takes in the kernel.
        public var memory: UInt32
        /// How many rules use it.
        public var references: UInt32

        /// What a list said.
        public init(revision: UInt32, memory: UInt32, references: UInt32) {
            self.revision = revision
            self.memory = memory
            self.references = references
        }
    }

    /// An element of a set.
    public enum Element: Sendable, Hashable {
        /// `PORT`
        case port(UInt16)
        /// `ADDRESS`
        case address(IPAddress)
        /// `ADDRESS,PROTOCOL:PORT`
        case addressPort(IPAddress, TransportProtocol, UInt16)
        /// `ADDRESS,PROTOCOL:PORT,ADDRESS`
        case addressPortAddress(IPAddress, TransportProtocol, UInt16, IPAddress)
        /// `ADDRESS,PROTOCOL:PORT,NETWORK`
        case addressPortNetwork(IPAddress, TransportProtocol, UInt16, IPPrefix)
        /// An element of the table's `spelled`.
        case spelled(UInt32)
        /// Any other words, verbatim.
        case other(ArenaText)
    }

    /// An element whose text for the tool isn't the canonical one: kube-proxy up to 1.30 hands some addresses on as
    /// objects spell them (`010.0.0.1`).
    public struct SpelledElement: Sendable, Hashable {
        /// What is meant.
        public var element: Element
        /// The text for the tool.
        public var text: ArenaText
    }

    /// Keeps an element whose text for the tool is `text`.
    public mutating func addSpelled(_ element: Element, text: ArenaText) -> Element {
        spelled.append(SpelledElement(element: element, text: text))
        return .spelled(UInt32(spelled.count - 1))
    }

    /// What an element means: for one of `spelled` the element behind it.
    public func meaning(of element: Element) -> Element {
        guard case .spelled(let index) = element, Int(index) < spelled.count else { return element }
        return spelled[Int(index)].element
    }

    /// Adds a set with its elements, behind those that are there.
    public mutating func add(_ set: IPSet, elements members: some Sequence<Element>) {
        var set = set
        set.firstElement = UInt32(elements.count)
        elements.append(contentsOf: members)
        set.elementCount = UInt32(elements.count) - set.firstElement
        sets.append(set)
    }
}

extension IPSetTable.SetType {
    /// The types whose elements are typed, with their names.
    static let words: [(type: IPSetTable.SetType, word: StaticString)] = [
        (.port, "bitmap:port"), (.address, "hash:ip"), (.addressPort, "hash:ip,port"),
        (.addressPortAddress, "hash:ip,port,ip"), (.addressPortNetwork, "hash:ip,port,net"),
    ]
}
