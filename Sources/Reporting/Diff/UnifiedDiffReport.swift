import Addressing
import RulesetDiff

/// A comparison as a patch (POSIX, `diff -u`): applied to the canonical text of the live side it gives that of the
/// expected side.
public struct UnifiedDiffReport {
    private let runs: [TextRun]

    /// Lines around a change that are shown.
    private static let context = 3

    /// A patch of the texts of some families. If there is more than one, each begins with a line that names it.
    public init(_ families: [(family: IPFamily, runs: [TextRun])]) {
        runs =
            families.count == 1
            ? families[0].runs
            : families.flatMap { family, runs in
                [.same(SharedLines(count: 1) { _ in "## \(family.title)" })] + runs
            }
    }

    /// The patch; empty if there is no difference.
    public func text() -> String {
        let sections = self.sections()
        guard sections.contains(where: { !$0.isEmpty }) else { return "" }
        var text = "--- live\n+++ expected\n"
        var (live, expected) = (1, 1)
        var hunk: Hunk?
        for (place, section) in sections.enumerated() {
            let gap = section.gap
            if var open = hunk {
                if gap.count <= 2 * Self.context && !section.isEmpty {
                    open.add(gap.lines(0..<gap.count))
                    open.add(section)
                    hunk = open
                    (live, expected) = (live + gap.count, expected + gap.count)
                    (live, expected) = (live + section.live.count, expected + section.expected.count)
                    continue
                }
                open.add(gap.lines(0..<min(gap.count, Self.context)))
                text += open.text
                hunk = nil
            }
            (live, expected) = (live + gap.count, expected + gap.count)
            guard !sections[place].isEmpty else { continue }
            let shown = min(gap.count, Self.context)
            var next = Hunk(live: live - shown, expected: expected - shown)
            next.add(gap.lines(gap.count - shown..<gap.count))
            next.add(section)
            (live, expected) = (live + section.live.count, expected + section.expected.count)
            hunk = next
        }
        if let hunk { text += hunk.text }
        return text
    }

    /// The canonical texts themselves.
    public func canonicalTexts() -> (live: String, expected: String) {
        var texts = (live: "", expected: "")
        for section in sections() {
            for line in section.gap.lines(0..<section.gap.count) {
                texts.live += line + "\n"
                texts.expected += line + "\n"
            }
            for line in section.live { texts.live += line + "\n" }
            for line in section.expected { texts.expected += line + "\n" }
        }
        return texts
    }

    // MARK: Sections

    /// Lines that both sides have, then lines that differ.
    private struct Section {
        var gap = Gap()
        var live: [String] = []
        var expected: [String] = []

        var isEmpty: Bool { live.isEmpty && expected.isEmpty }
    }

    /// Lines that both sides have, written only as far as they are shown.
    private struct Gap {
        private(set) var count = 0
        private var parts: [(start: Int, lines: SharedLines)] = []

        mutating func add(_ lines: SharedLines) {
            parts.append((count, lines))
            count += lines.count
        }

        func lines(_ range: Range<Int>) -> [String] {
            guard !range.isEmpty else { return [] }
            var (low, high) = (0, parts.count)
            while high - low > 1 {
                let middle = (low + high) / 2
                if parts[middle].start <= range.lowerBound { low = middle } else { high = middle }
            }
            var result: [String] = []
            var part = low
            for number in range {
                while number >= parts[part].start + parts[part].lines.count { part += 1 }
                result.append(parts[part].lines[number - parts[part].start])
            }
            return result
        }
    }

    private func sections() -> [Section] {
        var sections = [Section()]
        for run in runs {
            var last = sections.removeLast()
            if case .same(let lines) = run {
                if !last.isEmpty {
                    sections.append(last)
                    last = Section()
                }
                last.gap.add(lines)
            } else if case .live(let lines) = run {
                last.live += lines
            } else if case .expected(let lines) = run {
                last.expected += lines
            }
            sections.append(last)
        }
        return sections
    }

    // MARK: Hunks

    private struct Hunk {
        let live: Int
        let expected: Int
        private var liveCount = 0
        private var expectedCount = 0
        private var body = ""

        init(live: Int, expected: Int) {
            self.live = live
            self.expected = expected
        }

        mutating func add(_ context: [String]) {
            for line in context { body += " \(line)\n" }
            liveCount += context.count
            expectedCount += context.count
        }

        mutating func add(_ section: Section) {
            for line in section.live { body += "-\(line)\n" }
            for line in section.expected { body += "+\(line)\n" }
            liveCount += section.live.count
            expectedCount += section.expected.count
        }

        var text: String { "@@ -\(Self.range(live, liveCount)) +\(Self.range(expected, expectedCount)) @@\n" + body }

        /// A range of no lines is named by the line before it.
        private static func range(_ start: Int, _ count: Int) -> String {
            count == 1 ? "\(start)" : "\(count == 0 ? start - 1 : start),\(count)"
        }
    }
}
