/// Paragraphs as lines of a bounded length.
enum WrappedText {
    /// The words of `paragraph` in lines of at most `width` characters, each after `indentation`; a longer word is a
    /// line of its own.
    static func lines(_ paragraph: String, width: Int = 100, indentation: String = "") -> String {
        var text = ""
        var line = indentation
        for word in paragraph.split(separator: " ") {
            if line.count > indentation.count {
                if line.count + 1 + word.count > width {
                    text += line + "\n"
                    line = indentation
                } else {
                    line += " "
                }
            }
            line += word
        }
        return text + line + "\n"
    }
}
