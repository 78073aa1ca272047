import Diagnostics

/// Why a text can't be read: no valid YAML or JSON, or more than the reader takes.
public struct SyntaxError: Error, Sendable, Hashable {
    /// The rule that it breaks: `READ-002` (not UTF-8), `READ-003` (syntax), `READ-004` (a bound), `SCHEMA-010`
    /// (duplicate key).
    public var rule: String
    /// Where it stands.
    public var range: SourceRange
    /// What is wrong, lower case, without a full stop.
    public var message: String
    /// What to do.
    public var advice: String?

    /// An error.
    public init(rule: String, range: SourceRange, message: String, advice: String? = nil) {
        self.rule = rule
        self.range = range
        self.message = message
        self.advice = advice
    }
}
