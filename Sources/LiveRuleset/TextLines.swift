import Bytes
import Netfilter

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Goes through a text line by line.
struct TextLines {
    /// The whole text.
    let bytes: UnsafeRawBufferPointer
    private var at: Int

    /// The lines from `start` on.
    init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) {
        self.bytes = bytes
        at = start
    }

    /// The range of the next line without its line break; nil at the end.
    mutating func next() -> Range<Int>? {
        guard at < bytes.count, let base = bytes.baseAddress else { return nil }
        let start = at
        let end = memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base } ?? bytes.count
        at = end + 1
        return start..<end
    }

    /// The bytes of a line.
    func text(_ line: Range<Int>) -> UnsafeRawBufferPointer { bytes.slice(line.lowerBound, line.upperBound) }
}

extension UnsafeRawBufferPointer {
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// These bytes without the blanks around them.
    var trimmed: UnsafeRawBufferPointer {
        guard let first = firstIndex(where: { !Self.isBlank($0) }),
            let last = lastIndex(where: { !Self.isBlank($0) })
        else { return slice(0, 0) }
        return slice(first, last + 1)
    }

    /// The first words, at most `count`.
    func words(_ count: Int) -> [UnsafeRawBufferPointer] {
        var words: [UnsafeRawBufferPointer] = []
        var at = 0
        while words.count < count {
            while at < self.count, Self.isBlank(self[at]) { at += 1 }
            let start = at
            while at < self.count, !Self.isBlank(self[at]) { at += 1 }
            if at == start { break }
            words.append(slice(start, at))
        }
        return words
    }

    /// Whether `text` stands anywhere in these bytes.
    func contains(_ text: StaticString) -> Bool {
        guard let base = baseAddress, text.utf8CodeUnitCount > 0 else { return false }
        var at = 0
        while at < count, let found = memchr(base + at, Int32(text.utf8Start[0]), count - at) {
            at = UnsafeRawPointer(found) - base
            if slice(at, at + text.utf8CodeUnitCount).equals(text) { return true }
            at += 1
        }
        return false
    }

    /// These bytes as a string, what isn't UTF-8 replaced.
    var string: String { String(decoding: self, as: UTF8.self) }
}
