import Diagnostics
import RulesetDiff

/// A comparison as annotations of a GitHub Actions step.
public enum DiffGitHubReport {
    /// A command a drift, the worst first, and one notice about those that GitHub wouldn't show.
    public static func text(_ report: DiffReport) -> String {
        let all = report.groups.flatMap { group in group.drifts.map { (drift: $0, location: group.location) } }
        let ordered = DiffReport.worstFirst(all, \.drift.severity)
        var annotations = StepAnnotations()
        for (drift, location) in ordered {
            let level = level(drift.severity)
            annotations.add(command(drift, at: location, level), level: level)
        }
        let rest = annotations.hiddenCount
        return annotations.text(
            title: "proxyplan diff", summary: "\(DiffReport.count(rest, "more drift")); \(report.summary)")
    }

    private static func command(_ drift: Drift, at location: SourceLocation?, _ level: String) -> WorkflowCommand {
        var properties = StepAnnotations.properties(location)
        let title = drift.service.map { "\($0): \(drift.kind.rawValue)" } ?? drift.kind.rawValue
        properties.append(("title", TerminalText.harmless(title)))
        let family = drift.family.map { "\($0.title): " } ?? ""
        var message = family + TerminalText.harmless(drift.message)
        if !drift.effect.isEmpty { message += "; \(TerminalText.harmless(drift.effect))" }
        let listing = RuleListing(drift, limit: 8)
        for line in listing.lines { message += "\n" + Self.text(line.side, TerminalText.harmless(line.text)) }
        if listing.hiddenCount > 0 { message += "\n… \(DiffReport.count(listing.hiddenCount, "more rule"))" }
        return WorkflowCommand(name: level, properties: properties, message: message)
    }

    private static func text(_ side: RuleListing.Side, _ text: String) -> String {
        switch side {
        case .place: text
        case .live: "- \(text)"
        case .expected: "+ \(text)"
        case .both: "~ \(text)"
        }
    }

    private static func level(_ severity: DriftSeverity) -> String {
        switch severity {
        case .security, .broken: "error"
        case .stale: "warning"
        case .cosmetic: "notice"
        }
    }
}
