import Diagnostics
import Testing

@testable import Manifests

/// Where keys and values stand: the text between a node's offsets.
@Suite struct PositionTests {
    /// The source text of every node of the only object, and the scalars' own texts.
    private func slices(_ text: String, _ name: String) -> [String] {
        var result: [String] = []
        var reader = DocumentReader(source: Source(name: name, text: text))
        let errors = reader.forEachObject { tree, _ in
            for node in tree.nodes {
                let range = Int(node.range.start)..<Int(node.range.end)
                result.append(String(decoding: tree.source.bytes[range], as: UTF8.self))
            }
        }
        #expect(errors.isEmpty)
        return result
    }

    private static let yaml: [(String, [String])] = [
        ("a: 1\n", ["a: 1", "a", "1"]),
        ("# é\n\"k\" : 'v' # é\n", ["\"k\" : 'v'", "\"k\"", "'v'"]),
        (
            "é: [ü, \"x\\ty\"]\nb: z\n\n# end\n",
            ["é: [ü, \"x\\ty\"]\nb: z", "é", "[ü, \"x\\ty\"]", "ü", "\"x\\ty\"", "b", "z"]
        ),
        (
            "a:\n  - b: c\n    d: e\n\n# x\nf: g",
            [
                "a:\n  - b: c\n    d: e\n\n# x\nf: g", "a", "- b: c\n    d: e", "b: c\n    d: e",
                "b", "c", "d", "e", "f", "g",
            ]
        ),
        ("a: |\n  x\n  y\n\nb: 'p\n  q'\n", ["a: |\n  x\n  y\n\nb: 'p\n  q'", "a", "|\n  x\n  y", "b", "'p\n  q'"]),
        ("a: p\n  q\nb:\nc: 1\n", ["a: p\n  q\nb:\nc: 1", "a", "p\n  q", "b", "", "c", "1"]),
        ("\u{FEFF}a: é\r\nb: 2\r\n", ["a: é\r\nb: 2", "a", "é", "b", "2"]),
        ("a: &x !!str 80\nb: *x\n", ["a: &x !!str 80\nb: *x", "a", "80", "b", "80"]),
        ("x: 1\n---\né: {q: \"w\"}\n", ["x: 1", "x", "1", "é: {q: \"w\"}", "é", "{q: \"w\"}", "q", "\"w\""]),
        ("{\"😀\": [1, x]}\n", ["{\"😀\": [1, x]}", "\"😀\"", "[1, x]", "1", "x"]),
    ]

    @Test(arguments: yaml)
    func yamlPositions(_ text: String, _ expected: [String]) {
        #expect(slices(text, "test.yaml") == expected)
    }

    @Test func jsonPositions() {
        let text = "\u{FEFF}{\"é\": [1, \"\\u0041\", {}], \"b\" : true }"
        #expect(
            slices(text, "test.json") == [
                "{\"é\": [1, \"\\u0041\", {}], \"b\" : true }", "\"é\"", "[1, \"\\u0041\", {}]", "1", "\"\\u0041\"",
                "{}",
                "\"b\"", "true",
            ])
    }

    @Test func errorsStandInTheWholeFile() throws {
        let text = "é: 1\n---\nü: [ß, \n---\nok: 1\n"
        let reading = Reading(text)
        let error = try #require(reading.errors.first)
        var locator = SourceLocator(Source(name: "x", text: text))
        #expect(locator.location(of: error.range).line == 4)
        #expect(reading.objects.count == 2)
    }

    @Test func longLinesHaveTheirColumns() {
        // Characters of two bytes, so that no mark within a line stands where a column does by chance.
        let text =
            "\u{FEFF}é" + String(repeating: "ü", count: 30_000) + "\n" + String(repeating: "ab", count: 9_000) + "\nc"
        let bytes = Array(text.utf8)
        var locator = SourceLocator(Source(name: "x", text: text))
        for offset in stride(from: 0, to: bytes.count, by: 397) + [bytes.count - 1, bytes.count] {
            let before = bytes[..<offset]
            let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? min(3, offset)
            let place = locator.location(of: SourceRange(start: UInt32(offset), end: UInt32(offset)))
            #expect(place.line == before.count { $0 == UInt8(ascii: "\n") } + 1)
            #expect(place.column == before[min(start, offset)...].count { $0 & 0xC0 != 0x80 } + 1)
        }
    }
}
