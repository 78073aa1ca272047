import CYaml
import Diagnostics

/// Turns libyaml's events of one value into the nodes of a tree.
struct YAMLTreeBuilder: ~Copyable {
    /// Why building came back.
    enum Outcome {
        /// The value is complete; the current event is its last.
        case complete
        /// The current event begins the list `items` of the outermost mapping.
        case items
    }

    /// A mapping or list that isn't complete.
    struct Frame {
        var node: Int
        var isMapping: Bool
        var isFlow: Bool
        var awaitsKey: Bool
        var hasMerge = false
        var firstKey: Int
        var filter: UInt64 = 0
        var anchor: [UInt8]?
    }

    var events: YAMLEvents
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether nodes are marked to go once the object is complete.
    var hasMarks = false
    var frames: [Frame] = []
    var keys = DuplicateKeys()
    var anchors: [[UInt8]: AnchorPlace] = [:]
    /// The anchors whose values are in the tree that is being built.
    var newAnchors: [[UInt8]] = []
    /// Anchored values of earlier items of the same list.
    var saved: ValueTree
    /// What aliases may still add in this document.
    var aliasBudget = ReadingLimits.aliasNodes
    private var watchesItems = false

    init(_ source: Source, _ events: consuming YAMLEvents, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.events = events
        self.bytes = bytes
        saved = ValueTree(source: source)
        frames.reserveCapacity(32)
    }

    /// Forgets the anchors of the document before.
    mutating func beginDocument() {
        anchors.removeAll()
        newAnchors.removeAll()
        saved.removeAll()
        aliasBudget = ReadingLimits.aliasNodes
    }

    /// Whether the current event begins a mapping in block style whose keys stand at the beginning of lines.
    var isBlockMappingAtLineStart: Bool {
        events.type == YAML_MAPPING_START_EVENT && events.column == 0
            && events.current.pointee.data.mapping_start.style != YAML_FLOW_MAPPING_STYLE
    }

    /// Builds the value that begins with the current event.
    mutating func build(
        _ tree: inout ValueTree, _ report: inout DuplicateReport, watchingItems: Bool
    ) throws(SyntaxError) -> Outcome {
        frames.removeAll(keepingCapacity: true)
        keys.removeAll()
        hasMarks = false
        watchesItems = watchingItems
        return try resume(&tree, &report)
    }

    /// Builds on, with the current event.
    mutating func resume(_ tree: inout ValueTree, _ report: inout DuplicateReport) throws(SyntaxError) -> Outcome {
        while true {
            switch events.type {
            case YAML_SCALAR_EVENT: try addScalar(to: &tree)
            case YAML_ALIAS_EVENT: try addAlias(to: &tree)
            case YAML_MAPPING_START_EVENT: try open(&tree, mapping: true)
            case YAML_SEQUENCE_START_EVENT:
                if watchesItems && isItems(tree) {
                    watchesItems = false
                    return .items
                }
                try open(&tree, mapping: false)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: try close(&tree, &report)
            default: return .complete
            }
            if frames.isEmpty { return .complete }
            try events.next()
        }
    }

    /// Builds the rest of a mapping whose items have been read, to find what is wrong with it.
    mutating func skipRestOfMapping(_ tree: inout ValueTree, _ report: inout DuplicateReport) throws(SyntaxError) {
        frames.removeAll(keepingCapacity: true)
        keys.removeAll()
        watchesItems = false
        let place = UInt32(truncatingIfNeeded: events.end)
        tree.nodes.append(ValueTree.Node(kind: .mapping, range: SourceRange(start: place, end: place)))
        frames.append(Frame(node: 0, isMapping: true, isFlow: false, awaitsKey: true, firstKey: 0))
        try events.next()
        _ = try resume(&tree, &report)
        saveAnchors(of: tree)
    }

    /// Whether the current event is the value of the outermost mapping's key `items`.
    private func isItems(_ tree: borrowing ValueTree) -> Bool {
        guard frames.count == 1, frames[0].isMapping, !frames[0].awaitsKey else { return false }
        return tree.text(of: tree.nodes.count - 1, is: "items")
    }

    /// What the keys in front of `items` say.
    func listHeader(_ tree: borrowing ValueTree) -> ListHeader {
        var header = ListHeader()
        var key = 1
        while key + 1 < tree.nodes.count {
            let value = key + 1
            if tree.nodes[value].kind == .string {
                if tree.text(of: key, is: "kind") { header.kind = tree.text(of: value) }
                if tree.text(of: key, is: "apiVersion") { header.apiVersion = tree.text(of: value) }
            }
            key = Int(tree.nodes[value].next)
        }
        return header
    }

    /// Begins a mapping or list with the current event.
    private mutating func open(_ tree: inout ValueTree, mapping: Bool) throws(SyntaxError) {
        let start = UInt32(truncatingIfNeeded: events.start)
        let range = SourceRange(start: start, end: UInt32(truncatingIfNeeded: events.end))
        if let frame = frames.last, frame.isMapping, frame.awaitsKey {
            throw SyntaxError(
                rule: "READ-003", range: range, message: "a mapping or list can't be a key",
                advice: "render templates ({{ … }}) before reading them, or put the text in quotes")
        }
        guard frames.count < ReadingLimits.depth else { throw ReadingLimits.tooDeep(at: range) }
        let data = events.current.pointee.data
        let name = mapping ? data.mapping_start.anchor : data.sequence_start.anchor
        let isFlow =
            mapping
            ? data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
            : data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
        let anchor = Self.name(name)
        if let anchor { anchors[anchor] = .open }
        frames.append(
            Frame(
                node: tree.nodes.count, isMapping: mapping, isFlow: isFlow, awaitsKey: mapping, firstKey: keys.count,
                anchor: anchor))
        tree.nodes.append(ValueTree.Node(kind: mapping ? .mapping : .sequence, range: range))
    }

    /// Ends the open mapping or list.
    private mutating func close(_ tree: inout ValueTree, _ report: inout DuplicateReport) throws(SyntaxError) {
        guard let frame = frames.popLast() else { return }
        // In block style libyaml's end is where the next token begins; ours is the end of the last value.
        let end =
            frame.isFlow
            ? UInt32(truncatingIfNeeded: events.end) : max(lastEnd, tree.nodes[frame.node].range.start)
        lastEnd = end
        tree.nodes[frame.node].range.end = end
        tree.nodes[frame.node].next = UInt32(truncatingIfNeeded: tree.nodes.count)
        if frame.isMapping {
            keys.end(frame.firstKey)
            if !keys.isEmpty {
                if report.settle(keys, in: &tree) { hasMarks = true }
                keys.forgetCandidates()
            }
            if frame.hasMerge { try merge(&tree, frame.node) }
        }
        if let anchor = frame.anchor { define(anchor, at: frame.node) }
        endValue()
    }

    /// The end of the value that was read last.
    var lastEnd: UInt32 = 0

    /// Notes that a value of the open mapping or list is complete.
    @inline(__always)
    mutating func endValue() {
        guard let last = frames.indices.last, frames[last].isMapping else { return }
        frames[last].awaitsKey = true
    }

    /// The name of an anchor or alias.
    static func name(_ pointer: UnsafeMutablePointer<UInt8>?) -> [UInt8]? {
        guard let pointer else { return nil }
        var length = 0
        while pointer[length] != 0 { length += 1 }
        return Array(UnsafeBufferPointer(start: pointer, count: length))
    }
}
