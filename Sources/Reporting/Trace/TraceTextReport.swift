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
    public func text(_ path: TracedPath) -> String {
        let address = path.passage.map { " (\($0.sourceAddress))" } ?? ""
        let source = path.source.contains(address.dropFirst(2).dropLast()) ? path.source : path.source + address
        var text = terminal.paint("\(safe(source)) → \(safe(path.destination.label))", .bold) + "\n"
        for note in path.notes { text += self.text(note) }
        guard let passage = path.passage else {
            return text + "\n" + (path.obstacle.map { self.text($0) } ?? "")
        }
        text += "  rules: \(safe(path.rules))\n"
        if showsSteps { text += "\n" + TraceSteps(passage, terminal).text() }
        text += "\n" + outcomes(passage)
        guard !passage.reasons.isEmpty else { return text }
        return text + "\n" + terminal.paint("why", .bold) + "\n" + passage.reasons.map { self.text($0) }.joined()
    }

    private func text(_ reason: Reason) -> String {
        let change = reason.change.map { "    → \(safe($0))\n" } ?? ""
        return "  \(safe(reason.text))\(place(of: reason))\n" + change
    }

    private func safe(_ text: String) -> String { TerminalText.harmless(text) }

    private func place(of reason: Reason) -> String {
        guard let place = reason.place else { return "" }
        return terminal.paint(" (\(safe(place.file)):\(place.line):\(place.column))", .dim)
    }

    // MARK: Outcomes

    private func outcomes(_ passage: TracedPath.Passage) -> String {
        var text = terminal.paint("outcome", .bold) + "\n"
        for possible in passage.outcomes.cases {
            if !possible.assumptions.isEmpty {
                let words = possible.assumptions.map { "\($0.holds ? "if" : "unless") \($0.text)" }
                text += "  \(safe(words.joined(separator: ", ")))\n"
            }
            text += Self.table(possible.outcomes.map { cells($0, passage) })
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
        let had = places.count == 1 ? listed : "the endpoint that they had: one of \(listed)"
        return "  clients that were here before stay\(time) at \(had)\n"
    }

    private func cells(_ likely: LikelyOutcome, _ passage: TracedPath.Passage) -> [String] {
        let outcome = likely.outcome
        var share = TraceWords.percent(likely.nominal)
        if !likely.nominal.isOne {
            share += " = \(likely.nominal)"
            if let error = TraceWords.error(likely) { share += " (\(error))" }
        }
        guard let destination = outcome.destination else {
            return [share, sentence(likely, passage)]
        }
        var owner = passage.owners[destination] ?? (outcome.kind == .local ? "a process of the node" : "")
        if destination.address == passage.sourceAddress { owner += owner.isEmpty ? "itself" : " (itself)" }
        let seen = outcome.isMasqueraded ? "sees the node's address" : "sees the client's address"
        return [share, "\(destination)", safe(owner), seen]
    }

    private func sentence(_ likely: LikelyOutcome, _ passage: TracedPath.Passage) -> String {
        let ending = passage.trace.endings[likely.ending]
        let lines = TraceLines(passage)
        var rule: String?
        switch ending.fate {
        case .dropped(let place), .rejected(let place, _): rule = lines.line(ofRule: place).place
        case .droppedByPolicy(let chain): rule = "the policy of \(lines.name(ofChain: chain))"
        case .refused(let server):
            rule = "IPVS, whose virtual server \(lines.name(ofServer: server)) has no real server"
        default: rule = nil
        }
        return safe(TraceWords.sentence(likely.outcome, rule: rule))
    }

    /// Lines whose cells stand below each other; columns without a word are left out.
    static func table(_ rows: [[String]]) -> String {
        let count = rows.map(\.count).max() ?? 0
        let used = (0..<count).filter { place in rows.contains { place < $0.count && !$0[place].isEmpty } }
        let rows = rows.map { row in used.filter { $0 < row.count }.map { row[$0] } }
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
