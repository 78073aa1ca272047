import Diagnostics
import Testing

@testable import Manifests

@Suite struct YAMLReaderTests {
    @Test(arguments: [
        ("a: 1", #"{"a":1}"#),
        ("a: [x, 'y', \"z\\n\"]", #"{"a":["x","y","z\n"]}"#),
        ("a:\n- b\n- c: d\n", #"{"a":["b",{"c":"d"}]}"#),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", #"{"a":"x\ny\n","b":"x y"}"#),
        ("a: x\n  y\n", #"{"a":"x y"}"#),
        ("a: \"x\n  y\"", #"{"a":"x y"}"#),
        ("a: &x {b: 1}\nc: *x\n", #"{"a":{"b":1},"c":{"b":1}}"#),
        ("a: &x 80\nc: [*x, *x]\n*x : z", #"{"a":80,"c":[80,80],"80":"z"}"#),
        ("b: &b {x: 1, z: 2}\nc:\n  z: 3\n  <<: *b\n", #"{"b":{"x":1,"z":2},"c":{"z":3,"x":1}}"#),
        ("b: &b {x: 1, z: 2}\nc:\n  <<: *b\n  z: 3\n", #"{"b":{"x":1,"z":2},"c":{"x":1,"z":3}}"#),
        ("- &a {x: 1}\n- &b {x: 2, w: 2}\n- {<<: [*a, *b], z: 3}", #"[{"x":1},{"x":2,"w":2},{"x":1,"w":2,"z":3}]"#),
        ("- &a {x: 1}\n- &b {<<: *a, w: 2}\n- {<<: *b}\n- *b", #"[{"x":1},{"x":1,"w":2},{"x":1,"w":2},{"x":1,"w":2}]"#),
        ("<<: &m {a: 1, b: [2]}\nb: 3\nc: *m", #"{"a":1,"b":3,"c":{"a":1,"b":[2]}}"#),
        ("\"<<\": 1", #"{"<<":1}"#),
        ("80: x\ntrue: y\nyes: z\n0x50: w\n1.50: v\n1_000: u", #"{"true":"z","80":"w","1.5":"v","1000":"u"}"#),
        (
            "a: !!str 80\nb: !!int \"80\"\nc: !!float 8\nd: !foo 80\ne: ! 80",
            #"{"a":"80","b":80,"c":8,"d":"80","e":"80"}"#
        ),
        ("%YAML 1.1\n---\na: 1\n...\n", #"{"a":1}"#),
        ("%TAG ! tag:yaml.org,2002:\n---\na: !str 1\n", #"{"a":"1"}"#),
        ("\u{FEFF}a: 1\r\nb:\r\n- c\r\n", #"{"a":1,"b":["c"]}"#),
        ("--- {a: 1}", #"{"a":1}"#),
        ("{\n  a: 1, }", #"{"a":1}"#),
        ("{\"a\": 1, }", #"{"a":1}"#),
    ])
    func values(_ text: String, _ expected: String) {
        let reading = Reading(text)
        #expect(reading.objects == [expected])
        #expect(reading.areSound)
        #expect(reading.errors.allSatisfy { $0.rule == "SCHEMA-010" }, "\(reading.errors)")
    }

    @Test func plainScalars() {
        let expected: [(ValueTree.Kind, String)] = [
            (.null, "~ null Null NULL"),
            (.bool, "y Y yes Yes YES on On ON true True TRUE n N no No NO off Off OFF false False FALSE"),
            (.integer, "0 -1 +1 80 1_000 0x1F 0X1f -0x1 0o17 017 0b101 -0b1 18446744073709551615 9223372036854775807"),
            (.integer, "-9223372036854775808 0xFFFFFFFFFFFFFFFFFF"),
            (.float, "1.5 .5 -.5 1. 1e3 1.5E-3 +1.5 08 09.5 18446744073709551616 99999999999999999999 .inf -.INF .NaN"),
            (
                .string,
                "nULL tRUE yEs 10.96.0.1 1.2.3 0x 0xg 1e 1e999 .5e999 . .. - + +.5. e3 v1 2026-01-02 1:30 ON. 0o8 -"
            ),
            (.string, "2026-01-02T03:04:05Z 12:30:45 1a"),
        ]
        for (kind, words) in expected {
            for word in words.split(separator: " ") {
                let found = Array(word.utf8).withUnsafeBytes { PlainScalar.kind(of: $0) }
                #expect(found == kind, "\(word)")
            }
        }
        #expect([UInt8]().withUnsafeBytes { PlainScalar.kind(of: $0) } == .null)
    }

    @Test(arguments: [
        ("", []), ("# only\n  # comments\n", []), ("---\n---\n...\n", []), ("null", []), ("\u{FEFF}", []),
        ("a: 1\n---\nb: 2\n", [#"{"a":1}"#, #"{"b":2}"#]),
        ("---\na: 1\n--- # two\nb: 2\n...\n%YAML 1.1\n---\nc: 3\n", [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#]),
        ("a: |\n  ---\n  x\n", ["{\"a\":\"---\\nx\\n\"}"]),
    ])
    func documents(_ text: String, _ expected: [String]) {
        let reading = Reading(text)
        #expect(reading.objects == expected)
        #expect(reading.errors.isEmpty)
    }

    @Test func aBrokenDocumentHidesNoOther() {
        let reading = Reading("a: 1\n---\nb: [\n---\nc: 3\n---\nd: 'x\n---\n\te: 1\n---\nf: 1\n")
        #expect(reading.objects == [#"{"a":1}"#, #"{"c":3}"#, #"{"f":1}"#])
        #expect(reading.rules == ["READ-003", "READ-003", "READ-003"])
        #expect(reading.contexts.map(\.number) == [0, 1, 2])
    }

    private static let broken: [(String, String?, String?)] = [
        ("a: 1\n\tb: 2\n", "a tab can't be used as indentation", "indent with spaces"),
        ("a: b: c\n", "a key is not allowed here", "check the indentation, or put a text with \": \" in quotes"),
        ("a: \"x\nb: 1\n", "the quoted text that begins here has no closing quote", "add the closing quote"),
        ("a: @x\n", "a value can't begin with \"@\"", "put the text in quotes"),
        ("a: [1, 2\nb: 3\n", "expected \",\" or \"]\" in a list", "close the list with \"]\""),
        ("a: {b: 1\nc: 3\n", "expected \",\" or \"}\" in a mapping", "close the mapping with \"}\""),
        (
            "a: 1\nb\nc: 2\n", "expected \": \" after a key",
            "write a space after the colon, as in \"key: value\", and check the indentation"
        ),
        (
            "a: *x\n", "the anchor \"&x\" is not defined in front of this alias",
            "put the text in quotes if it is no alias"
        ),
        ("a: &x [*x]\n", "the anchor \"&x\" contains itself", "put the text in quotes if it is no alias"),
        (
            "a: {{ .Values.x }}\n", "a mapping or list can't be a key",
            "render templates ({{ … }}) before reading them, or put the text in quotes"
        ),
        (
            "{{- if eq .x 1 }}\na: 1\n{{- end }}\n", nil,
            "render templates ({{ … }}) before reading them, or put the text in quotes"
        ),
        ("a: {{ x }} }\n", nil, "render templates ({{ … }}) before reading them, or put the text in quotes"),
        ("a: 1\n{% x %} {{\n", nil, "the line has a template; render it first, with helm template for instance"),
        ("~: 1\n", "a key can't be null", "put it in quotes if it is text, or write the missing key"),
        ("a: !!int x\n", "\"x\" is not what its tag !!int says", nil),
        (
            "<<: 1\n", "a merge key (<<) needs a mapping or a list of mappings",
            "put << in quotes if it is an ordinary key"
        ),
    ]

    @Test(arguments: broken)
    func errors(_ text: String, _ message: String?, _ advice: String?) throws {
        let reading = Reading(text)
        #expect(reading.objects.isEmpty)
        #expect(reading.rules == ["READ-003"])
        if let message { #expect(reading.errors.first?.message == message) }
        #expect(reading.errors.first?.advice == advice, "\(reading.errors)")
    }

    @Test func anchorsReachLaterItemsOfAList() {
        let text = """
            kind: List
            items:
            - a: &x {b: "q\\tr", <<: {c: 1}}
            - d: *x
              e: &y 5
            - [*x, *y]
            """
        let reading = Reading(text)
        #expect(
            reading.objects == [
                "{\"a\":{\"b\":\"q\\tr\",\"c\":1}}", "{\"d\":{\"b\":\"q\\tr\",\"c\":1},\"e\":5}",
                "[{\"b\":\"q\\tr\",\"c\":1},5]",
            ])
        #expect(reading.errors.isEmpty)
    }
}
