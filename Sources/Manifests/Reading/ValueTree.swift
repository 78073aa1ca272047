import Bytes
import Diagnostics

/// One YAML or JSON value with everything below it, as one flat array in the order of the text.
///
/// A mapping's children are key, value, key, value …; the children of a node begin right behind it and end at its
/// `next`. Scalars have the type that the text gives them (YAML 1.1's rules for plain scalars, as kubectl has
/// them); which type a field wants is the decoder's business. Aliases and merge keys are already resolved. A tree is
/// filled again for each object, so that a list of ten thousand objects takes the memory of its largest one.
public struct ValueTree: ~Copyable, Sendable {
    /// What a node is.
    public enum Kind: UInt8, Sendable {
        case null
        case bool
        case integer
        case float
        case string
        case sequence
        case mapping

        /// In words, for messages.
        public var words: String {
            switch self {
            case .null: "null"
            case .bool: "a boolean"
            case .integer, .float: "a number"
            case .string: "a string"
            case .sequence: "a list"
            case .mapping: "a mapping"
            }
        }
    }

    /// What becomes of a node when its object is complete.
    enum Mark: UInt8, Sendable {
        case live
        /// The node alone goes; its children take its place (a merge key and the mapping behind it).
        case spliced
        /// The node goes with all below it (an overridden key or value).
        case dropped
    }

    /// One value or key.
    public struct Node: Sendable {
        /// What it is.
        public var kind: Kind
        /// Whether it was written without quotes in YAML, so that YAML's rules gave it its type.
        public var isPlain: Bool
        /// Whether its text lies in `decoded` instead of the source: it has escapes or folded lines.
        public var isDecoded: Bool
        /// Where it stands in the source, quotes and brackets included.
        public var range: SourceRange
        /// A scalar's text without quotes: an offset into the source, or into `decoded`.
        public var textOffset: UInt32
        /// The length of a scalar's text in bytes.
        public var textLength: UInt32
        /// The index behind the last node below this one.
        public var next: UInt32
        /// Whether the node goes away once its object is complete; delivered nodes are all `.live`.
        var mark = Mark.live

        /// A node.
        public init(
            kind: Kind, isPlain: Bool = false, isDecoded: Bool = false, range: SourceRange, textOffset: UInt32 = 0,
            textLength: UInt32 = 0, next: UInt32 = 0
        ) {
            self.kind = kind
            self.isPlain = isPlain
            self.isDecoded = isDecoded
            self.range = range
            self.textOffset = textOffset
            self.textLength = textLength
            self.next = next
        }
    }

    /// The nodes; the first is the root. Empty for an empty document.
    public internal(set) var nodes: [Node] = []
    /// Texts that don't stand in the source as they are.
    public internal(set) var decoded: [UInt8] = []
    /// Keys that stand twice in one mapping: the later one of each pair, which counts. The earlier one isn't in the
    /// tree any more.
    public internal(set) var duplicateKeys: [SyntaxError] = []
    /// The text that was read.
    public let source: Source

    /// An empty tree over `source`.
    public init(source: Source) { self.source = source }

    /// Forgets the nodes and keeps the memory.
    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        decoded.removeAll(keepingCapacity: true)
        if !duplicateKeys.isEmpty { duplicateKeys.removeAll() }
    }

    /// Calls `body` with the text of the scalar at `index` (no bytes for another node).
    @inline(__always)
    public func withText<Result>(of index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let node = nodes[index]
        let (start, end) = (Int(node.textOffset), Int(node.textOffset) + Int(node.textLength))
        func slice(_ all: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            end <= all.count
                ? UnsafeRawBufferPointer(rebasing: all[start..<end]) : UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return node.isDecoded
            ? decoded.withUnsafeBytes { body(slice($0)) } : source.bytes.withUnsafeBytes { body(slice($0)) }
    }

    /// The text of the scalar at `index`.
    public func text(of index: Int) -> String {
        withText(of: index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the text of the scalar at `index` is `word`.
    @inline(__always)
    public func text(of index: Int, is word: StaticString) -> Bool {
        Int(nodes[index].textLength) == word.utf8CodeUnitCount
            && withText(of: index) { $0.elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: $0.count)) }
    }

    /// The value under the key `name` of the mapping at `index`; nil if it has none, or isn't a mapping.
    ///
    /// Rules of lint ask for fields a hundred times an object: keys are compared where they stand, by length first.
    public func value(under name: StaticString, of index: Int) -> Int? {
        nodes.withUnsafeBufferPointer { nodes in
            guard index < nodes.count, nodes[index].kind == .mapping else { return nil }
            let (length, end) = (UInt32(name.utf8CodeUnitCount), Int(nodes[index].next))
            var key = index + 1
            while key + 1 < end, key + 1 < nodes.count {
                if nodes[key].textLength == length, text(of: key, is: name) { return key + 1 }
                key = Int(nodes[key + 1].next)
            }
            return nil
        }
    }

    /// The path from the root to the value at `index`, as the API server writes it: `spec.ports[1].port`.
    public func path(to index: Int) -> String {
        var path = ""
        var at = 0
        while at < nodes.count && at != index {
            let parent = nodes[at]
            guard parent.kind == .mapping || parent.kind == .sequence else { break }
            var (child, position, found) = (at + 1, 0, false)
            while child < Int(parent.next) {
                let value = parent.kind == .mapping ? child + 1 : child
                guard value < Int(parent.next) else { return path }
                let end = Int(nodes[value].next)
                if index < end {
                    path += parent.kind == .sequence ? "[\(position)]" : Self.step(text(of: child), after: path)
                    if index == child { return path }
                    (at, found) = (value, true)
                    break
                }
                (child, position) = (end, position + 1)
            }
            guard found else { break }
        }
        return path
    }

    /// One step of a path: `.port`, or `[app.kubernetes.io/name]` for a key that is no plain word.
    private static func step(_ key: String, after path: String) -> String {
        let isWord = key.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "_")
        }
        return !isWord ? "[\(key)]" : path.isEmpty ? key : ".\(key)"
    }
}
