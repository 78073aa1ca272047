import Addressing
import PacketTrace

/// What can reach what, one line each: who sends, where to, what becomes of it, and which endpoints answer with which
/// share.
public struct TraceMatrixReport {
    private let terminal: TerminalText

    /// The most endpoints that a line names.
    private static let mostEndpoints = 8

    /// A writer of plain text, or of text with colours for a terminal.
    public init(isColored: Bool = false) { terminal = TerminalText(isColored: isColored) }

    /// The heading of a service port.
    public func heading(_ target: TraceMatrix.Target) -> String {
        terminal.paint(TerminalText.harmless(target.key), .bold) + "\n"
    }

    /// One line.
    public func text(_ line: TraceMatrix.Line) -> String {
        let socket = "\(line.target.socket)/\(line.target.transport.name)"
        let place = Self.padded(line.target.role.words, 13) + "  " + Self.padded(socket, 22)
        return "  \(Self.padded(line.source.rawValue, 8))  \(place)  \(words(line.outcomes))\n"
    }

    /// What becomes of packets: of every case one word, and the endpoints.
    private func words(_ outcomes: Outcomes) -> String {
        outcomes.cases.map { possible in
            let conditions = possible.assumptions.map { "\($0.holds ? "if" : "unless") \($0.text)" }
            let prefix = conditions.isEmpty ? "" : TerminalText.harmless(conditions.joined(separator: ", ")) + ": "
            return prefix + Self.words(possible, terminal)
        }.joined(separator: "; ")
    }

    private static func words(_ possible: Outcomes.Case, _ terminal: TerminalText) -> String {
        let answered = possible.outcomes.filter { $0.outcome.destination != nil }
        var parts: [String] = []
        if !answered.isEmpty {
            let hidden = answered.filter(\.outcome.isMasqueraded).count
            let seen = hidden == 0 ? "kept" : hidden == answered.count ? "masqueraded" : "partly masqueraded"
            let sticky = possible.returning == nil ? "" : "+sticky"
            let shares = answered.prefix(mostEndpoints).map { likely in
                "\(likely.outcome.destination.map { "\($0)" } ?? "")=\(likely.nominal)"
            }
            let more = answered.count > mostEndpoints ? ["and \(answered.count - mostEndpoints) more"] : []
            let word = terminal.paint(padded(seen + sticky, 11), .green)
            parts.append(word + "  " + (shares + more).joined(separator: " "))
        }
        for likely in possible.outcomes where likely.outcome.destination == nil {
            let kind = likely.outcome.kind
            let word = kind == .sent || kind == .local ? "untouched" : TraceWords.word(kind)
            let share = likely.nominal.isOne ? "" : " \(likely.nominal)"
            parts.append(terminal.paint(word, kind == .sent || kind == .local ? .yellow : .red) + share)
        }
        return parts.joined(separator: ", ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    /// All lines as JSON.
    public static func json(_ lines: [TraceMatrix.Line]) -> String {
        JSONValue.object([("lines", .array(lines.map(value)))]).text
    }

    private static func value(_ line: TraceMatrix.Line) -> JSONValue {
        .object([
            ("source", .string(line.source.rawValue)), ("service", .string(line.target.key)),
            ("role", .string(line.target.role.words)),
            ("destination", .string("\(line.target.socket)/\(line.target.transport.name)")),
            ("cases", .array(line.outcomes.cases.map(value))),
        ])
    }

    private static func value(_ possible: Outcomes.Case) -> JSONValue {
        .object([
            (
                "assumptions",
                .array(possible.assumptions.map { .object([("match", .string($0.text)), ("holds", .bool($0.holds))]) })
            ),
            ("sticky", .bool(possible.returning != nil)),
            (
                "outcomes",
                .array(
                    possible.outcomes.map { likely in
                        .object([
                            ("result", .string(TraceWords.word(likely.outcome.kind))),
                            ("endpoint", JSONValue(likely.outcome.destination.map { "\($0)" })),
                            ("masqueraded", .bool(likely.outcome.isMasqueraded)),
                            ("share", .string("\(likely.nominal)")),
                        ])
                    })
            ),
        ])
    }
}
