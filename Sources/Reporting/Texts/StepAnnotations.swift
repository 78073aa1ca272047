import Diagnostics

/// The annotations of one step of GitHub Actions.
struct StepAnnotations {
    /// How many annotations of one level GitHub shows for a step.
    private static let limit = 10

    private var commands: [WorkflowCommand] = []
    private var counts: [String: Int] = [:]
    /// How many annotations GitHub wouldn't show.
    private(set) var hiddenCount = 0

    /// Adds an annotation if there is room for it. Those that matter most come first.
    mutating func add(_ command: @autoclosure () -> WorkflowCommand, level: String) {
        // The last notice is kept for the summary.
        let most = level == "notice" ? Self.limit - 1 : Self.limit
        counts[level, default: 0] += 1
        if counts[level, default: 0] <= most { commands.append(command()) } else { hiddenCount += 1 }
    }

    /// The lines, with a notice at the end if some are left out.
    func text(title: String, summary: @autoclosure () -> String) -> String {
        var commands = commands
        if hiddenCount > 0 {
            commands.append(WorkflowCommand(name: "notice", properties: [("title", title)], message: summary()))
        }
        return commands.map { $0.text + "\n" }.joined()
    }

    /// The properties that say where something stands; none for what isn't in a file.
    static func properties(_ place: SourceLocation?) -> [(name: String, value: String)] {
        guard let place else { return [] }
        return [
            ("file", place.file), ("line", String(place.line)), ("endLine", String(place.endLine)),
            ("col", String(place.column)), ("endColumn", String(place.endColumn)),
        ]
    }
}
