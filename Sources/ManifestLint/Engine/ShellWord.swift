/// A part of a shell's command line.
enum ShellWord: Hashable {
    /// A word without its quotes.
    case text(String)
    /// What ends a command: `;`, `|`, `&`, a line's end, a bracket.
    case end

    /// The words of a text, in order. Quotes are dropped, variables stay as they are.
    static func all(in text: String) -> [ShellWord] {
        var words: [ShellWord] = []
        var word: [UInt8] = []
        func finish() {
            if !word.isEmpty { words.append(.text(String(decoding: word, as: UTF8.self))) }
            word = []
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "'"): finish()
            case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "\n"), UInt8(ascii: "("),
                UInt8(ascii: ")"), UInt8(ascii: "`"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                finish()
                words.append(.end)
            default: word.append(byte)
            }
        }
        finish()
        return words
    }
}
