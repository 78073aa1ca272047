/// Some lines of the canonical text of two sides, one after the other: what a patch is made of.
///
/// The canonical text has a block after the other, each under a line `# NAME`, in the order of the expected side. Lines
/// whose order means nothing stand in the order of the expected side too, so that equal rulesets have equal texts.
public enum TextRun: Sendable {
    /// Lines that both sides have.
    case same(SharedLines)
    /// Lines that only the live side has.
    case live([String])
    /// Lines that only the expected side has.
    case expected([String])
}

/// Lines that are written only when they are asked for.
public struct SharedLines: Sendable {
    /// How many there are.
    public let count: Int
    private let text: @Sendable (Int) -> String

    /// `count` lines, of which `text` says each by its number.
    public init(count: Int, text: @escaping @Sendable (Int) -> String) {
        self.count = count
        self.text = text
    }

    /// The line with a number from 0 to before `count`.
    public subscript(number: Int) -> String { text(number) }
}

/// What is left of a comparison if only a part is meant: says so of a service port (nil for what belongs to all) and
/// the name of a block.
public typealias DriftScope = @Sendable (_ service: String?, _ block: String) -> Bool
