import Diagnostics
import Manifests

extension FieldCursor {
    /// The strings of a list; what isn't a string counts as empty.
    public var strings: [String] { items.map { $0.string ?? "" } }

    /// A mapping of strings, such as labels; null counts as the empty string, as in the API server.
    public var stringMap: [String: String] {
        Dictionary(entries.map { ($0.key.text, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
    }

    /// The string, unless it is empty.
    public var nonEmpty: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}

extension String {
    /// The text with control characters, quotes and backslashes escaped, so that it can't break a message's line.
    var escapedForMessage: String {
        unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
            ? self : unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
    }
}
