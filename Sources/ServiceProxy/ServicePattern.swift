/// Which service ports are meant: `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`, where `*` stands for any characters.
public struct ServicePattern: Sendable, Hashable {
    private let key: [UInt8]
    private let namesPort: Bool

    /// Reads a pattern. Nil if it has no slash, or more than one.
    public init?(_ text: String) {
        guard text.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1 else { return nil }
        key = Array(text.utf8)
        namesPort = key.contains(UInt8(ascii: ":"))
    }

    /// Whether `port` is meant.
    public func matches(_ port: some NamedPort) -> Bool {
        Self.matches(key[...], Array((namesPort ? port.key : "\(port.namespace)/\(port.name)").utf8)[...])
    }

    /// Whether `text` matches `pattern`. On a mismatch the last `*` takes one character more, so that the time is at
    /// most the product of both lengths.
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
