import Diagnostics
import RulesetDiff

/// A comparison for a person: by Service, in words, with what it does to traffic, and the rules underneath.
public struct DiffTextReport {
    private let terminal: TerminalText
    private let limit: Int

    /// Rules of one drift that are shown unless all are asked for.
    private static let usualLimit = 8

    /// A writer of plain text, or of text with colours for a terminal, with the first rules of each drift or all.
    public init(isColored: Bool = false, showsAllRules: Bool = false) {
        terminal = TerminalText(isColored: isColored)
        limit = showsAllRules ? .max : Self.usualLimit
    }

    /// The whole report. It ends in the one line that sums it up.
    public func text(_ report: DiffReport) -> String {
        let subject = report.subject
        if report.groups.isEmpty { return terminal.paint(report.summary, .green) + "\n" }
        let isDrift = subject.perspective == .drift
        let width = isDrift ? 10 : 6
        let live = Self.padded(isDrift ? "live" : "from", width) + TerminalText.harmless(subject.live.title)
        let expected = Self.padded(isDrift ? "expected" : "to", width) + TerminalText.harmless(subject.expected.title)
        var text = paint(.live, "- \(live)") + "\n" + paint(.expected, "+ \(expected)") + "\n"
        for group in report.groups { text += "\n" + self.text(group, subject) }
        return text + "\n" + terminal.paint(report.summary, .bold) + "\n"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 1))
    }

    // MARK: Services and drifts

    private func text(_ group: DiffReport.Group, _ subject: DiffReport.Subject) -> String {
        var title = terminal.paint(TerminalText.harmless(group.service ?? "all Services"), .bold)
        if let place = group.location {
            title += terminal.paint(" (\(TerminalText.harmless(place.file)):\(place.line):\(place.column))", .dim)
        }
        return title + "\n" + group.drifts.map { text($0, subject) }.joined()
    }

    private func text(_ drift: Drift, _ subject: DiffReport.Subject) -> String {
        var heading = "  \(label(drift, subject.perspective)) "
        var scope: [String] = []
        if subject.families.count > 1, let family = drift.family { scope.append(family.title) }
        if !drift.portName.isEmpty { scope.append("port \(drift.portName)") }
        if !scope.isEmpty { heading += TerminalText.harmless(scope.joined(separator: ", ")) + ": " }
        var text = heading + TerminalText.harmless(drift.message) + "\n"
        if !drift.effect.isEmpty { text += "    → \(TerminalText.harmless(drift.effect))\n" }
        let listing = RuleListing(drift, limit: limit)
        for line in listing.lines { text += self.line(line.side, TerminalText.harmless(line.text)) + "\n" }
        if listing.hiddenCount > 0 {
            let more = "… \(DiffReport.count(listing.hiddenCount, "more rule")) (--verbose shows all)"
            text += terminal.paint("      \(more)", .dim) + "\n"
        }
        return text
    }

    /// How much a drift matters and its kind; of a change, which has nothing wrong about it, whether something comes,
    /// goes or becomes other.
    private func label(_ drift: Drift, _ perspective: DriftPerspective) -> String {
        guard perspective == .change else {
            return terminal.paint("\(drift.severity.rawValue)[\(drift.kind.rawValue)]:", drift.severity.color)
        }
        let hasOld = drift.rules.contains { $0.live != nil }
        let hasNew = drift.rules.contains { $0.expected != nil }
        return hasOld == hasNew ? paint(.both, "~") : hasNew ? paint(.expected, "+") : paint(.live, "-")
    }

    // MARK: Rules

    private func line(_ side: RuleListing.Side, _ text: String) -> String {
        switch side {
        case .place: terminal.paint("    \(text)", .dim)
        case .live: paint(side, "      - \(text)")
        case .expected: paint(side, "      + \(text)")
        case .both: paint(side, "      ~ \(text)")
        }
    }

    private func paint(_ side: RuleListing.Side, _ text: String) -> String {
        switch side {
        case .live: terminal.paint(text, .red)
        case .expected: terminal.paint(text, .green)
        case .both: terminal.paint(text, .yellow)
        case .place: text
        }
    }
}

extension DriftSeverity {
    fileprivate var color: TerminalColor {
        switch self {
        case .security, .broken: .red
        case .stale: .yellow
        case .cosmetic: .cyan
        }
    }
}
