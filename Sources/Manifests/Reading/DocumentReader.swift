import Diagnostics

/// Reads the Kubernetes objects of one source, YAML or JSON, in the order of the text.
///
/// Lists (`kind` ends with `List`, `items` is a list) are taken apart: each item is an object by itself.
public struct DocumentReader {
    private let source: Source

    /// A reader of `source`.
    public init(source: Source) { self.source = source }

    /// Calls `body` with each object: a tree whose first node is the object, valid only during the call.
    ///
    /// Answers what made documents unreadable (`READ-…`), in the order of the text. Keys that stand twice don't: the
    /// object is delivered with the last value, and its tree notes them. Objects in front of an error are delivered, and so are the YAML documents behind a broken one.
    public mutating func forEachObject(_ body: (borrowing ValueTree, ObjectContext) -> Void) -> [SyntaxError] {
        if let refusal = Self.refusal(of: source.bytes) { return [refusal] }
        var tree = ValueTree(source: source)
        guard source.name.hasSuffix(".json") || Self.looksLikeJSON(source.bytes) else {
            var reader = YAMLReader(source)
            return reader.read(&tree, skipping: 0, body)
        }
        var reader = JSONReader(source)
        let result = reader.read(&tree, body)
        guard let failure = result.failure else { return [] }
        if source.name.hasSuffix(".json") { return [failure] }
        // Flow style looks like JSON at first. What was delivered until JSON ended is the same in YAML.
        var fallback = YAMLReader(source)
        return fallback.read(&tree, skipping: result.delivered, body)
    }

    /// Why a text isn't read at all: too large, or in another encoding than UTF-8.
    private static func refusal(of bytes: [UInt8]) -> SyntaxError? {
        if bytes.count >= Int(UInt32.max) {
            return SyntaxError(
                rule: "READ-004", range: SourceRange(start: 0, end: 0), message: "the text has 4 GiB or more",
                advice: "split it into several files")
        }
        let isWide =
            bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || (bytes.count >= 2 && (bytes[0] == 0) != (bytes[1] == 0))
        guard isWide else { return nil }
        return SyntaxError(
            rule: "READ-002", range: SourceRange(start: 0, end: 2), message: "the text is UTF-16 or UTF-32, not UTF-8",
            advice: "save the file as UTF-8")
    }

    /// Whether the text begins with a mapping in JSON's style: `{`, blanks, and a double quote or `}`.
    private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
        func skipBlanks(_ start: Int) -> Int {
            var at = start
            while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
            return at
        }
        let brace = skipBlanks(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        guard brace < bytes.count, bytes[brace] == UInt8(ascii: "{") else { return false }
        let next = skipBlanks(brace + 1)
        return next < bytes.count && (bytes[next] == UInt8(ascii: "\"") || bytes[next] == UInt8(ascii: "}"))
    }
}
