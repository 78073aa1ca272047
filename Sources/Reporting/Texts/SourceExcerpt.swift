import Diagnostics

/// A line of a source with a part of it underlined, as it looks on a terminal.
struct SourceExcerpt {
    /// The line, cut if it is long, without tabs and control characters.
    let line: String
    /// Spaces up to the part.
    let indentation: String
    /// `^`, and `~` for each further column of the part.
    let underline: String

    /// The most columns of a terminal that a line takes.
    private static let width = 100
    /// Columns that stay before the part if the line is cut there.
    private static let lead = 30
    /// Behind this column a line isn't for people any more, and not gone through for each finding.
    private static let lastColumn = 4000
    private static let tabWidth = 4

    /// The line that `place` begins in; nil if it isn't there, or very long.
    init?(_ place: SourceLocation, in line: some Sequence<UInt8>) {
        guard place.column <= Self.lastColumn else { return nil }
        let bytes = Array(line.prefix(4 * (Self.lastColumn + Self.width)))
        var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        if scalars.last == "\r" { scalars.removeLast() }
        let start = min(place.column - 1, scalars.count)
        guard start >= 0 else { return nil }
        let end = place.endLine == place.line ? min(max(place.endColumn - 1, start), scalars.count) : scalars.count
        let before = scalars[..<start].reduce(0) { $0 + Self.width(of: $1) }
        var first = 0
        if before > Self.width - Self.lead {
            var columns = before
            while first < start && columns > Self.lead {
                columns -= Self.width(of: scalars[first])
                first += 1
            }
        }
        var (text, indentation, underline) = (first > 0 ? "…" : "", first > 0 ? " " : "", "")
        var columns = first > 0 ? 1 : 0
        for (place, scalar) in zip(first..., scalars[first...]) {
            let width = Self.width(of: scalar)
            if columns + width > Self.width {
                text += "…"
                break
            }
            text += Self.shown(scalar)
            columns += width
            if place < start { indentation += String(repeating: " ", count: width) }
            if place >= start && place < end { underline += String(repeating: "~", count: width) }
        }
        self.line = text
        self.indentation = indentation
        self.underline = "^" + underline.dropFirst()
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        scalar == "\t" ? String(repeating: " ", count: tabWidth) : TerminalText.harmless(String(scalar))
    }

    /// The columns that a terminal gives a character (Unicode, EastAsianWidth.txt: W and F; no column for marks).
    private static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x7F && scalar.value >= 0x20 { return 1 }
        if scalar == "\t" { return tabWidth }
        let shown = TerminalText.harmless(String(scalar))
        if shown.unicodeScalars.count > 1 { return shown.unicodeScalars.count }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x25FD...0x25FE, 0x2614...0x2615,
        0x2648...0x2653, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
        0x274C...0x274C, 0x2753...0x2755, 0x2795...0x2797, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
        0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB,
        0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}

/// The lines of sources, found once for each source.
struct SourceLines {
    private var starts: [ObjectIdentifier: [Int]] = [:]

    /// The bytes of a line (from 1) of a source, without its line break; nil if there is no such line.
    mutating func line(_ number: Int, of source: Source) -> ArraySlice<UInt8>? {
        let starts = self.starts[ObjectIdentifier(source)] ?? Self.starts(of: source.bytes)
        self.starts[ObjectIdentifier(source)] = starts
        let place = number - source.firstLine
        guard starts.indices.contains(place) else { return nil }
        let end = place + 1 < starts.count ? starts[place + 1] - 1 : source.bytes.count
        return source.bytes[starts[place]..<end]
    }

    private static func starts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        bytes.withUnsafeBytes { bytes in
            for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
        }
        return starts
    }
}
