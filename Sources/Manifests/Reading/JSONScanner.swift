import Diagnostics

/// Turns the bytes of one JSON value into the nodes of a tree.
///
/// The loop in `run` is the hottest of the program, so it works on bare pointers: `JSONReader` lends the bytes of
/// the source and a block of nodes for the time of one call, and `run` comes back when the block is full. The
/// mapping or list that is open is kept in `top`; the ones around it wait on `stack`. Every read is checked against
/// `end`; nothing outside the two blocks is touched.
struct JSONScanner: ~Copyable {
    typealias Node = ValueTree.Node

    /// Why `run` came back.
    enum Outcome {
        /// The value is complete.
        case complete
        /// There is no room for two more nodes.
        case full
        /// The value of the outermost mapping's key `items` comes next, and it is a list.
        case items
        /// The text is no JSON; `failure` says why.
        case failed
    }

    /// Where `run` goes on.
    enum Entry {
        /// A member of the open mapping or list, or the value itself.
        case member
        /// Behind a value inside the open mapping or list.
        case separator
        /// The value of the key that `items` stopped at.
        case itemsValue
    }

    /// A mapping or list that isn't complete.
    struct Frame {
        var node = 0
        var isMapping = false
        var firstKey = 0
        var filter: UInt64 = 0
    }

    let bytes: UnsafePointer<UInt8>
    let end: Int
    /// The offset of the next byte.
    var at: Int
    /// The number of nodes made.
    var count = 0
    /// The number of mappings and lists that are open.
    var depth = 0
    /// Whether to stop at the list `items` of the outermost mapping.
    var watchesItems = false
    var keys = DuplicateKeys()
    var decoded: [UInt8] = []
    var failure: SyntaxError?
    private var top = Frame()
    private let stack: UnsafeMutablePointer<Frame>

    init(_ bytes: UnsafePointer<UInt8>, at: Int, end: Int) {
        (self.bytes, self.at, self.end) = (bytes, at, end)
        stack = .allocate(capacity: ReadingLimits.depth + 1)
    }

    deinit { stack.deallocate() }

    /// Begins a new value.
    mutating func begin(watchingItems: Bool) {
        (count, depth, watchesItems) = (0, 0, watchingItems)
        top = Frame()
        keys.removeAll()
        decoded.removeAll(keepingCapacity: true)
    }

    /// Begins with an open mapping, whose one node is at index 0.
    mutating func beginInsideMapping() {
        begin(watchingItems: false)
        (count, depth) = (1, 1)
        stack[0] = top
        top = Frame(node: 0, isMapping: true)
    }

    /// Where to go on once there is more room. A pause never comes between a key and its value, except
    /// where `items` stopped.
    var entryAfterPause: Entry { pausedAtItems ? .itemsValue : .member }
    private var pausedAtItems = false

    /// Reads on and writes to `nodes`, which has room for `capacity` of them.
    mutating func run(_ entry: Entry, _ nodes: UnsafeMutablePointer<Node>, _ capacity: Int) -> Outcome {
        var entry = entry
        pausedAtItems = false
        while true {
            if entry == .separator {
                guard endValue(nodes) else { return .failed }
                if depth == 0 { return .complete }
            }
            if capacity - count < 2 {
                if entry == .itemsValue { pausedAtItems = true }
                return .full
            }
            at = JSONBytes.skipBlanks(bytes, at, end)
            if depth > 0 && top.isMapping && entry != .itemsValue {
                guard key(nodes) else { return .failed }
                if watchesItems && depth == 1 && isItems(nodes[count - 1]) { return .items }
            }
            guard at < end else { return fail(.endInsideValue) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard string(nodes) else { return .failed }
            case UInt8(ascii: "{"):
                guard open(nodes, mapping: true, close: UInt8(ascii: "}")) else { return .failed }
                entry = isEmptyCollection ? .separator : .member
                if entry == .member { continue }
            case UInt8(ascii: "["):
                guard open(nodes, mapping: false, close: UInt8(ascii: "]")) else { return .failed }
                entry = isEmptyCollection ? .separator : .member
                if entry == .member { continue }
            default:
                guard scalar(nodes) else { return .failed }
            }
            if depth == 0 { return .complete }
            entry = .separator
        }
    }

    /// Whether `open` has just closed again what it opened.
    private var isEmptyCollection = false

