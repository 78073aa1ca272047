import Diagnostics
import ManifestLint

/// Findings in the Test Anything Protocol, version 14.
///
/// A finding is a test point; a file without findings is one that passes, a rule that wasn't checked one that is skipped.
public enum LintTAPReport {
    /// The whole text.
    ///
    /// - Parameter failOn: the least severity that makes a test point fail.
    public static func text(_ report: LintReport, failOn: Severity) -> String {
        var points: [(isOK: Bool, text: String)] = []
        for group in report.byFile {
            if group.findings.isEmpty { points.append((true, escaped("\(group.file ?? ""): no findings") + "\n")) }
            for finding in group.findings { points.append((finding.severity < failOn, self.text(finding))) }
        }
        for rule in report.unchecked {
            points.append(
                (true, escaped("\(rule.rule.id): \(rule.rule.title)") + " # SKIP needs \(rule.missingWords)\n"))
        }
        let lines = points.enumerated().map { "\($1.isOK ? "ok" : "not ok") \($0 + 1) - \($1.text)" }
        return "TAP version 14\n1..\(points.count)\n" + lines.joined()
    }

    private static func text(_ finding: Finding) -> String {
        var members = [("severity", finding.severity.word), ("rule", finding.rule)]
        if let object = finding.object { members.append(("object", object.description)) }
        if let path = finding.fieldPath { members.append(("field", path)) }
        members.append(("message", finding.message))
        if let advice = finding.advice { members.append(("advice", advice)) }
        let place = finding.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
        let subject = [finding.rule, finding.object?.description, finding.fieldPath].compactMap { $0 }
        let diagnostics = members.map { "  \($0): \(JSONText.quoted(TerminalText.harmless($1)))\n" }.joined()
        return escaped(place + subject.joined(separator: ": ")) + "\n  ---\n" + diagnostics + "  ...\n"
    }

    /// A description: `#` would begin a directive.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in TerminalText.harmless(text) {
            if character == "#" || character == "\\" { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }
}
