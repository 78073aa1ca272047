import Diagnostics
import ManifestLint
import RulesetDiff

/// What one rule of `lint`, or one kind of drift of `diff`, is about.
public struct RulePageReport {
    private let terminal: TerminalText

    /// A writer of plain text, or of text with colours for a terminal.
    public init(isColored: Bool = false) { terminal = TerminalText(isColored: isColored) }

    /// All names that can be explained.
    public static var names: [String] {
        RuleCatalog.all.map(\.id) + ReadingRules.all.map(\.id) + DriftKind.allCases.map(\.rawValue)
    }

    /// The page of a rule or kind, whatever the case of its letters; nil if there is none.
    public func text(_ name: String) -> String? {
        let id = name.uppercased()
        if let rule = RuleCatalog.rule(id), let page = RuleCatalog.page(of: id) { return text(rule, page) }
        if let rule = ReadingRules.rule(id) {
            return heading(rule) + "  \(rule.severity.word); always reported, and never ignored\n"
        }
        return DriftKind(rawValue: name.lowercased()).map { text($0) }
    }

    private func heading(_ rule: RuleDescription) -> String {
        terminal.paint("\(rule.id): \(rule.title)", .bold) + "\n"
    }

    private func text(_ rule: RuleDescription, _ page: RulePage) -> String {
        var facts = [rule.severity.word]
        if rule.repeatsServer { facts.append("repeats the API server's verdict") }
        if !rule.needs.isEmpty { facts.append("needs \(RuleListReport.words(rule.needs))") }
        if !rule.partlyNeeds.isEmpty { facts.append("a part needs \(RuleListReport.words(rule.partlyNeeds))") }
        var text = heading(rule) + WrappedText.lines(facts.joined(separator: "; "), indentation: "  ")
        text += section(
            "Why", page.why.split(separator: "\n\n").map { WrappedText.lines(String($0), indentation: "  ") })
        let setting = page.setting.isEmpty ? "" : ", \(page.setting)"
        text += section("Bad\(setting)", [Self.indented(page.bad)])
        text += section("Good", [Self.indented(page.good)])
        return text + section("Source", [WrappedText.lines(page.source, indentation: "  ")])
    }

    private func text(_ kind: DriftKind) -> String {
        let meaning: String
        switch kind.severity {
        case .security: meaning = "packets get through, or lose their way, that rules are there to stop or to rewrite"
        case .broken: meaning = "connections fail, or reach something else"
        case .stale: meaning = "rules are left that kube-proxy wouldn't write any more"
        case .cosmetic: meaning = "traffic is as it should be"
        }
        return terminal.paint("\(kind.rawValue): \(kind.summary)", .bold)
            + "\n  \(kind.severity.rawValue): \(meaning); a kind of drift that proxyplan diff reports\n"
    }

    private func section(_ title: String, _ paragraphs: [String]) -> String {
        "\n\(terminal.paint(title, .bold))\n" + paragraphs.joined(separator: "\n")
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    }

    /// The page of a rule as Markdown; nil if there is none.
    static func markdown(_ id: String) -> String? {
        guard let rule = RuleCatalog.rule(id), let page = RuleCatalog.page(of: id) else { return nil }
        let setting = page.setting.isEmpty ? "" : ", \(page.setting)"
        return """
            **\(rule.id): \(rule.title)**

            \(page.why)

            Bad\(setting):

            ```yaml
            \(page.bad)
            ```

            Good:

            ```yaml
            \(page.good)
            ```

            Source: \(page.source)
            """
    }

    /// The page of a rule as plain text; nil if there is none.
    static func plain(_ id: String) -> String? { RulePageReport().text(id) }
}
