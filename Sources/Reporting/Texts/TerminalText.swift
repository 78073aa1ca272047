import Diagnostics

/// Colours as terminals number them (ECMA-48, SGR).
enum TerminalColor: Int {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
}

/// Texts for a terminal.
struct TerminalText {
    /// Whether colours are used.
    let isColored: Bool

    func paint(_ text: String, _ color: TerminalColor) -> String {
        isColored ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// `text` with characters that a terminal or browser obeys written out: names and comments of a dump may hold any.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isObeyed) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isObeyed {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
