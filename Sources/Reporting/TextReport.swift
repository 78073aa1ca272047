import Diagnostics

/// Findings as lines for a person or an editor:
/// `shop.yaml:12:9: error[PORT-004]: Service default/web: spec.ports[1].port: … ; what to do`.
public struct TextReport {
    private let isColored: Bool

    /// A writer of plain lines, or of lines with colours for a terminal.
    public init(isColored: Bool = false) { self.isColored = isColored }

    /// One finding as one line, without its line break.
    public func line(_ finding: Finding) -> String {
        var line = ""
        if let place = finding.location { line += paint("\(place.file):\(place.line):\(place.column): ", .bold) }
        line += paint("\(finding.severity.word)[\(finding.rule)]: ", finding.severity.color)
        if let object = finding.object { line += "\(object): " }
        if let path = finding.fieldPath { line += "\(path): " }
        line += finding.message
        if let advice = finding.advice { line += "; \(advice)" }
        return line
    }

    /// How many findings there are of each weight: `2 errors, 1 warning`.
    public static func count(_ findings: [Finding]) -> String {
        let counts = Severity.allCases.reversed().compactMap { severity -> String? in
            let number = findings.count { $0.severity == severity }
            return number == 0 ? nil : "\(number) \(severity.word)\(number == 1 ? "" : "s")"
        }
        return counts.isEmpty ? "no findings" : counts.joined(separator: ", ")
    }

    private func paint(_ text: String, _ color: TerminalColor) -> String {
        TerminalText(isColored: isColored).paint(text, color)
    }
}

extension Severity {
    fileprivate var color: TerminalColor {
        switch self {
        case .error: .red
        case .warning: .yellow
        case .note: .cyan
        }
    }
}
