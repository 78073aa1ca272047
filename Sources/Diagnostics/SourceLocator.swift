/// Turns byte offsets of one source into lines and columns.
///
/// The starts of all lines are found once, at the first question, and places within long lines: JSON may be one line of
/// a hundred megabytes. Each answer is then a binary search and a short walk.
public struct SourceLocator: Sendable {
    /// The source that offsets are of.
    public let source: Source
    private var marks: [Mark] = []

    /// A byte whose line and column are known. Offsets of a source have 32 bits, as in `SourceRange`.
    private struct Mark {
        let offset: UInt32
        /// From 0.
        let line: UInt32
        /// From 1.
        let column: UInt32

        init(_ offset: Int, line: Int, column: Int) {
            self.offset = UInt32(truncatingIfNeeded: offset)
            self.line = UInt32(truncatingIfNeeded: line)
            self.column = UInt32(truncatingIfNeeded: column)
        }
    }

    /// How many bytes lie between two marks of a line.
    private static let distance = 4096

    /// Answers for `source`.
    public init(_ source: Source) { self.source = source }

    /// The place of `range`; offsets behind the end count as the end.
    public mutating func location(of range: SourceRange) -> SourceLocation {
        let (line, column) = position(of: Int(range.start))
        let (endLine, endColumn) = position(of: Int(max(range.start, range.end)))
        return SourceLocation(file: source.name, line: line, column: column, endLine: endLine, endColumn: endColumn)
    }

    private mutating func position(of offset: Int) -> (line: Int, column: Int) {
        if marks.isEmpty { marks = Self.marks(in: source.bytes) }
        let offset = min(offset, source.bytes.count)
        var (low, high) = (0, marks.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(marks[middle].offset) <= offset { low = middle } else { high = middle }
        }
        let mark = marks[low]
        var column = Int(mark.column)
        for byte in source.bytes[min(Int(mark.offset), offset)..<offset] where byte & 0xC0 != 0x80 { column += 1 }
        return (Int(mark.line) + source.firstLine, column)
    }

    private static func marks(in bytes: [UInt8]) -> [Mark] {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        var marks = [Mark(hasMark ? 3 : 0, line: 0, column: 1)]
        var (line, column, next) = (0, 1, distance)
        bytes.withUnsafeBytes { bytes in
            for index in (hasMark ? 3 : 0)..<bytes.count {
                if index >= next {
                    marks.append(Mark(index, line: line, column: column))
                    next = index + distance
                }
                if bytes[index] == UInt8(ascii: "\n") {
                    (line, column, next) = (line + 1, 1, index + 1 + distance)
                    marks.append(Mark(index + 1, line: line, column: 1))
                } else if bytes[index] & 0xC0 != 0x80 {
                    column += 1
                }
            }
        }
        return marks
    }
}
