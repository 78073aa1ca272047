import Diagnostics
import RulesetDiff

/// A comparison as one page of HTML that needs nothing beside itself: no scripts, fonts or pictures.
public enum DiffHTMLReport {
    /// The whole page.
    public static func text(_ report: DiffReport) -> String {
        let subject = report.subject
        let isDrift = subject.perspective == .drift
        let title = isDrift ? "Drift of kube-proxy's rules" : "Change of kube-proxy's rules"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title): \(escaped(report.summary))</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <h1>\(title)</h1>
            <p class="summary">\(escaped(report.summary))</p>
            <dl>
            <dt>\(isDrift ? "live" : "from")</dt><dd>\(escaped(subject.live.title))</dd>
            <dt>\(isDrift ? "expected" : "to")</dt><dd>\(escaped(subject.expected.title))</dd>
            </dl>
            \(report.groups.map { section($0, subject) }.joined())</body>
            </html>

            """
    }

    private static func section(_ group: DiffReport.Group, _ subject: DiffReport.Subject) -> String {
        var text = "<section>\n<h2>\(escaped(group.service ?? "All Services"))"
        if let place = group.location {
            text += " <small>\(escaped("\(place.file):\(place.line):\(place.column)"))</small>"
        }
        text += "</h2>\n"
        for drift in group.drifts { text += article(drift, subject) }
        return text + "</section>\n"
    }

    private static func article(_ drift: Drift, _ subject: DiffReport.Subject) -> String {
        let severity = drift.severity.rawValue
        let label =
            subject.perspective == .drift
            ? "<span class=\"label \(severity)\">\(severity)</span> " : ""
        var scope = [drift.kind.rawValue]
        if subject.families.count > 1, let family = drift.family { scope.append(family.title) }
        if !drift.portName.isEmpty { scope.append("port \(drift.portName)") }
        var text = "<article>\n<p>\(label)\(escaped(drift.message)) <small>\(escaped(scope.joined(separator: ", ")))"
        text += "</small></p>\n"
        if !drift.effect.isEmpty { text += "<p class=\"effect\">→ \(escaped(drift.effect))</p>\n" }
        let listing = RuleListing(drift, limit: .max)
        if !listing.lines.isEmpty {
            let count = DiffReport.count(listing.lines.count { $0.side != .place }, "rule")
            text += "<details\(listing.lines.count <= 12 ? " open" : "")><summary>\(count)</summary>\n<pre>"
            for (place, line) in listing.lines.enumerated() {
                text += (place == 0 ? "" : "\n") + self.line(line.side, line.text)
            }
            text += "</pre>\n</details>\n"
        }
        return text + "</article>\n"
    }

    private static func line(_ side: RuleListing.Side, _ text: String) -> String {
        switch side {
        case .place: "<b>\(escaped(text))</b>"
        case .live: "<del>- \(escaped(text))</del>"
        case .expected: "<ins>+ \(escaped(text))</ins>"
        case .both: "<i>~ \(escaped(text))</i>"
        }
    }

    private static func escaped(_ text: String) -> String { HTMLText.escaped(TerminalText.harmless(text)) }

    private static let style = """
        :root { color-scheme: light dark; --line: #d0d7de; --soft: #59636e; --live: #a40e26; --want: #116329;
          --live-back: #ffebe9; --want-back: #dafbe1; --alarm: #cf222e; --warn: #9a6700; --calm: #0969da; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #3d444d; --soft: #9198a1; --live: #ffa198; --want: #7ee787; --live-back: #3c1618;
            --want-back: #12331d; --alarm: #ff7b72; --warn: #d29922; --calm: #79c0ff; } }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; }
        h1 { font-size: 1.4em; } h2 { font-size: 1.15em; border-bottom: 1px solid var(--line); }
        .summary { font-weight: 600; }
        dl { display: grid; grid-template-columns: max-content auto; gap: 0 1em; } dt { color: var(--soft); } dd { margin: 0; }
        small, summary { color: var(--soft); font-weight: normal; }
        article { margin: 1em 0 1em 1em; } article p { margin: 0; }
        .label { font-weight: 600; } .security, .broken { color: var(--alarm); } .stale { color: var(--warn); }
        .cosmetic { color: var(--calm); } .effect { color: var(--soft); }
        pre { overflow-x: auto; border: 1px solid var(--line); padding: .5em; font-size: 13px; }
        del { text-decoration: none; color: var(--live); background: var(--live-back); }
        ins { text-decoration: none; color: var(--want); background: var(--want-back); }
        """
}
