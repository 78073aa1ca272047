/// A rule that looks at more than one object, or at what the API server lets pass.
///
/// One type a rule, in `Rules/<Group>/`. Its doc comment is its page: what is wrong, why, and what to do. A rule
/// walks the objects of its kind once and looks the others up in the context's indexes.
public protocol LintRule: Sendable {
    /// The rule's id, severity, title and needs.
    static var description: RuleDescription { get }

    /// Reports every place that breaks the rule. It is called only if everything that the rule needs is there.
    static func check(_ context: LintContext, _ report: inout FindingReport)
}
