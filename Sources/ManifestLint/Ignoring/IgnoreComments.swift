import Diagnostics

/// The comments of a YAML text that say `# proxyplan:ignore RULE[,RULE] reason`.
///
/// A comment behind something covers that line; one that stands alone covers the next line that holds more than a
/// comment. YAML's parser drops comments, so that the text itself is searched; it is gone through once.
enum IgnoreComments {
    private static let marker = Array("proxyplan:ignore".utf8)

    /// The ignores in `source`, in order.
    static func find(in source: Source) -> [Ignore] {
        source.bytes.withUnsafeBytes { bytes in
            guard contains(bytes) else { return [] }
            var ignores: [Ignore] = []
            var waiting: [(start: Int, line: Int, text: String, column: Int)] = []
            var (start, line) = (0, source.firstLine)
            while start < bytes.count {
                var end = start
                while end < bytes.count && bytes[end] != UInt8(ascii: "\n") { end += 1 }
                let content = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                let first = content.firstIndex { !isBlank($0) }
                let isOwnLine = first.map { content[$0] == UInt8(ascii: "#") } ?? true
                if !isOwnLine {
                    for comment in waiting { ignores.append(ignore(comment, covering: line, source)) }
                    waiting = []
                }
                if let hash = marked(content) {
                    let text = String(decoding: content[(hash.marker + marker.count)...], as: UTF8.self)
                    let column = 1 + content[..<hash.hash].count { $0 & 0xC0 != 0x80 }
                    let comment = (start: start, line: line, text: text, column: column)
                    if isOwnLine {
                        waiting.append(comment)
                    } else {
                        ignores.append(ignore(comment, covering: line, source))
                    }
                }
                start = end + 1
                line += 1
            }
            // Those at the end of the text cover nothing, which is said of them.
            return ignores + waiting.map { ignore($0, covering: $0.line, source) }
        }
    }

    private static func ignore(
        _ comment: (start: Int, line: Int, text: String, column: Int), covering line: Int, _ source: Source
    ) -> Ignore {
        let (words, reason) = Ignore.parse(comment.text)
        let location = SourceLocation(
            file: source.name, line: comment.line, column: comment.column, endLine: comment.line,
            endColumn: comment.column + marker.count + 2)
        return Ignore(
            scope: .line(file: source.name, line), words: words, reason: reason, location: location, object: nil)
    }

    private static func contains(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        while place + marker.count <= bytes.count {
            if bytes[place] == marker[0], bytes[place..<(place + marker.count)].elementsEqual(marker) { return true }
            place += 1
        }
        return false
    }

    /// Where the comment of a line begins and the marker in it, if the comment begins with the marker.
    private static func marked(_ line: UnsafeRawBufferPointer) -> (hash: Int, marker: Int)? {
        for hash in line.indices where line[hash] == UInt8(ascii: "#") {
            // A comment begins a line or follows white space.
            guard hash == 0 || isBlank(line[hash - 1]) else { continue }
            guard let word = line[(hash + 1)...].firstIndex(where: { !isBlank($0) }) else { return nil }
            let end = word + marker.count
            guard end <= line.count, line[word..<end].elementsEqual(marker) else { continue }
            if end == line.count || isBlank(line[end]) { return (hash, word) }
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
