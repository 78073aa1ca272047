/// Why a text is no nft ruleset, and where.
public struct NftablesParseError: Error, Sendable, Hashable {
    /// The line, counted from 1.
    public let line: Int
    /// The byte in the line, counted from 1.
    public let column: Int
    /// What was expected, in lower case and without full stop.
    public let message: String

    /// An error at a place.
    public init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }
}

extension NftablesParseError: CustomStringConvertible {
    /// `LINE:COLUMN: MESSAGE`
    public var description: String { "\(line):\(column): \(message)" }
}

/// An error while the parser runs: the place is still an offset, so that lines are counted only if there is one.
struct NftablesParseFailure: Error {
    /// The offset in the text.
    let offset: Int
    /// What was expected.
    let message: String

    /// The error with its line and column in `text`.
    func located(in text: UnsafeRawBufferPointer) -> NftablesParseError {
        let before = text[..<min(max(offset, 0), text.count)]
        let newline = UInt8(ascii: "\n")
        let line = before.reduce(1) { $1 == newline ? $0 + 1 : $0 }
        let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        return NftablesParseError(line: line, column: before.endIndex - start + 1, message: message)
    }
}
