import Diagnostics
import Testing

@testable import Manifests

@Suite struct JSONReaderTests {
    @Test(arguments: [
        (
            #"{"a":1,"b":[true,false,null,-1.5e+3,0,"x"],"c":{},"d":[]}"#,
            #"{"a":1,"b":[true,false,null,-1.5e+3,0,"x"],"c":{},"d":[]}"#
        ),
        ("\u{FEFF} {\n\t\"a\" :\r\n [ ] } \n", #"{"a":[]}"#),
        (#"["\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00"]"#, #"["\"\\/\u0008\u000c\n\u000d\tAé😀"]"#),
        (
            #"{"ключ":"значение, которое длиннее шестнадцати байт","b":"naïve"}"#,
            #"{"ключ":"значение, которое длиннее шестнадцати байт","b":"naïve"}"#
        ),
        (#""x""#, #""x""#),
        ("12345678901234567890", "12345678901234567890"),
        (#"{"\u0061b":1}"#, #"{"ab":1}"#),
    ])
    func values(_ text: String, _ expected: String) {
        let reading = Reading(text, name: "test.json")
        #expect(reading.objects == [expected])
        #expect(reading.areSound)
        #expect(reading.errors.isEmpty, "\(reading.errors)")
    }

    @Test(arguments: [
        ("{\"a\":1,}", 7, "expected a key in double quotes, found \"}\""),
        ("[1,]", 3, "expected a JSON value, found \"]\""),
        ("[1 2]", 3, "expected \",\" or \"]\" after the list item, found \"2\""),
        ("{\"a\" 1}", 5, "expected \":\" after the key, found \"1\""),
        ("{a:1}", 1, "expected a key in double quotes, found \"a\""),
        ("{\"a\":1 // x\n}", 7, "expected \",\" or \"}\" after the value, found \"/\""),
        ("[NaN]", 1, "expected a JSON value, found \"N\""),
        ("[01]", 2, "a JSON number can't begin with a zero"),
        ("[1.]", 3, "expected a digit, found \"]\""),
        ("[-]", 2, "expected a digit, found \"]\""),
        ("[1e]", 3, "expected a digit, found \"]\""),
        ("[tru]", 1, "expected a JSON value, found \"t\""),
        ("[\"a\nb\"]", 3, "a control character can't stand in a JSON string, found a line break"),
        ("[\"\\x\"]", 2, "unknown escape in a JSON string"),
        ("[\"\\u12g4\"]", 2, "unknown escape in a JSON string"),
        ("[\"\\ud800\"]", 2, "half of a surrogate pair in a JSON string"),
        ("[\"\\ud800\\u0041\"]", 2, "half of a surrogate pair in a JSON string"),
        ("[\"\\udc00\"]", 2, "half of a surrogate pair in a JSON string"),
        ("[\"abc", 1, "the string has no closing quote"),
        ("{\"a\":", 5, "the text ends inside a JSON value"),
        ("[1", 2, "the text ends inside a JSON value"),
        ("]", 0, "expected a JSON value, found \"]\""),
        ("[1]é", 3, "expected a JSON value, found \"é\""),
    ])
    func errors(_ text: String, _ place: UInt32, _ message: String) {
        let reading = Reading(text, name: "test.json")
        #expect(reading.errors.map(\.rule) == ["READ-003"])
        #expect(reading.errors.first?.message == message)
        #expect(reading.errors.first?.range.start == place)
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func textThatIsNotUTF8(_ bytes: [UInt8]) {
        let text = Array("[\"some text before it: ".utf8)
        for ending in ["\"]", "", " and some more text behind it\"]"] {
            for name in ["test.json", "test.yaml"] {
                let reading = Reading(text + bytes + Array(ending.utf8), name: name)
                #expect(reading.rules == ["READ-002"], "\(bytes) \(name)")
                #expect(reading.errors.first?.range.start == UInt32(text.count))
            }
        }
    }

    @Test func severalValuesInARow() {
        #expect(
            Reading("{\"a\":1}{\"b\":2}\n{\"c\":3}", name: "x.json").objects == [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#])
        #expect(Reading("{\"a\":1}\n---\n{\"b\":2}\n", name: "x.yaml").objects == [#"{"a":1}"#, #"{"b":2}"#])
        let reading = Reading("{\"a\":1}{\"b\":", name: "x.json")
        #expect(reading.objects == [#"{"a":1}"#])
        #expect(reading.rules == ["READ-003"])
    }

    @Test func byTheNameOrTheFirstCharacters() {
        #expect(Reading("a: 1", name: "x.json").rules == ["READ-003"])
        #expect(Reading("{\"a\": 0x10}", name: "-").objects == [#"{"a":0x10}"#])
        #expect(Reading("  \n{ \"a\": 1}", name: "<stdin>").objects == [#"{"a":1}"#])
        #expect(Reading("{a: 1}", name: "<stdin>").objects == [#"{"a":1}"#])
    }
}
