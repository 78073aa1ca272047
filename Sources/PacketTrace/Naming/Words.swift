import Diagnostics

/// Words that sentences are made of.
enum Words {
    /// Some items with commas between, and how many more there are.
    static func list(_ items: some Collection<String>, atMost limit: Int = 4) -> String {
        let shown = items.prefix(limit).joined(separator: ", ")
        return items.count > limit ? "\(shown) and \(items.count - limit) more" : shown
    }

    /// A number with the word for what it counts: `1 endpoint`, `2 endpoints`.
    static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}

extension String {
    /// The text in quotes, without control characters, and cut if it is long.
    var quoted: String {
        count > 100 ? "\"\(String(prefix(97)).escapedForMessage)...\"" : "\"\(escapedForMessage)\""
    }
}
