/// Words by what they look like with one letter less, so that those one edit from another are found without trying
/// all of them.
public struct NearWords {
    private var words: [String: [String]] = [:]
    private var known: Set<String> = []

    /// How many words that look alike are kept: more tell nobody anything.
    private static let limit = 8

    /// Words to look among.
    public init(_ words: some Sequence<String>) {
        for word in words { insert(word) }
    }

    /// Adds a word.
    public mutating func insert(_ word: String) {
        guard known.insert(word).inserted else { return }
        for shape in Self.shapes(word) where words[shape, default: []].count < Self.limit {
            words[shape, default: []].append(word)
        }
    }

    /// The words at most one edit from `word`, sorted, without `word` itself.
    public func near(_ word: String) -> [String] {
        var near: Set<String> = []
        for shape in Self.shapes(word) {
            for candidate in words[shape] ?? [] where candidate != word {
                if EditDistance.between(candidate, word, atMost: 1) != nil { near.insert(candidate) }
            }
        }
        return near.sorted()
    }

    /// The word itself, and without each of its letters.
    private static func shapes(_ word: String) -> Set<String> {
        let bytes = Array(word.utf8.prefix(128))
        var shapes: Set<String> = [word]
        for place in bytes.indices {
            shapes.insert(String(decoding: bytes[..<place] + bytes[(place + 1)...], as: UTF8.self))
        }
        return shapes
    }
}
