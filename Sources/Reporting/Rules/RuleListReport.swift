import Diagnostics
import ManifestLint

/// The rules of `lint`, as a list.
public enum RuleListReport {
    /// The number of the JSON schema, which changes when a member changes its meaning or goes.
    public static let schemaVersion = 1

    /// A line a rule: id, severity, headline; then how many there are.
    public static func text(_ rules: [RuleDescription]) -> String {
        let width = rules.map(\.id.count).max() ?? 0
        let lines = rules.map { rule in
            "\(padded(rule.id, width))  \(padded(rule.severity.word, 7))  \(rule.title)\n"
        }
        let repeating = rules.count(where: \.repeatsServer)
        let count = "\(rules.count) rules; \(repeating) repeat the API server's verdict"
        return lines.joined() + "\n\(count) (proxyplan explain RULE says more)\n"
    }

    /// An object with a list of rules.
    public static func json(_ rules: [RuleDescription]) -> String {
        JSONValue.object([
            ("schemaVersion", .number(schemaVersion)), ("rules", .array(rules.map { object($0) })),
        ]).text
    }

    /// A table a group.
    public static func markdown(_ rules: [RuleDescription]) -> String {
        var text = ""
        var group: String?
        for rule in rules {
            if rule.group != group {
                text += text.isEmpty ? "" : "\n"
                text += "## \(rule.group)\n\n| rule | severity | what is wrong | needs |\n|---|---|---|---|\n"
                group = rule.group
            }
            let title = rule.title.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
            text += "| \(rule.id) | \(rule.severity.word) | \(title) | \(words(rule.needs)) |\n"
        }
        return text
    }

    private static func object(_ rule: RuleDescription) -> JSONValue {
        let page = RuleCatalog.page(of: rule.id)
        return .object([
            ("id", .string(rule.id)), ("group", .string(rule.group)), ("severity", .string(rule.severity.word)),
            ("title", .string(rule.title)), ("repeatsServer", .bool(rule.repeatsServer)),
            ("needs", names(rule.needs)), ("partlyNeeds", names(rule.partlyNeeds)),
            ("why", JSONValue(page?.why)), ("bad", JSONValue(page?.bad)), ("good", JSONValue(page?.good)),
            ("source", JSONValue(page?.source)),
        ])
    }

    private static func names(_ inputs: Set<LintInput>) -> JSONValue {
        .array(LintInput.allCases.filter { inputs.contains($0) }.map { .string($0.rawValue) })
    }

    /// What inputs are called, in their usual order.
    static func words(_ inputs: Set<LintInput>) -> String {
        LintInput.allCases.filter { inputs.contains($0) }.map(\.words).joined(separator: ", ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }
}
