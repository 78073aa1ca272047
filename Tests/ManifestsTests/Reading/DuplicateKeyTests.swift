import Diagnostics
import Testing

@testable import Manifests

@Suite struct DuplicateKeyTests {
    private static let cases: [(String, String, Int)] = [
        (#"{"a":1,"a":2}"#, #"{"a":2}"#, 1),
        (#"{"a":{"x":[1]},"b":0,"a":2,"a":3}"#, #"{"b":0,"a":3}"#, 2),
        (#"{"a":{"b":1,"b":{"c":1,"c":2}},"a":{"b":1,"b":2}}"#, #"{"a":{"b":2}}"#, 4),
        (#"{"a":1,"\u0061":2}"#, #"{"a":2}"#, 1),
        (
            #"[{"long-key-A-with-the-same-ends":1,"long-key-B-with-the-same-ends":2},{"a":1}]"#,
            #"[{"long-key-A-with-the-same-ends":1,"long-key-B-with-the-same-ends":2},{"a":1}]"#, 0
        ),
    ]

    @Test(arguments: cases)
    func bothFormats(_ text: String, _ expected: String, _ count: Int) {
        for (text, name) in [(text, "x.json"), ("--- " + text, "x.yaml")] {
            let reading = Reading(text, name: name)
            #expect(reading.objects == [expected])
            #expect(reading.areSound)
            #expect(reading.rules == Array(repeating: "SCHEMA-010", count: count))
        }
    }

    @Test func theMessageNamesKeyAndLine() {
        let reading = Reading("a: 1\nport: 2\nb: 3\nport: 4\n")
        #expect(reading.objects == [#"{"a":1,"b":3,"port":4}"#])
        #expect(
            reading.errors.map(\.message) == ["duplicate key \"port\", already given in line 2; the last one counts"])
        #expect(reading.errors.map(\.range) == [SourceRange(start: 18, end: 22)])
    }

    @Test func anAnchoredMappingIsCopiedWithoutThem() {
        let reading = Reading("a: &x {p: 1, p: 2}\nb: *x\nc: {<<: *x}\n")
        #expect(reading.objects == [#"{"a":{"p":2},"b":{"p":2},"c":{"p":2}}"#])
        #expect(reading.rules == ["SCHEMA-010"])
    }

    @Test(arguments: ["x.json", "x.yaml"])
    func aMillionKeysTakeLinearTime(_ name: String) {
        // All fingerprints are the same: eight bytes at each end and the length agree.
        var text = name == "x.json" ? "{" : "--- {"
        let count = name == "x.json" ? 1_000_000 : 200_000
        for number in 0..<count { text += "\"aaaaaaaa\(1_000_000 + number)bbbbbbbb\":1,\n" }
        text += "\"aaaaaaaa1000000bbbbbbbb\":2}"
        let reading = Reading(Array(text.utf8), name: name, dumping: false)
        #expect(reading.rules == ["SCHEMA-010"])
        #expect(reading.contexts.count == 1)
    }
}
