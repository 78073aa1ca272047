import ProxyNames
/// One ruleset of a node in the normal form that two of them are compared in.
///
/// A ruleset is a number of blocks (chains, sets, maps, virtual servers), each with lines (rules, elements, real
/// servers). For the comparison itself a block is the hash of its name and a line is a hash of its content: counters,
/// handles and whatever else isn't drift never gets into the hash. What a line says in words is asked for only where
/// the two sides differ, so that two equal rulesets of half a million lines are compared by numbers alone.
protocol ComparableRules: Sendable {
    /// The blocks that are kube-proxy's, or that something of kube-proxy stands in; each name once.
    var blocks: [Block] { get }
    /// What the blocks' ranges point into.
    var lines: [Line] { get }
    /// How many lines at the beginning of each block say what the block itself is.
    static var headCount: Int { get }

    /// Gets ready to say facts; called once, and only if the two sides differ.
    mutating func prepareFacts()
    /// What a block is.
    func facts(ofBlock block: Int) -> BlockFacts
    /// What a line says.
    func facts(ofLine line: Int, in block: Int) -> LineFacts
    /// Whether packets can get to a block. Those that nothing points to are what kube-proxy clears away later.
    func reachableBlocks() -> [Bool]
    /// The service ports that anything here belongs to, by their keys.
    func serviceKeys() -> Set<String>
    /// Whether the endpoints that a block chooses from have equal shares; true for blocks that choose nothing.
    func hasEvenShares(block: Int) -> Bool
}

extension ComparableRules {
    static var headCount: Int { 0 }
}

/// A chain, a set, a map or a virtual server.
struct Block: Sendable {
    /// A hash of what it is and what it is called.
    var key: UInt64
    /// Its place in the ruleset's `lines`.
    var lines: Range<Int>
}

/// A rule, an element or a real server.
struct Line: Sendable, Hashable {
    /// A hash of all that it says.
    var full: UInt64
    /// A hash of all but its comment.
    var bare: UInt64
    /// Lines of a lower rank must stand before it; those of its own rank may stand anywhere.
    var rank: UInt32
}

/// What a block is, in words and types.
struct BlockFacts: Sendable, Hashable {
    /// What it is for.
    var role: BlockRole
    /// What it is and what it is called, as the tool says it: `nat KUBE-SVC-…`, `set cluster-ips`.
    var name: String
    /// The table that it stands in, if it stands in one: `nat`.
    var table = ""
    /// The service port that it belongs to (`shop/web:http`); nil for those of all.
    var service: String?
    /// The endpoint that it is about: `10.244.1.5:8080`.
    var endpoint: String?
    /// What its address is to the Service, of a virtual server.
    var addressRole: LineRole?
    /// Its own line, if it has one: `:KUBE-SVC-… - [0:0]`.
    var text: String = ""
    /// Whether others than kube-proxy make it too: then one too many is no drift.
    var isShared = false
    /// Whether it is a chain; sets and maps hold elements.
    var holdsRules = true
}

/// What a line says, in words and types.
struct LineFacts: Sendable, Hashable {
    /// What it is for.
    var role: LineRole
    /// What it is about among lines of its role in its block: an endpoint, a network, an address and port.
    var subject: String = ""
    /// The service port that it belongs to; nil if it is for all.
    var service: String?
    /// Whether the line itself doesn't say its Service and it follows from others: a line that is the same one changed
    /// may belong to another.
    var isServiceGuessed = false
    /// What the packets that it is about are sent to, if the line says that by an address or port.
    var destination: Destination?
    /// The endpoint that it is about, if it isn't the subject: `10.244.1.5:8080`.
    var endpoint: String?
    /// All that it says, by what it is about. Two lines of one role and subject are told apart by this.
    var parts: [LinePart: String] = [:]
    /// The line as the tool prints it.
    var text: String
    /// Whether kube-proxy leaves it out on some nodes, for reasons that manifests don't show.
    var isOptional = false
    /// Whether others than kube-proxy make it too: then one too many is no drift.
    var isShared = false
    /// Its comment, if it has one.
    var comment: String?
    /// Whether kube-proxy leaves the comment out in large clusters, or a tool doesn't print it.
    var mayLackComment = false
}

/// A seedless hash that is put together from bytes and numbers: FNV-1a over eight bytes at a time, with a final mix.
///
/// Both sides of a comparison are of one run and nobody gains by a collision, so that 64 bits do.
struct LineHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: UInt64) {
        value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var place = 0
        while place + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest = UInt64(bytes.count)
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        add(rest)
    }

    mutating func add(_ text: StaticString) {
        add(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