    /// Goes from behind a value to the next member of the open mapping or list, closing what ends here.
    @inline(__always)
    private mutating func endValue(_ nodes: UnsafeMutablePointer<Node>) -> Bool {
        while depth > 0 {
            at = JSONBytes.skipBlanks(bytes, at, end)
            guard at < end else { return refuse(.endInsideValue) }
            let byte = bytes[at]
            if byte == UInt8(ascii: ",") {
                at += 1
                return true
            }
            guard byte == (top.isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                return refuse(top.isMapping ? .noCommaInMapping : .noCommaInList)
            }
            at += 1
            close(nodes)
        }
        return true
    }

    /// Ends the open mapping or list.
    @inline(__always)
    private mutating func close(_ nodes: UnsafeMutablePointer<Node>) {
        nodes[top.node].range.end = UInt32(truncatingIfNeeded: at)
        nodes[top.node].next = UInt32(truncatingIfNeeded: count)
        if top.isMapping { keys.end(top.firstKey) }
        depth -= 1
        top = stack[depth]
    }

    /// Begins a mapping or list, and ends it at once if it is empty.
    @inline(__always)
    private mutating func open(_ nodes: UnsafeMutablePointer<Node>, mapping: Bool, close: UInt8) -> Bool {
        guard depth < ReadingLimits.depth else { return refuseDepth() }
        let start = UInt32(truncatingIfNeeded: at)
        at = JSONBytes.skipBlanks(bytes, at + 1, end)
        isEmptyCollection = at < end && bytes[at] == close
        if isEmptyCollection { at += 1 }
        nodes[count] = Node(
            kind: mapping ? .mapping : .sequence,
            range: SourceRange(start: start, end: UInt32(truncatingIfNeeded: at)),
            next: UInt32(truncatingIfNeeded: count + 1))
        if !isEmptyCollection {
            stack[depth] = top
            depth += 1
            top = Frame(node: count, isMapping: mapping, firstKey: keys.count)
        }
        count += 1
        return true
    }

    /// Reads a key, the colon and the blanks behind it.
    @inline(__always)
    private mutating func key(_ nodes: UnsafeMutablePointer<Node>) -> Bool {
        guard at < end, bytes[at] == UInt8(ascii: "\"") else { return refuse(.noKey) }
        guard string(nodes) else { return false }
        let node = nodes[count - 1]
        let print =
            node.isDecoded ? decodedFingerprint(node) : fingerprint(bytes + Int(node.textOffset), Int(node.textLength))
        keys.add(print, node: count - 1, start: top.firstKey, filter: &top.filter)
        if at < end, bytes[at] != UInt8(ascii: ":") { at = JSONBytes.skipBlanks(bytes, at, end) }
        guard at < end, bytes[at] == UInt8(ascii: ":") else { return refuse(.noColon) }
        at += 1
        if at + 1 < end, bytes[at] == 0x20, bytes[at + 1] > 0x20 {
            at += 1
        } else {
            at = JSONBytes.skipBlanks(bytes, at, end)
        }
        return true
    }

    /// Reads a string that begins at `at`.
    @inline(__always)
    private mutating func string(_ nodes: UnsafeMutablePointer<Node>) -> Bool {
        let start = at
        let stop = JSONBytes.endOfPlainRun(bytes, start + 1, end)
        guard stop < end, bytes[stop] == UInt8(ascii: "\"") else { return unusualString(nodes, from: start, stop) }
        nodes[count] = Node(
            kind: .string,
            range: SourceRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: stop + 1)),
            textOffset: UInt32(truncatingIfNeeded: start + 1),
            textLength: UInt32(truncatingIfNeeded: stop - start - 1), next: UInt32(truncatingIfNeeded: count + 1))
        count += 1
        at = stop + 1
        return true
    }

    private func decodedFingerprint(_ node: Node) -> UInt64 {
        decoded.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return 0 }
            return fingerprint(base + Int(node.textOffset), Int(node.textLength))
        }
    }

    /// Whether a key is `items` and a list begins at `at`.
    private func isItems(_ key: Node) -> Bool {
        guard key.textLength == 5, !key.isDecoded, at < end, bytes[at] == UInt8(ascii: "[") else { return false }
        let text = UnsafeRawBufferPointer(start: bytes + Int(key.textOffset), count: 5)
        return text.elementsEqual("items".utf8)
    }
}
