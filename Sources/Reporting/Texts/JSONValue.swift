/// A JSON value whose objects keep the order of their members (RFC 8259).
enum JSONValue {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    /// `text`, or null if there is none.
    init(_ text: String?) { self = text.map { .string($0) } ?? .null }

    /// The value as text of several lines that ends in a line break.
    var text: String {
        var text = ""
        write(to: &text, depth: 0)
        return text + "\n"
    }

    private func write(to text: inout String, depth: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .string(let value): text += JSONText.quoted(value)
        case .array(let values):
            Self.write(values, "[", "]", to: &text, depth) { $0.write(to: &$1, depth: depth + 1) }
        case .object(let members):
            Self.write(members, "{", "}", to: &text, depth) { member, text in
                text += JSONText.quoted(member.0) + ": "
                member.1.write(to: &text, depth: depth + 1)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], _ open: String, _ close: String, to text: inout String, _ depth: Int,
        _ body: (Item, inout String) -> Void
    ) {
        text += open
        for (place, item) in items.enumerated() {
            text += place == 0 ? "\n" : ",\n"
            text += String(repeating: "  ", count: depth + 1)
            body(item, &text)
        }
        if !items.isEmpty { text += "\n" + String(repeating: "  ", count: depth) }
        text += close
    }
}
