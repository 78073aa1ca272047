import ManifestLint
import TestSupport

extension RuleProbe {
    /// Service web in two versions, each with `spec` in YAML's flow style.
    init(_ rule: String, _ name: String, old: String, new: String, _ expected: [String] = []) {
        self.init(rule, name, Self.service(new), old: Self.service(old), expected)
    }

    /// Lints a text with some rules.
    static func lint(_ yaml: String, select: [String]) -> LintRun { LintCase.lint(yaml, select: select) }
}
