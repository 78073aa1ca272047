import Diagnostics
import Manifests

/// Why the API server rejects a field, in its own terms.
enum ServerError: Sendable {
    /// The field has to be set.
    case required(String = "")
    /// The value, as JSON, and what is wrong with it.
    case invalid(String, String)
    /// The value isn't one of these.
    case unsupported(String, [String])
    /// The value stands twice.
    case duplicate(String)
    /// The field may not be set.
    case forbidden(String)
    /// A list has more items than it may have.
    case tooMany(Int, most: Int)
    /// The server's answer as it is, without a field.
    case answer(String)

    /// The server's text behind the path.
    var text: String {
        switch self {
        case .required(let detail): detail.isEmpty ? "Required value" : "Required value: \(detail)"
        case .invalid(let value, let detail): "Invalid value: \(value.bounded): \(detail)"
        case .unsupported(let value, let values):
            "Unsupported value: \(value.bounded): supported values: \(values.map { "\"\($0)\"" }.joined(separator: ", "))"
        case .duplicate(let value): "Duplicate value: \(value.bounded)"
        case .forbidden(let detail): "Forbidden: \(detail)"
        case .tooMany(let count, let most): "Too many: \(count): must have at most \(most) items"
        case .answer(let text): text
        }
    }
}

extension FindingReport {
    /// Reports what the API server rejects. The path is made only if the finding has room in the report.
    mutating func reject(
        _ rule: ServerRule, _ field: FieldCursor, _ error: ServerError, path: @autoclosure () -> String? = nil,
        severity: Severity? = nil, advice: String? = nil, fixes: [FixIt] = []
    ) {
        let row = rule.row
        guard admits(row.description, field.object) else { return }
        let path = path() ?? field.path
        let text = error.text
        var serverText = text
        if case .answer = error {} else { serverText = "\(path): \(text)" }
        addAdmitted(
            row.description, at: field, severity: severity, path: path, text.withLowercasedStart,
            advice: advice ?? row.advice, serverText: serverText, related: [], fixes: fixes)
    }

    /// Reports a text that breaks rules for names: one finding for each.
    mutating func reject(
        _ rule: ServerRule, _ field: FieldCursor, _ text: String, _ problems: [String],
        path: @autoclosure () -> String? = nil, fixes: [FixIt] = []
    ) {
        for problem in problems { reject(rule, field, .invalid(text.asJSON, problem), path: path(), fixes: fixes) }
    }

    /// Reports what the API server accepts with a warning. Its severity is the rule's, unless that is for a rejection.
    mutating func warn(
        _ rule: ServerRule, _ field: FieldCursor, _ text: @autoclosure () -> String,
        path: @autoclosure () -> String? = nil, severity: Severity? = nil, advice: String? = nil, fixes: [FixIt] = []
    ) {
        let row = rule.row
        guard admits(row.description, field.object) else { return }
        let (path, text) = (path() ?? field.path, text())
        let message = text.hasPrefix("\(path): ") ? String(text.dropFirst(path.count + 2)) : text
        addAdmitted(
            row.description, at: field, severity: severity, path: path, message.withLowercasedStart,
            advice: advice ?? row.advice, serverText: text, related: [], fixes: fixes)
    }
}

extension String {
    /// The text with a lower-case first letter, as messages begin.
    var withLowercasedStart: String { prefix(1).lowercased() + dropFirst() }

    /// The text as a JSON string.
    var asJSON: String { "\"\(escapedForMessage)\"" }
}

extension FieldCursor {
    /// The value as JSON, for messages: a list of strings as the server prints it.
    var asJSON: String {
        switch kind {
        case nil: "null"
        case .string: text.asJSON
        case .sequence: "[\(items.map(\.asJSON).joined(separator: ","))]"
        case .mapping:
            "{\(entries.map { "\($0.key.text.asJSON):\($0.value.asJSON)" }.sorted().joined(separator: ","))}"
        case .integer: integer.map(String.init) ?? text
        case .bool: bool == true ? "true" : "false"
        default: text
        }
    }
}

extension String {
    /// The text, cut if it is longer than anything that is meant: each of a hundred findings may repeat it.
    fileprivate var bounded: String { utf8.count > 1000 ? prefix(1000) + "..." : self }
}
