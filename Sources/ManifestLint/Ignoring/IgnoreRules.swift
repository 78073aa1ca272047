import Diagnostics

/// The rules about comments and annotations that ignore others.
enum IgnoreRules {
    /// A comment or an annotation ignores a rule and doesn't say why.
    ///
    /// Whoever reads the manifest later can't tell whether the reason still holds. Write it behind the rule.
    ///
    /// Source: proxyplan's own.
    static let withoutReason = RuleDescription("LINT-001", .note, "Ignore without a reason")
    /// A comment or an annotation ignores a rule that has no finding there.
    ///
    /// The mistake is mended, or the comment stands at another line: a comment covers the line that it ends, or the one
    /// below it. It would hide the next mistake of the kind. Ignores of rules that weren't checked aren't meant.
    ///
    /// Source: proxyplan's own.
    static let unused = RuleDescription("LINT-002", .note, "Ignore that ignores nothing")
    /// A comment or an annotation ignores a rule that there isn't.
    ///
    /// The finding that was meant is still reported. Rules are named by id, by group, or by `server` and `all`.
    ///
    /// Source: proxyplan's own.
    static let unknownRule = RuleDescription("LINT-003", .warning, "Ignore of an unknown rule")

    /// All of them.
    static let all = [withoutReason, unused, unknownRule]
}
