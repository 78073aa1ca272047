import Diagnostics
import ManifestLint

/// Findings for a person: where and what, the line with the part in question underlined, what to do, and the other
/// places that have to do with it.
public struct LintTextReport {
    private let terminal: TerminalText
    private let findingLine: TextReport
    private let showsEverything: Bool

    /// A writer of plain text, or of text with colours for a terminal.
    ///
    /// - Parameter showsEverything: whether the rules that weren't checked and the API server's answers are shown too.
    public init(isColored: Bool = false, showsEverything: Bool = false) {
        terminal = TerminalText(isColored: isColored)
        findingLine = TextReport(isColored: isColored)
        self.showsEverything = showsEverything
    }

    /// The whole report. It ends in the one line that sums it up.
    public func text(_ report: LintReport) -> String {
        var lines = SourceLines()
        var text = ""
        for finding in report.findings { text += self.text(finding, report, &lines) + "\n" }
        if showsEverything {
            for unchecked in report.unchecked { text += line(unchecked, "not checked") }
            for unchecked in report.partlyUnchecked { text += line(unchecked, "checked in part") }
            for ignored in report.ignored { text += line(ignored) }
            if !report.unchecked.isEmpty || !report.partlyUnchecked.isEmpty || !report.ignored.isEmpty { text += "\n" }
        }
        var summary = report.summary
        if !report.unchecked.isEmpty && !showsEverything { summary += " (--verbose says which)" }
        let color: TerminalColor = report.findings.isEmpty ? .green : .bold
        return text + terminal.paint(summary, color) + "\n"
    }

    private func text(_ finding: Finding, _ report: LintReport, _ lines: inout SourceLines) -> String {
        var text = findingLine.line(Self.headline(finding)) + "\n"
        if let place = finding.location { text += excerpt(place, report, &lines) }
        if let advice = finding.advice {
            text += "  \(terminal.paint("help:", .green)) \(TerminalText.harmless(advice))\n"
        }
        for place in finding.related {
            var line = ""
            if let location = place.location { line += "\(Self.words(location)): " }
            line += "\(place.object): \(place.note)"
            text += "  \(terminal.paint("see:", .cyan)) \(TerminalText.harmless(line))\n"
        }
        if showsEverything, let answer = finding.serverText {
            text += "  \(terminal.paint("API server:", .dim)) \(TerminalText.harmless(answer))\n"
        }
        return text
    }

    /// What stands in a finding's first line, without what a terminal obeys.
    private static func headline(_ finding: Finding) -> Finding {
        var headline = finding
        headline.advice = nil
        headline.message = TerminalText.harmless(finding.message)
        headline.fieldPath = finding.fieldPath.map { TerminalText.harmless($0) }
        headline.location?.file = finding.location.map { TerminalText.harmless($0.file) } ?? ""
        headline.object = finding.object.map { object in
            ObjectReference(
                kind: TerminalText.harmless(object.kind), namespace: TerminalText.harmless(object.namespace),
                name: TerminalText.harmless(object.name))
        }
        return headline
    }

    /// The line and the part, with the line's number before them.
    private func excerpt(_ place: SourceLocation, _ report: LintReport, _ lines: inout SourceLines) -> String {
        guard let source = report.source(place.file), let line = lines.line(place.line, of: source),
            let excerpt = SourceExcerpt(place, in: line)
        else { return "" }
        let number = String(place.line)
        let margin = String(repeating: " ", count: max(5 - number.utf8.count, 0)) + number
        let blank = String(repeating: " ", count: margin.utf8.count)
        return terminal.paint("\(margin) |", .dim) + " \(excerpt.line)\n"
            + terminal.paint("\(blank) |", .dim) + " " + excerpt.indentation
            + terminal.paint(excerpt.underline, .green) + "\n"
    }

    private func line(_ unchecked: UncheckedRule, _ words: String) -> String {
        terminal.paint("\(words)[\(unchecked.rule.id)]:", .dim)
            + " \(unchecked.rule.title): needs \(unchecked.missingWords)\n"
    }

    private func line(_ ignored: IgnoredFinding) -> String {
        let finding = ignored.finding
        let place = finding.location.map { "\(Self.words($0)): " } ?? ""
        let reason = ignored.reason.isEmpty ? "" : " (\(ignored.reason))"
        return terminal.paint("ignored[\(finding.rule)]:", .dim)
            + " \(TerminalText.harmless(place + finding.message + reason))\n"
    }

    private static func words(_ place: SourceLocation) -> String { "\(place.file):\(place.line):\(place.column)" }
}
