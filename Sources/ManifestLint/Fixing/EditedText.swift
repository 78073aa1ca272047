import Diagnostics

/// A text and what became of it: edits can follow each other, and it is known which lines they changed.
///
/// The text is a list of pieces, either of the original or new, so that neither edits nor the question what changed need
/// compare texts.
public struct EditedText: Sendable {
    /// The text before all edits.
    public let original: [UInt8]
    /// The text after all edits.
    public private(set) var bytes: [UInt8]
    private var pieces: [Piece]

    /// A part of the text as it is now.
    private struct Piece {
        /// Where it stands in the original; nil if it is new.
        let start: Int?
        /// How many bytes it has.
        let count: Int
    }

    /// Lines of the original, and those that stand in their place now. Lines count from 0.
    public struct Change: Sendable, Hashable {
        /// The lines that went.
        public var old: Range<Int>
        /// The lines that came.
        public var new: Range<Int>
    }

    /// A text without edits.
    public init(_ original: [UInt8]) {
        self.original = original
        bytes = original
        pieces = [Piece(start: 0, count: original.count)]
    }

    /// Applies edits to the text as it is now. They must be sorted; those that overlap earlier ones are left out.
    mutating func apply(_ edits: [TextEdit]) {
        var result: [UInt8] = []
        var edited: [Piece] = []
        var rest = pieces[...]
        // How much of the first piece of `rest` is used up.
        var used = 0
        /// Takes pieces for `count` bytes from the front.
        func take(_ count: Int, _ body: (Piece) -> Void) {
            var count = count
            while count > 0, let piece = rest.first {
                let part = min(count, piece.count - used)
                body(Piece(start: piece.start.map { $0 + used }, count: part))
                (count, used) = (count - part, used + part)
                if used == piece.count { (rest, used) = (rest.dropFirst(), 0) }
            }
        }
        var place = 0
        for edit in edits {
            let (start, end) = (Int(edit.range.start), Int(edit.range.end))
            guard start >= place, end >= start, end <= bytes.count else { continue }
            result += bytes[place..<start]
            take(start - place) { edited.append($0) }
            result += edit.replacement.utf8
            edited.append(Piece(start: nil, count: edit.replacement.utf8.count))
            take(end - start) { _ in }
            place = end
        }
        result += bytes[place...]
        take(bytes.count - place) { edited.append($0) }
        (bytes, pieces) = (result, edited)
    }

    /// The lines that differ, in order; between two of them there are lines that stayed.
    public func changes() -> [Change] {
        let (oldLines, newLines) = (LineStarts(original), LineStarts(bytes))
        var changes: [Change] = []
        var (nextOld, nextNew) = (0, 0)
        func close(old: Int, new: Int) {
            guard old > nextOld || new > nextNew else { return }
            let change = trimmed(Change(old: nextOld..<old, new: nextNew..<new), oldLines, newLines)
            if !(change.old.isEmpty && change.new.isEmpty) { changes.append(change) }
        }
        var (position, newLine) = (0, 0)
        for piece in pieces {
            defer { position += piece.count }
            guard let start = piece.start else { continue }
            var oldLine = oldLines.first(atOrBehind: start)
            while oldLine < oldLines.count, oldLines[oldLine].upperBound <= start + piece.count {
                let place = position + oldLines[oldLine].lowerBound - start
                while newLine < newLines.count, newLines[newLine].lowerBound < place { newLine += 1 }
                // The line stayed if it is one in the new text too.
                if newLine < newLines.count, newLines[newLine].lowerBound == place,
                    newLines[newLine].count == oldLines[oldLine].count
                {
                    close(old: oldLine, new: newLine)
                    (nextOld, nextNew) = (oldLine + 1, newLine + 1)
                }
                oldLine += 1
            }
        }
        close(old: oldLines.count, new: newLines.count)
        return changes
    }

    /// A change without the lines at its ends that are the same before and after.
    private func trimmed(_ change: Change, _ oldLines: LineStarts, _ newLines: LineStarts) -> Change {
        var (old, new) = (change.old, change.new)
        func areSame(_ a: Int, _ b: Int) -> Bool { original[oldLines[a]].elementsEqual(bytes[newLines[b]]) }
        while !old.isEmpty, !new.isEmpty, areSame(old.lowerBound, new.lowerBound) {
            (old, new) = (old.dropFirst(), new.dropFirst())
        }
        while !old.isEmpty, !new.isEmpty, areSame(old.upperBound - 1, new.upperBound - 1) {
            (old, new) = (old.dropLast(), new.dropLast())
        }
        return Change(old: old, new: new)
    }
}
