import Diagnostics
import Testing

@testable import Manifests

@Suite struct ListTests {
    private static let lists: [(String, [String])] = [
        (
            #"{"apiVersion":"v1","items":[{"kind":"A"},{"kind":"B"}],"kind":"List","metadata":{"resourceVersion":""}}"#,
            [#"0 List v1 {"kind":"A"}"#, #"1 List v1 {"kind":"B"}"#]
        ),
        (
            #"{"kind":"ServiceList","items":[{"a":1},{"b":[2]}],"apiVersion":"v1"}"#,
            [#"0 ServiceList - {"a":1}"#, #"1 ServiceList - {"b":[2]}"#]
        ),
        (
            #"{"items":[{"a":"x\"]}"}],"x":{"kind":"No"},"kind":"ServiceList","z":"q\\\""}"#,
            [#"0 ServiceList - {"a":"x\"]}"}"#]
        ),
        (#"{"kind":"Thing","items":[{"a":1}],"b":2}"#, [#"0 - - {"kind":"Thing","items":[{"a":1}],"b":2}"#]),
        (#"{"items":[{"a":"\n"}],"kind":"Thing"}"#, [#"0 - - {"items":[{"a":"\n"}],"kind":"Thing"}"#]),
        (#"{"items":[{"a":1}]}"#, [#"0 - - {"items":[{"a":1}]}"#]),
        (#"{"kind":"List","items":{"a":1}}"#, [#"0 - - {"kind":"List","items":{"a":1}}"#]),
        (#"{"kind":"List","items":[]}"#, []),
        (
            #"{"kind":"List","items":[{"kind":"List","items":[{"a":1},{"b":2}]},{"c":3}]}"#,
            [#"0 List - {"a":1}"#, #"1 List - {"b":2}"#, #"2 List - {"c":3}"#]
        ),
        (#"{"spec":{"items":[1]},"kind":"List"}"#, [#"0 - - {"spec":{"items":[1]},"kind":"List"}"#]),
    ]

    private func lines(_ text: String, _ name: String) -> [String] {
        let reading = Reading(text, name: name)
        #expect(reading.errors.isEmpty, "\(reading.errors)")
        #expect(reading.areSound)
        return zip(reading.contexts, reading.objects).map {
            "\($0.number) \($0.listKind ?? "-") \($0.listAPIVersion ?? "-") \($1)"
        }
    }

    @Test(arguments: lists)
    func bothFormats(_ text: String, _ expected: [String]) {
        #expect(lines(text, "x.json") == expected)
        #expect(lines("--- " + text, "x.yaml") == expected)
    }

    @Test func blockStyle() {
        let text =
            "apiVersion: v1\nitems:\n- a: |\n    kind: No\n- kind: X\n  items: 1\nkind: \"ServiceList\" # x\nmetadata: {}\n"
        #expect(
            lines(text, "x.yaml") == [
                "0 ServiceList v1 {\"a\":\"kind: No\\n\"}", "1 ServiceList v1 {\"kind\":\"X\",\"items\":1}",
            ])
        #expect(
            lines("items:\n- a: 1\nkind: Thing\n", "x.yaml") == ["0 - - {\"items\":[{\"a\":1}],\"kind\":\"Thing\"}"])
        #expect(lines("kind: List\nitems:\n- 1\n---\nb: 2\n", "x.yaml") == ["0 List - 1", "1 - - {\"b\":2}"])
    }

    @Test func wholeItemsInFrontOfAnErrorAreDelivered() {
        for text in [#"{"items":[{"a":1},{"b":2},{"c"#, #"{"items":[{"a":1},{"b":2},{"c":[}],"kind":"List"}"#] {
            for name in ["x.json", "x.yaml"] {
                let reading = Reading(text, name: name)
                #expect(reading.objects == [#"{"a":1}"#, #"{"b":2}"#], "\(name) \(text)")
                #expect(reading.rules == ["READ-003"])
            }
        }
    }
}
