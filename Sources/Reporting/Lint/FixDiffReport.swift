import ManifestLint

/// What fixes change in texts, as a patch (POSIX, `diff -u`) that `patch -p0` applies.
public struct FixDiffReport {
    private let terminal: TerminalText
    /// Lines around a change that are shown.
    private static let context = 3

    /// A writer of plain text, or of text with colours for a terminal.
    public init(isColored: Bool = false) { terminal = TerminalText(isColored: isColored) }

    /// One line on all fixes: `3 changes in 2 files would be made`.
    public static func summary(_ fixes: SourceFixes) -> String {
        let count = fixes.counts.values.reduce(0, +)
        if count == 0 { return "nothing to fix" }
        return "\(LintReport.count(count, "change")) in \(LintReport.count(fixes.counts.count, "file")) would be made"
    }

    /// The patch of one text called `name`; empty if it stays as it is.
    public func text(_ text: EditedText, name: String) -> String {
        let changes = text.changes()
        if changes.isEmpty { return "" }
        let (old, new) = (LineStarts(text.original), LineStarts(text.bytes))
        var patch = terminal.paint("--- \(Self.fileName(name))", .bold) + "\n"
        patch += terminal.paint("+++ \(Self.fileName(name))", .bold) + "\n"
        for hunk in Self.hunks(changes) { patch += self.text(hunk, text, old, new) }
        return patch
    }

    /// Changes that are shown together, since the lines around them would overlap or touch.
    private static func hunks(_ changes: [EditedText.Change]) -> [[EditedText.Change]] {
        var hunks: [[EditedText.Change]] = []
        for change in changes {
            if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
                hunks[hunks.count - 1].append(change)
            } else {
                hunks.append([change])
            }
        }
        return hunks
    }

    private func text(_ hunk: [EditedText.Change], _ text: EditedText, _ old: LineStarts, _ new: LineStarts) -> String {
        guard let first = hunk.first, let last = hunk.last else { return "" }
        let before = min(Self.context, first.old.lowerBound)
        let after = min(Self.context, old.count - last.old.upperBound)
        let oldRange = first.old.lowerBound - before..<last.old.upperBound + after
        let newRange = first.new.lowerBound - before..<last.new.upperBound + after
        let ranges = "@@ -\(Self.words(oldRange)) +\(Self.words(newRange)) @@"
        var patch = terminal.paint(ranges, .cyan) + "\n"
        var place = oldRange.lowerBound
        for change in hunk {
            for line in place..<change.old.lowerBound { patch += self.line(" ", text.original[old[line]], nil) }
            for line in change.old { patch += self.line("-", text.original[old[line]], .red) }
            for line in change.new { patch += self.line("+", text.bytes[new[line]], .green) }
            place = change.old.upperBound
        }
        for line in place..<oldRange.upperBound { patch += self.line(" ", text.original[old[line]], nil) }
        return patch
    }

    /// One line of a hunk. The last line of a text may lack its line break.
    private func line(_ mark: String, _ bytes: ArraySlice<UInt8>, _ color: TerminalColor?) -> String {
        let isEnded = bytes.last == UInt8(ascii: "\n")
        let content = mark + String(decoding: isEnded ? bytes.dropLast() : bytes, as: UTF8.self)
        let painted = color.map { terminal.paint(content, $0) } ?? content
        return painted + (isEnded ? "\n" : "\n\\ No newline at end of file\n")
    }

    /// A range of no lines is named by the line before it.
    private static func words(_ lines: Range<Int>) -> String {
        let start = lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1
        return lines.count == 1 ? "\(start)" : "\(start),\(lines.count)"
    }

    /// A name as `patch` reads it: in quotes, as in C, if it has other than plain characters.
    private static func fileName(_ name: String) -> String {
        let special = Set("\" \\\u{7F}".utf8)
        if name.utf8.allSatisfy({ $0 > 0x1F && !special.contains($0) }) { return name }
        var quoted = "\""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += "\\" + String(UnicodeScalar(byte))
            case 0..<0x20, 0x7F...:
                let digits = String(byte, radix: 8)
                quoted += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(UnicodeScalar(byte))
            }
        }
        return quoted + "\""
    }
}
