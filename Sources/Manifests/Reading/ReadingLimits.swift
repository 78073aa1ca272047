import Diagnostics

/// What the readers take at most, so that no input costs unbounded memory or time.
enum ReadingLimits {
    /// Levels of mappings and lists inside each other.
    static let depth = 1_000
    /// Nodes that aliases of one YAML document may add.
    static let aliasNodes = 1_000_000
    /// Lists inside items of lists that are still taken apart.
    static let nestedLists = 8
    /// Duplicate keys that are noted in one object.
    static let duplicateKeys = 1_000

    /// The error for more than `depth` levels.
    static func tooDeep(at range: SourceRange) -> SyntaxError {
        SyntaxError(
            rule: "READ-004", range: range, message: "more than 1,000 levels of mappings and lists inside each other",
            advice: "check for an unclosed bracket; no Kubernetes object is nested this deep")
    }
}
