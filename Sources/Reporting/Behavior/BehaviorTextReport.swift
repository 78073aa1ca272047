import Addressing
import Diagnostics
import PacketTrace

/// What changes for traffic, for a person: by Service, which packets, and what becomes of them before and after.
public struct BehaviorTextReport {
    private let terminal: TerminalText
    private let limit: Int

    /// Addresses that are named in one place unless all are asked for.
    private static let usualLimit = 8

    /// A writer of plain text, or of text with colours for a terminal, with the first addresses of long lists or all.
    public init(isColored: Bool = false, showsAll: Bool = false) {
        terminal = TerminalText(isColored: isColored)
        limit = showsAll ? .max - 1 : Self.usualLimit
    }

    /// The whole report. It ends in the one line that sums it up.
    public func text(_ report: BehaviorReport) -> String {
        if report.items.isEmpty { return terminal.paint(report.summary, .green) + "\n" }
        let subject = report.subject
        var text = terminal.paint("- from  \(TerminalText.harmless(subject.live.title))", .red) + "\n"
        text += terminal.paint("+ to    \(TerminalText.harmless(subject.expected.title))", .green) + "\n"
        for group in report.groups { text += "\n" + self.text(group, families: subject.families) }
        return text + "\n" + terminal.paint(report.summary, .bold) + "\n"
    }

    private func text(_ group: BehaviorReport.Group, families: [IPFamily]) -> String {
        var text = terminal.paint(TerminalText.harmless(group.title), .bold)
        if let place = group.location {
            text += terminal.paint(" (\(TerminalText.harmless(place.file)):\(place.line):\(place.column))", .dim)
        }
        text += "\n"
        for item in group.items { text += self.text(item, families: families) }
        return text
    }

    private func text(_ item: BehaviorReport.Item, families: [IPFamily]) -> String {
        let words = TrafficWords(family: item.family, limit: limit)
        var scope: [String] = []
        if families.count > 1 { scope.append(item.family.title) }
        if !item.portName.isEmpty { scope.append("port \(item.portName)") }
        var text = "  " + terminal.paint("\(item.change.kind.rawValue):", item.change.kind.color)
        if !scope.isEmpty { text += " " + TerminalText.harmless(scope.joined(separator: ", ")) }
        text += "\n"
        for line in words.lines(item.change.targets) {
            text += TerminalText.harmless("    \(line.destination), from \(line.senders)") + "\n"
        }
        let showsSource =
            item.change.kind == .source || item.change.before.usual.isUntouchedElsewhere(item.change.after.usual)
        for line in words.lines(item.change.before, showsSource: showsSource) {
            text += terminal.paint(TerminalText.harmless("      - \(line)"), .red) + "\n"
        }
        for line in words.lines(item.change.after, showsSource: showsSource) {
            text += terminal.paint(TerminalText.harmless("      + \(line)"), .green) + "\n"
        }
        return text
    }
}

extension TrafficDistribution {
    /// Whether both are for packets that go on untouched and differ only in who is seen as their source.
    fileprivate func isUntouchedElsewhere(_ other: TrafficDistribution) -> Bool {
        shares.map(\.outcome) == other.shares.map(\.outcome) && shares.contains { $0.outcome == .untouched }
    }
}

extension TrafficChangeKind {
    fileprivate var color: TerminalColor {
        switch self {
        case .opened, .closed: .red
        case .endpoints, .shares, .affinity, .source: .yellow
        case .answer: .cyan
        }
    }
}
