import Diagnostics

/// Reads the JSON values of a source, one Kubernetes object at a time (RFC 8259; several values in a row are taken
/// as kubectl takes them).
struct JSONReader {
    let source: Source
    /// How many nodes the last object had: the room that the next one gets at first.
    private var room = 256
    private var counter: ObjectCounter
    private var duplicates: DuplicateReport

    init(_ source: Source) {
        self.source = source
        counter = ObjectCounter()
        duplicates = DuplicateReport(source)
    }

    /// How reading ended.
    struct Result {
        /// Why reading stopped before the end; nil if it didn't.
        var failure: SyntaxError?
        /// How many objects were delivered.
        var delivered: Int
    }

    /// Reads all values and hands each object to `body`.
    mutating func read(_ tree: inout ValueTree, _ body: ObjectHandler) -> Result {
        let failure = source.bytes.withUnsafeBufferPointer { bytes -> SyntaxError? in
            guard let base = bytes.baseAddress else { return nil }
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            var scanner = JSONScanner(base, at: start, end: bytes.count)
            while true {
                scanner.at = JSONBytes.skipBlanks(base, scanner.at, bytes.count)
                if scanner.at == bytes.count { return nil }
                guard readObject(&scanner, &tree, of: ListHeader(), level: 0, body) else { return scanner.failure }
            }
        }
        return Result(failure: failure, delivered: counter.seen)
    }

    /// Reads one value: an object, or a list with its items.
    private mutating func readObject(
        _ scanner: inout JSONScanner, _ tree: inout ValueTree, of list: ListHeader, level: Int, _ body: ObjectHandler
    ) -> Bool {
        scanner.begin(watchingItems: level < ReadingLimits.nestedLists)
        var outcome = fill(&tree, &scanner, from: .member)
        if outcome == .items {
            let header = listHeader(scanner, tree)
            if header.isList { return readItems(&scanner, &tree, of: header, level: level, body) }
            scanner.watchesItems = false
            outcome = fill(&tree, &scanner, from: .itemsValue)
        }
        guard outcome == .complete else { return false }
        settle(&tree, scanner)
        counter.deliver(tree, of: list, to: body)
        return true
    }

    /// Reads the items of a list, which begin at the scanner's place, and what follows them.
    private mutating func readItems(
        _ scanner: inout JSONScanner, _ tree: inout ValueTree, of header: ListHeader, level: Int, _ body: ObjectHandler
    ) -> Bool {
        scanner.at += 1
        scanner.skipBlanks()
        if scanner.next(is: "]") {
            scanner.at += 1
        } else {
            while true {
                guard readObject(&scanner, &tree, of: header, level: level + 1, body) else { return false }
                scanner.skipBlanks()
                if scanner.next(is: "]") { break }
                guard scanner.next(is: ",") else {
                    return scanner.refuse(scanner.at < scanner.end ? .noCommaInList : .endInsideValue)
                }
                scanner.at += 1
                scanner.skipBlanks()
            }
            scanner.at += 1
        }
        scanner.beginInsideMapping()
        return fill(&tree, &scanner, from: .separator) == .complete
    }

    /// What is known of a list when its items begin.
    private func listHeader(_ scanner: borrowing JSONScanner, _ tree: borrowing ValueTree) -> ListHeader {
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
        guard header.kind == nil else { return header }
        let look = JSONKindLookahead(bytes: scanner.bytes, end: scanner.end)
        let (kind, foundEnd) = look.kind(behind: scanner.at + 1)
        // What is cut off in the middle is taken for a list, so that the whole objects in it are delivered.
        header.kind = kind ?? (foundEnd ? nil : "List")
        return header
    }

    /// Lets the scanner write to the tree's nodes, growing them as often as it needs.
    private mutating func fill(
        _ tree: inout ValueTree, _ scanner: inout JSONScanner, from entry: JSONScanner.Entry
    ) -> JSONScanner.Outcome {
        var entry = entry
        if entry == .itemsValue { swap(&tree.decoded, &scanner.decoded) }
        var outcome = JSONScanner.Outcome.full
        var missing = max(room, scanner.count + 16) - tree.nodes.count
        let blank = ValueTree.Node(kind: .null, range: SourceRange(start: 0, end: 0))
        while outcome == .full {
            if missing > 0 { tree.nodes.append(contentsOf: repeatElement(blank, count: missing)) }
            outcome = tree.nodes.withUnsafeMutableBufferPointer { nodes in
                guard let base = nodes.baseAddress else { return .failed }
                return scanner.run(entry, base, nodes.count)
            }
            entry = scanner.entryAfterPause
            missing = tree.nodes.count
        }
        room = max(256, min(scanner.count + scanner.count / 8 + 16, 1 << 16))
        tree.nodes.removeLast(tree.nodes.count - min(scanner.count, tree.nodes.count))
        swap(&tree.decoded, &scanner.decoded)
        return outcome
    }

    private mutating func settle(_ tree: inout ValueTree, _ scanner: borrowing JSONScanner) {
        guard !scanner.keys.isEmpty else { return }
        if duplicates.settle(scanner.keys, in: &tree) { tree.compact() }
    }
}

extension JSONScanner {
    /// Goes over blanks.
    mutating func skipBlanks() { at = JSONBytes.skipBlanks(bytes, at, end) }

    /// Whether `character` stands at the scanner's place.
    func next(is character: Unicode.Scalar) -> Bool { at < end && bytes[at] == UInt8(ascii: character) }
}
