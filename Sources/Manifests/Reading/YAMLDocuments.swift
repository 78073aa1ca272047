/// Cuts a YAML text into its documents, so that a broken one doesn't hide the ones behind it.
///
/// A document begins at a line `---` and ends before the next one or behind a line `...`; what stands in front of a
/// `---` belongs to it if it is only comments, blanks and directives. Neither line can be part of a value: YAML
/// refuses both at the beginning of a line inside of quotes, and block scalars are indented.
struct YAMLDocuments: IteratorProtocol, Sequence {
    let bytes: UnsafeBufferPointer<UInt8>
    private var at: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        at = 0
    }

    /// The range of the next document that has more than comments and blanks.
    mutating func next() -> Range<Int>? {
        if hasByteOrderMark(at) { at += 3 }
        let start = at
        var hasMarker = false
        var hasContent = false
        while at < bytes.count {
            let line = at
            if marks(line, UInt8(ascii: "-")) {
                if hasContent || hasMarker { return start..<line }
                hasMarker = true
            } else if marks(line, UInt8(ascii: ".")) {
                at = endOfLine(line)
                return start..<at
            } else if !hasContent {
                hasContent = isContent(line)
            }
            at = endOfLine(line)
        }
        return hasContent || hasMarker || hasDirective(start) ? start..<at : nil
    }

    /// Whether the line at `line` is three times `sign`, alone or followed by a blank.
    private func marks(_ line: Int, _ sign: UInt8) -> Bool {
        guard line + 3 <= bytes.count, bytes[line] == sign, bytes[line + 1] == sign, bytes[line + 2] == sign else {
            return false
        }
        return line + 3 == bytes.count || [0x20, 0x09, 0x0A, 0x0D].contains(bytes[line + 3])
    }

    private func hasByteOrderMark(_ place: Int) -> Bool {
        place + 3 <= bytes.count && bytes[place] == 0xEF && bytes[place + 1] == 0xBB && bytes[place + 2] == 0xBF
    }

    /// Whether the line has more than blanks, a comment or a directive.
    private func isContent(_ line: Int) -> Bool {
        if bytes[line] == UInt8(ascii: "%") { return false }
        var at = line
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D { at += 1 }
        return at < bytes.count && bytes[at] != UInt8(ascii: "\n") && bytes[at] != UInt8(ascii: "#")
    }

    private func hasDirective(_ start: Int) -> Bool {
        var line = start
        while line < bytes.count {
            if bytes[line] == UInt8(ascii: "%") { return true }
            line = endOfLine(line)
        }
        return false
    }

    private func endOfLine(_ line: Int) -> Int { YAMLLines.next(bytes, line, bytes.count) }
}

/// Steps from line to line.
enum YAMLLines {
    /// The place behind the next line feed at or behind `place`, or `end`.
    @inline(__always)
    static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ end: Int) -> Int {
        guard let base = bytes.baseAddress else { return end }
        let lineFeeds = SIMD16<UInt8>(repeating: 0x0A)
        var at = place
        while at + 16 <= end {
            let block = UnsafeRawPointer(base + at).loadUnaligned(as: SIMD16<UInt8>.self)
            let feeds = unsafeBitCast(block .== lineFeeds, to: SIMD2<UInt64>.self)
            if feeds[0] != 0 { return at + feeds[0].trailingZeroBitCount / 8 + 1 }
            if feeds[1] != 0 { return at + 9 + feeds[1].trailingZeroBitCount / 8 }
            at += 16
        }
        while at < end {
            at += 1
            if base[at - 1] == 0x0A { return at }
        }
        return end
    }
}
