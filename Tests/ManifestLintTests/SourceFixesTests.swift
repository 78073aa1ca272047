import Diagnostics
import ManifestLint
import TestSupport
import Testing

/// Fixes are applied to the byte, and it is known which lines they change.
@Suite struct SourceFixesTests {
    /// Applies passes of edits, each a fix of its own that is found until it is made.
    private func fixes(_ text: String, _ passes: [[(Int, Int, String)]]) -> SourceFixes {
        var pass = 0
        return SourceFixes([Source(name: "a", text: text)]) { _ in
            defer { pass += 1 }
            // The finding without a fix in the last passes keeps their number falling.
            return passes.dropFirst(pass).enumerated().flatMap { later, edits in
                edits.map { start, end, replacement in
                    var finding = Finding(rule: "PORT-001", severity: .error, message: "m")
                    let range = SourceRange(start: UInt32(start), end: UInt32(end))
                    let edit = TextEdit(file: "a", range: range, replacement: replacement)
                    if later == 0 { finding.fixes = [FixIt(title: "t", edits: [edit])] }
                    return finding
                }
            }
        }
    }

    /// The lines of a text with their line breaks.
    private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        let starts = LineStarts(bytes)
        return (0..<starts.count).map { Array(bytes[starts[$0]]) }
    }

    @Test(arguments: [
        ("a\nb\nc\n", [(2, 3, "B")], "a\nB\nc\n", ["1..<2 1..<2"]),
        ("a\nb\nc\n", [(2, 4, "")], "a\nc\n", ["1..<2 1..<1"]),
        ("a\nb\nc\n", [(2, 2, "x\ny\n")], "a\nx\ny\nb\nc\n", ["1..<1 1..<3"]),
        ("a\nb\nc", [(5, 5, "\nd")], "a\nb\nc\nd", ["2..<3 2..<4"]),
        ("a\nb\nc\n", [(1, 2, "")], "ab\nc\n", ["0..<2 0..<1"]),
        ("a\nb\nc\n", [(0, 1, "A"), (4, 5, "C")], "A\nb\nC\n", ["0..<1 0..<1", "2..<3 2..<3"]),
        ("a\nb\nc\n", [(0, 1, "A"), (2, 3, "B")], "A\nB\nc\n", ["0..<2 0..<2"]),
        ("a\nb\n", [(0, 4, "")], "", ["0..<2 0..<0"]),
        ("", [(0, 0, "a\n")], "a\n", ["0..<0 0..<1"]),
        ("a\nb\nc\n", [(2, 3, "b")], "a\nb\nc\n", []),
    ])
    func changesAreOfLines(
        _ text: String, _ edits: [(Int, Int, String)], _ expected: String, _ changes: [String]
    ) throws {
        let fixes = fixes(text, [edits])
        let edited = try #require(fixes.texts["a"])
        #expect(String(decoding: edited.bytes, as: UTF8.self) == expected)
        #expect(fixes.sources.first?.bytes == edited.bytes)
        #expect(fixes.counts == ["a": edits.count])
        #expect(edited.changes().map { "\($0.old) \($0.new)" } == changes)
    }

    /// Whatever the edits, in several passes: the changed lines in the place of the old ones make the new text.
    @Test func changesMakeTheNewText() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let alphabet = ["a", "b", "\n", "cc\n", "é"]
            var text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? ""
            }
            .joined()
            let original = text
            var passes: [[(Int, Int, String)]] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                var (edits, place): ([(Int, Int, String)], Int) = ([], 0)
                var result: [UInt8] = []
                let bytes = Array(text.utf8)
                while edits.count < 3, place <= bytes.count {
                    let start = Int.random(in: place...bytes.count, using: &random)
                    let end = min(bytes.count, start + Int.random(in: 0...4, using: &random))
                    let new = (0..<Int.random(in: 0...2, using: &random))
                        .map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
                    edits.append((start, end, new))
                    result += bytes[place..<start] + Array(new.utf8)
                    place = end
                    // Fixes that touch are not made at once.
                    if end + 1 > bytes.count { break }
                    result.append(bytes[end])
                    place = end + 1
                }
                result += bytes[min(place, bytes.count)...]
                guard let next = String(validating: result, as: UTF8.self) else { continue }
                passes.append(edits)
                text = next
            }
            guard !passes.isEmpty else { continue }
            let edited = try #require(fixes(original, passes).texts["a"])
            #expect(String(decoding: edited.bytes, as: UTF8.self) == text)
            let (old, new) = (lines(edited.original), lines(edited.bytes))
            var (patched, place): ([[UInt8]], Int) = ([], 0)
            for change in edited.changes() {
                #expect(place < change.old.lowerBound || place == 0)
                patched += old[place..<change.old.lowerBound] + new[change.new]
                place = change.old.upperBound
            }
            #expect(patched + old[place...] == new, "\(original.debugDescription) \(passes)")
        }
    }
}

/// The same numbers in every run (splitmix64).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
