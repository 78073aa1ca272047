/// A piece of text in a `TextArena`: plain numbers, so that rules that hold texts are copied without counting
/// references. It means nothing without its arena.
public struct ArenaText: Sendable, Hashable {
    /// Where the text begins in its arena, in bytes.
    public var offset: UInt32
    /// Its length in bytes.
    public var length: UInt32

    /// The text of `length` bytes at `offset`.
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }

    /// The empty text, in any arena.
    public static let empty = ArenaText(offset: 0, length: 0)
}

/// Text of a whole ruleset or document in one array of bytes: names and comments are written once and are
/// referred to by position.
///
/// It holds at most 4 GiB; what doesn't fit becomes the empty text, and `overflowed` says so.
public struct TextArena: Sendable {
    /// All bytes.
    public private(set) var bytes: [UInt8]

    /// Whether a text was lost because the arena was full.
    public private(set) var overflowed = false

    /// An arena that begins with `bytes` (a dump, say, whose own words then need no copy).
    public init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        overflowed = bytes.count > Int(UInt32.max)
    }

    /// Adds the bytes at `text`.
    public mutating func add(_ text: UnsafeRawBufferPointer) -> ArenaText {
        let start = bytes.count
        guard start + text.count <= Int(UInt32.max) else {
            overflowed = true
            return .empty
        }
        bytes.append(contentsOf: text)
        return ArenaText(offset: UInt32(start), length: UInt32(text.count))
    }

    /// Adds the UTF-8 of `text`.
    public mutating func add(_ text: String) -> ArenaText {
        var text = text
        return text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Adds all that `buffer` holds.
    public mutating func add(_ buffer: borrowing ByteBuffer) -> ArenaText {
        buffer.withUnsafeBytes { add($0) }
    }

    /// Calls `body` with the bytes of `text`: none if it isn't of this arena.
    public func withBytes<Result>(of text: ArenaText, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { all in
            let end = Int(text.offset) + Int(text.length)
            guard end <= all.count else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
            return body(UnsafeRawBufferPointer(rebasing: all[Int(text.offset)..<end]))
        }
    }

    /// `text` as a string; what isn't UTF-8 is replaced.
    public func string(_ text: ArenaText) -> String {
        withBytes(of: text) { String(decoding: $0, as: UTF8.self) }
    }

    /// Forgets all texts and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        overflowed = false
    }
}

extension ByteBuffer {
    /// Appends a text of `arena`.
    public mutating func append(_ text: ArenaText, of arena: borrowing TextArena) {
        reserve(Int(text.length))
        arena.bytes.withUnsafeBytes { all in
            let end = Int(text.offset) + Int(text.length)
            if end <= all.count { append(UnsafeRawBufferPointer(rebasing: all[Int(text.offset)..<end])) }
        }
    }
}
