/// A text in which `*` stands for any characters, none included.
public struct Wildcard: Sendable, Hashable {
    private let pattern: [UInt8]

    /// Reads a pattern; every text is one.
    public init(_ text: some StringProtocol) { pattern = Array(text.utf8) }

    /// Whether the whole of `text` matches. On a mismatch the last `*` takes one character more, so that the time is
    /// at most the product of both lengths.
    public func matches(_ text: some StringProtocol) -> Bool {
        Self.matches(pattern[...], Array(text.utf8)[...])
    }

    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        let star = UInt8(ascii: "*")
        var (at, place) = (pattern.startIndex, text.startIndex)
        var (lastStar, resume) = (Int?.none, text.startIndex)
        while place < text.endIndex {
            if at < pattern.endIndex && pattern[at] == star {
                (lastStar, resume) = (at, place)
                at += 1
            } else if at < pattern.endIndex && pattern[at] == text[place] {
                at += 1
                place += 1
            } else if let lastStar {
                resume += 1
                (at, place) = (lastStar + 1, resume)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }
}
