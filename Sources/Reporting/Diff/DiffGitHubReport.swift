import Diagnostics
import RulesetDiff

/// A comparison as annotations of a GitHub Actions step.
public enum DiffGitHubReport {
    /// How many annotations of one level GitHub shows for a step.
    private static let limit = 10

    /// A command a drift, the worst first, and one notice about those that GitHub wouldn't show.
    public static func text(_ report: DiffReport) -> String {
        let all = report.groups.flatMap { group in group.drifts.map { (drift: $0, location: group.location) } }
        let ordered = DiffReport.worstFirst(all, \.drift.severity)
        var counts: [String: Int] = [:]
        var commands: [WorkflowCommand] = []
        for (drift, location) in ordered {
            let level = level(drift.severity)
            // The last notice is kept for the summary.
            let most = level == "notice" ? limit - 1 : limit
            counts[level, default: 0] += 1
            if counts[level, default: 0] <= most { commands.append(command(drift, at: location, level)) }
        }
        if commands.count < ordered.count {
            let rest = ordered.count - commands.count
            commands.append(
                WorkflowCommand(
                    name: "notice", properties: [("title", "proxyplan diff")],
                    message: "\(DiffReport.count(rest, "more drift")); \(report.summary)"))
        }
        return commands.map { $0.text + "\n" }.joined()
    }

    private static func command(_ drift: Drift, at location: SourceLocation?, _ level: String) -> WorkflowCommand {
        var properties: [(name: String, value: String)] = []
        if let location {
            properties = [
                ("file", location.file), ("line", String(location.line)), ("endLine", String(location.endLine)),
                ("col", String(location.column)), ("endColumn", String(location.endColumn)),
            ]
        }
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
