/// Texts inside XML 1.0.
enum XMLText {
    /// `text` as the content of an element or of an attribute in double quotes. Characters that XML has no place for,
    /// and those that a browser or terminal obeys, are written out.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in TerminalText.harmless(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
