/// Turns byte offsets of one source into lines and columns.
///
/// The starts of all lines are found once, at the first question; each answer is then a binary search and a walk
/// over one line.
public struct SourceLocator: Sendable {
    /// The source that offsets are of.
    public let source: Source
    private var lineStarts: [Int] = []

    /// Answers for `source`.
    public init(_ source: Source) { self.source = source }

    /// The place of `range`; offsets behind the end count as the end.
    public mutating func location(of range: SourceRange) -> SourceLocation {
        let (line, column) = position(of: Int(range.start))
        let (endLine, endColumn) = position(of: Int(max(range.start, range.end)))
        return SourceLocation(file: source.name, line: line, column: column, endLine: endLine, endColumn: endColumn)
    }

    private mutating func position(of offset: Int) -> (line: Int, column: Int) {
        if lineStarts.isEmpty { lineStarts = Self.lineStarts(of: source.bytes) }
        let offset = min(offset, source.bytes.count)
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        var start = lineStarts[low]
        if low == 0 && source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = min(3, offset) }
        var column = 1
        for byte in source.bytes[start..<offset] where byte & 0xC0 != 0x80 { column += 1 }
        return (low + source.firstLine, column)
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        bytes.withUnsafeBytes { bytes in
            for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
        }
        return starts
    }
}
