import Diagnostics
import TestSupport
import Testing

@testable import Manifests

/// Input that is meant to crash, to hang or to fill the memory.
@Suite struct HostileInputTests {
    private static let count = 100_000
    private static let deep: [(String, String)] = [
        (String(repeating: "[", count: count), "x.json"), (String(repeating: "{\"a\":", count: count), "x.json"),
        (String(repeating: "[", count: count), "x.yaml"), (String(repeating: "{a: ", count: count), "x.yaml"),
        (String(repeating: "- ", count: count), "x.yaml"), (String(repeating: "{\"a\":", count: count), "x.yaml"),
        ((0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "x.yaml"),
        (String(repeating: "? ", count: count), "x.yaml"), (String(repeating: "[{", count: count), "x.yaml"),
    ]

    @Test func deepNesting() {
        for (text, name) in Self.deep {
            let time = ContinuousClock().measure {
                let reading = Reading(text, name: name)
                #expect(reading.objects.isEmpty)
                #expect(reading.rules.count == 1, "\(text.prefix(8)) \(reading.rules)")
            }
            #expect(time < .seconds(20), "\(text.prefix(8)): \(time)")
        }
        // A mapping as a key is wrong at once, however deep.
        for (text, name) in Self.deep where !text.hasPrefix("?") {
            #expect(Reading(text, name: name).rules == ["READ-004"], "\(text.prefix(8))")
        }
        let allowed = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
        #expect(Reading(allowed, name: "x.json").errors.isEmpty)
    }

    @Test func aliasBombs() {
        var laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            laughs +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        let reading = Reading(Array(laughs.utf8), dumping: false)
        #expect(reading.rules == ["READ-004"])
        #expect(reading.errors.first?.message == "alias expansion makes more than 1,000,000 values")
        var tower = "- &a0 []\n"
        for level in 1...2_000 { tower += "- &a\(level) [*a\(level - 1)]\n" }
        #expect(Reading(Array(tower.utf8), dumping: false).rules == ["READ-004"])
        var merges = "a0: &a0 {x: 1}\n"
        for level in 1...40 { merges += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1)]}\n" }
        #expect(Reading(Array(merges.utf8), dumping: false).rules == ["READ-004"])
    }

    @Test func otherEncodings() {
        let texts: [([UInt8], UInt32)] = [
            ([0xFF, 0xFE, 0x61, 0], 0), ([0xFE, 0xFF, 0, 0x61], 0), ([0x61, 0, 0x3A, 0], 0),
            (Array("a: b\0c".utf8), 4), (Array("a: é".utf8) + [0xFF], 5),
        ]
        for (bytes, place) in texts {
            let reading = Reading(bytes)
            #expect(reading.rules == ["READ-002"])
            #expect(reading.errors.first?.range.start == place)
        }
        #expect(Reading(Array("[\"\0\"]".utf8), name: "x.json").rules == ["READ-002"])
    }

    private static let manifest = """
        # é
        apiVersion: v1
        kind: Service
        metadata: &m {name: "w\\teb", labels: {app: 'x', <<: {y: 1}}}
        spec:
          ports: [{port: 80, name: é}, {port: 0x50}]
          text: |
            a
            b
          more: >-
            c
            d
        copy: *m
        ---
        kind: List
        items:
        - a: 1
        - {"b": "\\u00e9"}

        """

    @Test func truncatedAtEveryByte() {
        let json =
            #"{"apiVersion":"v1","items":[{"a":"é\u00e9\ud83d\ude00","b":[1.5e3,true,null,{}]},{"c":-0}],"kind":"List"}"#
        for (text, name) in [(Self.manifest, "x.yaml"), (json, "x.json"), (json, "x.yaml")] {
            let bytes = Array(text.utf8)
            #expect(Reading(bytes, name: name).errors.isEmpty)
            for length in 0..<bytes.count {
                let reading = Reading(Array(bytes[..<length]), name: name)
                #expect(reading.areSound)
                if name == "x.json" && length > 0 { #expect(reading.errors.count == 1, "\(length)") }
            }
        }
    }

    @Test func randomMutations() throws {
        var random = Lehmer(seed: 20_260_102)
        let json =
            #"{"apiVersion":"v1","items":[{"a":"é\u00e9\ud83d\ude00","b":[1.5e3,true,null,{}]},{"c":-0}],"kind":"List"}"#
        var bases = [(Self.manifest, "x.yaml"), (json, "x.json"), (json, "<stdin>")]
        if let name = Fixtures.cases(in: "compile").first {
            bases.append((try Fixtures.text("compile/\(name)/manifests.yaml"), "x.yaml"))
        }
        let pieces = [
            "{{ .Values.x }}", "\t", "---\n", "\"", "'", "[", "}", "&a ", "*a", "<<: ", "\0", "\u{FEFF}", ": ", "\\",
            "\r", "!",
        ]
        for (text, name) in bases {
            let original = Array(text.utf8)
            for _ in 0..<1_500 {
                var bytes = original
                for _ in 0...random.next(below: 3) {
                    let place = random.next(below: bytes.count)
                    switch random.next(below: 4) {
                    case 0: bytes[place] = UInt8(random.next(below: 256))
                    case 1: bytes.remove(at: place)
                    case 2: bytes.insert(contentsOf: Array(pieces[random.next(below: pieces.count)].utf8), at: place)
                    default:
                        let end = min(bytes.count, place + random.next(below: 40))
                        bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.next(below: bytes.count))
                    }
                }
                let reading = Reading(bytes, name: name)
                #expect(reading.areSound, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    /// A small generator with a fixed seed.
    private struct Lehmer {
        var state: UInt64
        init(seed: UInt64) { state = seed }

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(bound, 1)
        }
    }
}
