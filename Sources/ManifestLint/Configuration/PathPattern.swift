/// A pattern for paths, as in `.gitignore`: `*` and `?` stand for characters other than `/`, `**` for any directories.
///
/// A pattern without a slash, but for one at its end, fits a file or directory of that name anywhere; one that fits a
/// directory fits all files below it.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as written.
    public let description: String
    private let segments: [[UInt8]]

    /// A pattern.
    public init(_ text: String) {
        description = text
        var parts = text.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        if parts.first == "." { parts.removeFirst() }
        let isAnywhere = parts.count == 1 && !text.hasPrefix("/") && !text.hasPrefix("./")
        if isAnywhere { parts.insert("**", at: 0) }
        if parts.last != "**" { parts.append("**") }
        segments = parts.map { Array($0.utf8) }
    }

    /// Whether a path, relative to where the pattern counts from, fits.
    public func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/").map { Array($0.utf8) }
        return Self.match(
            segments, names, isWild: { $0.elementsEqual("**".utf8) }, fits: { Self.fits($0, $1) })
    }

    /// Whether one name fits one segment.
    private static func fits(_ segment: [UInt8], _ name: [UInt8]) -> Bool {
        match(
            segment, name, isWild: { $0 == UInt8(ascii: "*") }, fits: { $0 == UInt8(ascii: "?") || $0 == $1 })
    }

    /// Matches with one kind of wildcard for any number of items. It goes back only to the last wildcard, so the time
    /// is at most the product of both lengths.
    private static func match<Element>(
        _ pattern: [Element], _ items: [Element], isWild: (Element) -> Bool, fits: (Element, Element) -> Bool
    ) -> Bool {
        var (at, item) = (0, 0)
        var wildcard: (at: Int, item: Int)?
        while item < items.count {
            if at < pattern.count, isWild(pattern[at]) {
                wildcard = (at, item)
                at += 1
            } else if at < pattern.count, fits(pattern[at], items[item]) {
                (at, item) = (at + 1, item + 1)
            } else if let last = wildcard {
                wildcard = (last.at, last.item + 1)
                (at, item) = (last.at + 1, last.item + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy(isWild)
    }

    /// A path as seen from a directory, both absolute; unchanged if it lies elsewhere.
    static func relative(_ path: String, to directory: String) -> String {
        let prefix = directory + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }

    /// The directory of a path, without a slash at the end.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[..<slash])
    }
}
