import Diagnostics

/// The rules about comments, annotations and settings that ignore others.
enum IgnoreRules {
    /// A comment, an annotation or the project's settings ignore a rule and don't say why.
    ///
    /// Whoever reads it later can't tell whether the reason still holds. Write it behind the rule; in `.proxyplan.yaml`,
    /// beside it: `{rule: PORT-015, reason: the firewall knows the port}`.
    ///
    /// Source: proxyplan's own.
    static let withoutReason = RuleDescription("LINT-001", .note, "Ignore without a reason")
    /// A comment, an annotation or the project's settings ignore a rule that has no finding there.
    ///
    /// The mistake is mended, or the comment stands at another line: a comment covers the line that it ends, or the one
    /// below it. It would hide the next mistake of the kind. Ignores of rules that weren't checked aren't meant; those of
    /// `.proxyplan.yaml` are only if a directory is linted, as single files are a part of the project.
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
