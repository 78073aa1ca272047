import Foundation
import Testing

/// Comparing texts with files.
public enum Golden {
    /// Whether goldens are to be rewritten (`UPDATE_GOLDENS=1`). A rewritten golden still fails its test, so that a
    /// person reads the change.
    private static let updates = ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"

    /// Expects `text` to be what `fixtures/PATH` holds, and shows the first lines that differ.
    public static func expect(
        _ text: String, equals path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expected = (try? Fixtures.text(path)) ?? ""
        guard text != expected else { return }
        if updates {
            try? Data(text.utf8).write(to: Fixtures.root.appendingPathComponent(path))
        }
        Issue.record(
            "\(path) differs\(updates ? " (rewritten)" : ""):\n\(difference(of: text, from: expected))",
            sourceLocation: sourceLocation)
    }

    /// The first lines in which two texts differ, `-` from the expected one and `+` from the other.
    public static func difference(of text: String, from expected: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = lines.difference(from: wanted).prefix(12).map { change in
            switch change {
            case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
            case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
            }
        }
        return changes.joined(separator: "\n")
    }
}
