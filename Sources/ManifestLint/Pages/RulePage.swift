import Diagnostics

/// What a rule is about, for someone who met one of its findings.
public struct RulePage: Sendable, Hashable {
    /// What is wrong and what becomes of it: paragraphs with an empty line between.
    public var why = ""
    /// What the examples stand beside, such as `beside a Deployment whose pods have app: web`; empty if nothing.
    public var setting = ""
    /// A manifest, or a part of one, that breaks the rule, in YAML.
    public var bad: String
    /// The same as it should be.
    public var good: String
    /// Where in Kubernetes it is decided.
    public var source = ""
}

extension RuleCatalog {
    /// The page of the rule called `id`; nil if there is no such rule.
    public static func page(of id: String) -> RulePage? {
        guard let rule = rule(id), var page = RulePages.all[id] else { return nil }
        guard let repeated = ServerRule(rawValue: id) else { return page }
        // These rules say what the API server says, so that there is nothing more to tell than what to do.
        if page.why.isEmpty { page.why = verdict(on: rule) + " What to do: \(repeated.row.advice)." }
        if page.source.isEmpty {
            page.source = (ServerSource.ofRules[repeated] ?? []).map(\.rawValue).joined(separator: ", ")
        }
        return page
    }

    private static func verdict(on rule: RuleDescription) -> String {
        switch rule.severity {
        case .error: "The API server rejects the object, and nothing of it is applied."
        case .warning, .note: "The API server accepts the object, but warns."
        }
    }
}
