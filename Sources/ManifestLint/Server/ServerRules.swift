import Diagnostics

/// The rules that repeat the API server's verdict on an object by itself.
enum ServerRules {
    /// What the catalog says of one rule.
    struct Row: Sendable {
        let rule: ServerRule
        let description: RuleDescription
        /// What to do about it, unless the check knows better.
        let advice: String

        init(
            _ rule: ServerRule, _ severity: Severity, _ title: String, _ advice: String, needs: Set<LintInput> = []
        ) {
            self.rule = rule
            description = RuleDescription(rule.rawValue, severity, title, needs: needs, repeatsServer: true)
            self.advice = advice
        }
    }

    /// The rules' entries.
    static let rows = Dictionary(
        (objectRows + trafficRows).map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })

    /// The rules' descriptions.
    static let all = (objectRows + trafficRows).map(\.description)
}
