import Diagnostics
import Manifests

extension FixIt {
    /// Another text in the place of a value or key; nothing if that isn't in the text.
    static func replacing(_ field: FieldCursor, with text: String) -> [FixIt] {
        guard field.isWritten else { return [] }
        // A JSON string, and a quoted YAML one, keeps its quotes.
        let replacement = field.kind == .string && !field.isPlain ? text.asJSON : text
        let edit = TextEdit(file: field.object.source.name, range: field.range, replacement: replacement)
        return [FixIt(title: "write \(text)", edits: [edit])]
    }

    /// The text of a plain scalar in quotes.
    static func quoting(_ field: FieldCursor) -> [FixIt] {
        guard field.isWritten, field.isPlain else { return [] }
        let edit = TextEdit(file: field.object.source.name, range: field.range, replacement: field.text.asJSON)
        return [FixIt(title: "put \(field.text) in quotes", edits: [edit])]
    }

    /// The text of a quoted scalar without its quotes.
    static func unquoting(_ field: FieldCursor) -> [FixIt] {
        guard field.isWritten, !field.isPlain else { return [] }
        let edit = TextEdit(file: field.object.source.name, range: field.range, replacement: field.text)
        return [FixIt(title: "write \(field.text) without quotes", edits: [edit])]
    }
}
