/// One input text with the name that messages call it by.
///
/// Its bytes never change and live as long as the source; positions are byte offsets into them and are turned into
/// line and column only when a message needs them.
public final class Source: Sendable {
    /// The path as the user gave it, or `<stdin>`.
    public let name: String
    /// The line that the first byte stands on: 1, or more for a text that is embedded in another.
    public let firstLine: Int
    /// The text.
    public let bytes: [UInt8]

    /// A text called `name`.
    public init(name: String, bytes: [UInt8], firstLine: Int = 1) {
        self.name = name
        self.bytes = bytes
        self.firstLine = firstLine
    }

    /// The text of a string called `name`.
    public convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }
}

/// Bytes `start` up to, not including, `end` of a source.
public struct SourceRange: Sendable, Hashable {
    /// The offset of the first byte.
    public var start: UInt32
    /// The offset behind the last byte.
    public var end: UInt32

    /// The bytes from `start` to before `end`.
    public init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }
}

/// A place in a file as a person reads it. Lines and columns count from 1, columns in Unicode code points.
public struct SourceLocation: Sendable, Hashable {
    /// The source's name.
    public var file: String
    /// The line of the first character.
    public var line: Int
    /// The column of the first character.
    public var column: Int
    /// The line of the place behind the last character.
    public var endLine: Int
    /// The column of the place behind the last character.
    public var endColumn: Int

    /// The place of a range.
    public init(file: String, line: Int, column: Int, endLine: Int, endColumn: Int) {
        self.file = file
        self.line = line
        self.column = column
        self.endLine = endLine
        self.endColumn = endColumn
    }
}
