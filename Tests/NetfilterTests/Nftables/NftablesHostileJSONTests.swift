import Bytes
import Netfilter
import TestSupport
import Testing

/// JSON texts that are no ruleset, or are made to do harm.
@Suite struct NftablesHostileJSONTests {
    private static let table = #"{"table": {"family": "ip", "name": "t"}}"#

    /// What stands in the list of objects, behind table t and chain c in the first line, and the error in the second.
    @Test(arguments: [
        (#"{"rule": {"family": "ip", "table": "t", "expr": []}}"#, "2:10: expected a member chain"),
        (
            #"{"rule": {"family": "ip", "table": "t", "chain": "c"}}"#,
            "2:10: expected a member expr, a list of statements"
        ),
        (
            #"{"rule": {"family": "ip", "table": "t", "chain": "c", "expr": {}}}"#,
            "2:63: expected a member expr, a list of statements"
        ),
        (
            #"{"rule": {"family": "ip", "table": "t", "chain": "d", "expr": []}}"#,
            "2:50: expected chain d to be listed before"
        ),
        (
            #"{"rule": {"family": "ip", "table": "u", "chain": "c", "expr": []}}"#,
            "2:36: expected table ip u to be listed before"
        ),
        (
            #"{"rule": {"family": "ip", "table": "t", "chain": "c", "else": 1, "expr": []}}"#,
            "2:55: expected none but known members of a rule"
        ),
        (#"{"table": {"family": 4}}"#, "2:22: expected a string, the family"),
        (#"{"table": {"family": "ip", "name": ""}}"#, "2:36: expected a string, the name"),
        (#"{"table": [1]}"#, "2:11: expected an object behind table"),
        (
            #"{"table": {"family": "ip", "name": "x", "handle": -1}}"#,
            "2:51: expected a handle, a whole number"
        ),
        (
            #"{"table": {"family": "ip", "name": "x", "handle": 18446744073709551616}}"#,
            "2:51: expected a handle, a whole number"
        ),
        (#"{"table": {"family": "ip", "name": "x", "comment": null}}"#, "2:52: expected a string"),
        (#"{"table": {"family": "ip", "name": "\u0000"}}"#, "2:36: expected text, found a zero byte"),
        (#"{"metainfo": {"json_schema_version": 2}}"#, "2:38: expected json_schema_version 1"),
        (#"{"set": {"family": "ip", "table": "t"}}"#, "2:9: expected a member name"),
        (
            #"{"set": {"family": "ip", "table": "t", "name": "s", "type": "mark", "elem": 1}}"#,
            "2:77: expected a list of elements"
        ),
        (
            #"{"map": {"family": "ip", "table": "t", "name": "s", "type": "mark", "map": "verdict", "elem": [1]}}"#,
            "2:96: expected a list of a key and a verdict"
        ),
        (
            #"{"set": {"family": "ip", "table": "t", "name": "s", "type": "mark", "elem": [{"elem": {}}]}}"#,
            "2:87: expected a member val"
        ),
        (
            #"{"element": {"family": "ip", "table": "t", "name": "s", "elem": [1]}}"#,
            "2:52: expected the set or map s to be listed before"
        ),
        ("{}", "2:1: expected an object with one key, the kind of what it describes"),
        ("7", "2:1: expected an object with one key, the kind of what it describes"),
        (#"{"x": 1}]} {"#, "2:12: expected the end of the text"),
    ])
    func aTextThatIsNoRulesetSaysWhere(_ object: String, _ message: String) {
        let chain = #"{"chain": {"family": "ip", "table": "t", "name": "c"}}"#
        let text = "{\"nftables\": [\(Self.table), \(chain),\n\(object)" + (object.hasSuffix("{") ? "}" : "]}")
        let error = #expect(throws: DumpParseError.self) { try NftablesRuleset(parsingJSON: Array(text.utf8)) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        "", " ", "7", "null", "[]", "{}", "{\"nftables\": [], \"x\": 1}", "\0", "a: b", "{\"items\": [{}]}",
    ])
    func otherTextsAreRefused(_ text: String) {
        #expect(throws: DumpParseError.self) { try NftablesRuleset(parsingJSON: Array(text.utf8)) }
    }

    @Test func everyTruncationIsReadOrRefused() throws {
        // Every object's kind is in these few.
        let whole = Array(NftablesJSONRoundTripTests.list(NftablesJSONRoundTripTests.others).utf8)
        for end in whole.indices.dropLast() {
            let error = #expect(throws: DumpParseError.self, "cut at \(end)") {
                try NftablesRuleset(parsingJSON: Array(whole[..<end]))
            }
            #expect(error.map { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty } == true)
        }
    }

    /// What is read is written so that it is read again as the same.
    @Test(arguments: ["live/nft-1.0.6-extra/nft-j-list-ruleset.json", nil])
    func mutatedTextsAreGivenBackOrRefused(_ path: String?) throws {
        var random = FixedRandom(state: 7)
        let source =
            try path.map { try Fixtures.bytes($0) }
            ?? Array(NftablesJSONRoundTripTests.list(NftablesJSONRoundTripTests.others).utf8)
        let alphabet = Array(" -!\"\\/:.,@{}[]\n019eatn\u{E9}".utf8)
        var readable = 0
        for _ in 0..<200 {
            var text = source
            for _ in 0..<(1 + Int(random.next() % 2)) {
                let place = Int(random.next() % UInt64(text.count))
                switch random.next() % 3 {
                case 0: text[place] = alphabet[Int(random.next() % UInt64(alphabet.count))]
                case 1: text.insert(alphabet[Int(random.next() % UInt64(alphabet.count))], at: place)
                default: text.remove(at: place)
                }
            }
            guard let ruleset = try? NftablesRuleset(parsingJSON: text) else { continue }
            readable += 1
            let printed = NftablesJSONRoundTripTests.json(ruleset, .v1_1_3)
            let again = try? NftablesRuleset(parsingJSON: Array(printed.utf8))
            #expect(again.map { NftablesJSONRoundTripTests.json($0, .v1_1_3) } == printed)
            var other = ByteBuffer()
            ruleset.canonicalized().sorted().writeListing(to: &other, version: .v1_0_6, handles: true)
            ruleset.sorted().writeCommands(to: &other)
        }
        #expect(readable > 30)
    }

    /// Values of other kinds in place of each one, three of ten by turns.
    @Test func valuesOfOtherTypesAreReadOrRefused() throws {
        let whole = NftablesJSONRoundTripTests.list(NftablesJSONRoundTripTests.others)
        let values = [
            "null", "-1", "1e400", "99999999999999999999999", "\"\"", "\"@\"", "[]", "[[]]", "{}", "{\"elem\": {}}",
        ]
        let bytes = Array(whole.utf8)
        for place in bytes.indices where bytes[place] == UInt8(ascii: ":") {
            guard let end = bytes[place...].firstIndex(where: { [0x2C, 0x7D, 0x5D].contains($0) }) else { continue }
            for turn in 0..<3 {
                let value = values[(place * 3 + turn) % values.count]
                let text = Array(bytes[...place]) + Array(value.utf8) + Array(bytes[end...])
                guard let ruleset = try? NftablesRuleset(parsingJSON: text) else { continue }
                let printed = NftablesJSONRoundTripTests.json(ruleset, .v1_1_3)
                let again = try NftablesRuleset(parsingJSON: Array(printed.utf8))
                #expect(NftablesJSONRoundTripTests.json(again, .v1_1_3) == printed)
            }
        }
    }

    @Test func deepNestingIsNoRecursion() throws {
        for (depth, isRead) in [(900, true), (500_000, false)] {
            for (open, close) in [("[", "]"), ("{\"a\": ", "}")] {
                let deep = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
                let text = NftablesJSONRoundTripTests.list([#"{"x": "# + deep + "}"])
                let read = try? NftablesRuleset(parsingJSON: Array(text.utf8))
                #expect((read != nil) == isRead)
                if let read { #expect(NftablesJSONRoundTripTests.json(read, .v1_1_3) == text) }
            }
        }
    }

    @Test func manyObjectsAreReadInTime() throws {
        var objects = [Self.table]
        for number in 0..<10_000 {
            objects.append(#"{"chain": {"family": "ip", "table": "t", "name": "c\#(number)"}}"#)
            objects.append(
                #"{"rule": {"family": "ip", "table": "t", "chain": "c\#(number)", "expr": [{"x":1}, {"drop": null}]}}"#)
        }
        let long = (0..<100_000).map { "\"\($0)\":[]" }.joined(separator: ",")
        objects.append("{\"chain\": {\"family\": \"ip\", \"table\": \"t\", \"name\": \"long\", \(long)}}")
        let ruleset = try NftablesRuleset(parsingJSON: Array(NftablesJSONRoundTripTests.list(objects).utf8))
        #expect(ruleset.tables[0].rules.count == 10_000)
        #expect(ruleset.tables[0].statements.count == 20_000)
    }
}

/// A small generator of numbers that are the same in each run.
private struct FixedRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
