import Addressing
import Diagnostics
import PacketTrace

/// A trace for a person: how names were found, every step with its rule, and what may become of the packets.
public struct TraceTextReport {
    private let terminal: TerminalText
    private let showsSteps: Bool

    /// A writer of plain text, or of text with colours for a terminal; without steps only what becomes of the packets.
    public init(isColored: Bool = false, showsSteps: Bool = true) {
        terminal = TerminalText(isColored: isColored)
        self.showsSteps = showsSteps
    }

    /// The whole report.
    public func text(_ report: TraceReport) -> String {
        var text = terminal.paint("\(safe(report.source)) → \(safe(report.destination))", .bold) + "\n"
        for note in report.notes { text += "  \(safe(note.text))\(place(of: note))\n" }
        text += "  \(safe(report.rules))\n"
        if showsSteps { text += "\n" + TraceSteps(report, terminal).text() }
        text += "\n" + outcomes(report)
        if !report.reasons.isEmpty {
            text += "\n" + terminal.paint("why", .bold) + "\n"
            for reason in report.reasons {
                text += "  \(safe(reason.text))\(place(of: reason))\n"
                if let change = reason.change { text += "    → \(safe(change))\n" }
            }
        }
        return text
    }

    private func safe(_ text: String) -> String { TerminalText.harmless(text) }

    private func place(of reason: Reason) -> String {
        guard let place = reason.place else { return "" }
        return terminal.paint(" (\(safe(place.file)):\(place.line):\(place.column))", .dim)
    }

    // MARK: Outcomes

    private func outcomes(_ report: TraceReport) -> String {
        var text = terminal.paint("outcome", .bold) + "\n"
        for possible in report.outcomes.cases {
            if !possible.assumptions.isEmpty {
                let words = possible.assumptions.map { "\($0.holds ? "if" : "unless") \($0.text)" }
                text += "  \(safe(words.joined(separator: ", ")))\n"
            }
            text += Self.table(possible.outcomes.map { cells($0, report) })
            if let returning = possible.returning { text += self.returning(returning) }
            if possible.isUncertain {
                text += terminal.paint("  uncertain: a target on the way isn't known to proxyplan", .yellow) + "\n"
            }
        }
        return text
    }

    private func returning(_ returning: Outcomes.Returning) -> String {
        let time = returning.seconds == 0 ? "" : " for \(returning.seconds) s after their last packet"
        let places = returning.outcomes.compactMap { $0.destination.map { "\($0)" } }
        let listed = places.prefix(4).joined(separator: ", ") + (places.count > 4 ? ", …" : "")
        return "  clients that were here before stay\(time) at the endpoint that they had: one of \(listed)\n"
    }

    private func cells(_ likely: LikelyOutcome, _ report: TraceReport) -> [String] {
        let outcome = likely.outcome
        var share = TraceWords.percent(likely.nominal)
        if !likely.nominal.isOne {
            share += " = \(likely.nominal)"
            if let error = TraceWords.error(likely) { share += " (\(error))" }
        }
        guard let destination = outcome.destination else {
            return [share, sentence(likely, report)]
        }
        var owner = report.owners[destination] ?? (outcome.kind == .local ? "a process of the node" : "")
        if destination.address == report.sourceAddress { owner += owner.isEmpty ? "itself" : " (itself)" }
        let seen = outcome.isMasqueraded ? "sees the node's address" : "sees the client's address"
        return [share, "\(destination)", safe(owner), seen]
    }

    private func sentence(_ likely: LikelyOutcome, _ report: TraceReport) -> String {
        let ending = report.trace.endings[likely.ending]
        var rule: String?
        switch ending.fate {
        case .dropped(let place), .rejected(let place, _): rule = report.line(ofRule: place).place
        case .droppedByPolicy(let chain): rule = "the policy of \(report.name(ofChain: chain))"
        case .refused(let server):
            let name = report.tracer.ruleset.virtualServers?.name(of: server) ?? ""
            rule = "IPVS, whose virtual server \(name) has no real server"
        default: rule = nil
        }
        return safe(TraceWords.sentence(likely.outcome, rule: rule))
    }

    /// Lines whose cells stand below each other.
    static func table(_ rows: [[String]]) -> String {
        let widths = rows.reduce(into: [Int]()) { widths, row in
            for (place, cell) in row.enumerated() where place < row.count - 1 {
                if place < widths.count {
                    widths[place] = max(widths[place], cell.count)
                } else {
                    widths.append(cell.count)
                }
            }
        }
        return rows.map { row in
            let cells = row.enumerated().map { place, cell in
                place < row.count - 1 && place < widths.count
                    ? cell + String(repeating: " ", count: widths[place] - cell.count) : cell
            }
            return "  " + cells.joined(separator: "  ").trimmingSuffix + "\n"
        }.joined()
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmingSuffix: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
