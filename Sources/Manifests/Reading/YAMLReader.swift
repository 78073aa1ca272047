import CYaml
import Diagnostics

/// Reads the YAML documents of a source, one Kubernetes object at a time.
struct YAMLReader {
    private let source: Source
    private var counter = ObjectCounter()
    private var duplicates: DuplicateReport
    private var failures: [SyntaxError] = []

    init(_ source: Source) {
        self.source = source
        duplicates = DuplicateReport(source)
    }

    /// Reads all documents and hands each object to `body`, apart from the first `delivered` ones, which the caller
    /// has already. Answers what is wrong: one error for each broken document.
    mutating func read(
        _ tree: inout ValueTree, skipping delivered: Int, _ body: ObjectHandler
    ) -> [SyntaxError] {
        counter.alreadyDelivered = delivered
        source.bytes.withUnsafeBufferPointer { bytes in
            let encoding = UTF8Check.check(bytes)
            if let refusal = Self.refusal(encoding) {
                failures.append(refusal)
                return
            }
            for range in YAMLDocuments(bytes) {
                do throws(SyntaxError) {
                    try readDocument(bytes, range, isASCII: encoding == .ascii, &tree, body)
                } catch {
                    failures.append(error)
                }
            }
        }
        return failures.sorted { $0.range.start < $1.range.start }
    }

    private static func refusal(_ encoding: UTF8Check.Outcome) -> SyntaxError? {
        let (place, message): (Int, String)
        switch encoding {
        case .ascii, .unicode: return nil
        case .nul(let offset): (place, message) = (offset, "the text holds a NUL byte")
        case .invalid(let offset): (place, message) = (offset, "the text is not UTF-8")
        }
        let range = SourceRange(start: UInt32(truncatingIfNeeded: place), end: UInt32(truncatingIfNeeded: place + 1))
        return SyntaxError(rule: "READ-002", range: range, message: message, advice: "save the file as UTF-8 text")
    }

    /// Reads one piece of the text that `YAMLDocuments` cut out.
    private mutating func readDocument(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, isASCII: Bool, _ tree: inout ValueTree,
        _ body: ObjectHandler
    ) throws(SyntaxError) {
        var builder = YAMLTreeBuilder(source, YAMLEvents(bytes, range, isASCII: isASCII), bytes)
        let lookahead = YAMLKindLookahead(bytes: bytes, isASCII: isASCII)
        try builder.events.next()
        while builder.events.type != YAML_STREAM_END_EVENT {
            if builder.events.type == YAML_DOCUMENT_START_EVENT {
                builder.beginDocument()
                try builder.events.next()
                try readObject(&builder, &tree, of: ListHeader(), level: 0, lookahead, body)
            }
            try builder.events.next()
        }
    }

    /// Reads the value that begins with the current event: an object, or a list with its items.
    private mutating func readObject(
        _ builder: inout YAMLTreeBuilder, _ tree: inout ValueTree, of list: ListHeader, level: Int,
        _ lookahead: YAMLKindLookahead, _ body: ObjectHandler
    ) throws(SyntaxError) {
        tree.removeAll()
        let isBlock = level == 0 && builder.isBlockMappingAtLineStart
        var outcome = try builder.build(&tree, &duplicates, watchingItems: level < ReadingLimits.nestedLists)
        if outcome == .items {
            var header = builder.listHeader(tree)
            if header.kind == nil && level == 0 {
                header.kind = lookahead.kind(
                    in: builder.events.range, from: builder.events.start, isBlock: isBlock)
            }
            // No object but a list has `items` at its top, so an item of a list needs no second look.
            if header.kind == nil && level > 0 { header.kind = "List" }
            builder.saveAnchors(of: tree)
            if header.isList { return try readItems(&builder, &tree, of: header, level: level, lookahead, body) }
            outcome = try builder.resume(&tree, &duplicates)
        }
        builder.saveAnchors(of: tree)
        if builder.hasMarks { tree.compact() }
        counter.deliver(tree, of: list, to: body)
    }

    /// Reads the items of the list that begins with the current event, and what follows them.
    private mutating func readItems(
        _ builder: inout YAMLTreeBuilder, _ tree: inout ValueTree, of header: ListHeader, level: Int,
        _ lookahead: YAMLKindLookahead, _ body: ObjectHandler
    ) throws(SyntaxError) {
        try builder.events.next()
        while builder.events.type != YAML_SEQUENCE_END_EVENT {
            try readObject(&builder, &tree, of: header, level: level + 1, lookahead, body)
            try builder.events.next()
        }
        tree.removeAll()
        try builder.skipRestOfMapping(&tree, &duplicates)
    }
}
