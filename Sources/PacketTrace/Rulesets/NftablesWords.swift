/// The words of a rule of nft, for reading those statements that `NftablesRuleset` keeps as they are written.
struct NftablesWords {
    /// The words; strings with their quotes, braces and commas by themselves.
    private let words: [String]
    /// The next one.
    private(set) var at = 0

    /// More words than any rule has that a person wrote; nobody looks at what comes behind them.
    static let most = 512

    init(_ text: String) {
        var words: [String] = []
        var word: [UInt8] = []
        var isQuoted = false
        func end() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for byte in text.utf8 where words.count < Self.most {
            switch byte {
            case UInt8(ascii: "\""):
                word.append(byte)
                if isQuoted { end() }
                isQuoted.toggle()
            case _ where isQuoted: word.append(byte)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): end()
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","):
                end()
                words.append(String(decoding: [byte], as: UTF8.self))
            default: word.append(byte)
            }
        }
        end()
        self.words = words
    }

    var isAtEnd: Bool { at >= words.count }
    /// The number of words.
    var count: Int { words.count }
    /// The next word; empty at the end.
    var next: String { isAtEnd ? "" : words[at] }

    /// The words from some place on up to another.
    func words(_ range: Range<Int>) -> ArraySlice<String> { words[range.clamped(to: 0..<words.count)] }

    mutating func jump(to place: Int) { at = place }

    /// Takes the next word, whatever it is.
    mutating func take() -> String? {
        guard !isAtEnd else { return nil }
        at += 1
        return words[at - 1]
    }

    /// Takes the next words if they are these.
    mutating func take(_ expected: String...) -> Bool {
        guard words.count - at >= expected.count, words[at...].starts(with: expected) else { return false }
        at += expected.count
        return true
    }

    /// A value, several with commas between them, or several in braces, each of one word. Nil if it is something else.
    mutating func takeValues() -> [String]? {
        let isSet = take("{")
        var values: [String] = []
        repeat {
            guard let value = take(), !["{", "}", ","].contains(value) else { return nil }
            values.append(value)
        } while take(",")
        return isSet && !take("}") ? nil : values
    }
}
