import Diagnostics
import ManifestLint

/// Findings as annotations of a GitHub Actions step.
public enum LintGitHubReport {
    /// A command a finding, the worst first, and one notice about those that GitHub wouldn't show.
    public static func text(_ report: LintReport) -> String {
        var annotations = StepAnnotations()
        for severity in Severity.allCases.reversed() {
            let level = severity == .note ? "notice" : severity.word
            for finding in report.findings where finding.severity == severity {
                annotations.add(command(finding, level), level: level)
            }
        }
        let rest = LintReport.count(annotations.hiddenCount, "more finding")
        return annotations.text(title: "proxyplan lint", summary: "\(rest); \(report.summary)")
    }

    private static func command(_ finding: Finding, _ level: String) -> WorkflowCommand {
        var properties = StepAnnotations.properties(finding.location)
        let title = RuleCatalog.rule(finding.rule)?.title
        properties.append(("title", TerminalText.harmless(title.map { "\(finding.rule): \($0)" } ?? finding.rule)))
        var message = finding.object.map { "\($0): " } ?? ""
        if let path = finding.fieldPath { message += "\(path): " }
        message = TerminalText.harmless(message + finding.message)
        if let advice = finding.advice { message += "\nhelp: \(TerminalText.harmless(advice))" }
        for place in finding.related {
            let location = place.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
            message += "\nsee: \(TerminalText.harmless("\(location)\(place.object): \(place.note)"))"
        }
        return WorkflowCommand(name: level, properties: properties, message: message)
    }
}
