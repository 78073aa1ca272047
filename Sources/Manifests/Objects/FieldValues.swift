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
