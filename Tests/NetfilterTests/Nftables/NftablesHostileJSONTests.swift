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
            "2:37: expected table ip u to be listed before"
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
        ("]} {", "2:4: expected the end of the text"),
    ])
    func aTextThatIsNoRulesetSaysWhere(_ object: String, _ message: String) {
        let chain = #"{"chain": {"family": "ip", "table": "t", "name": "c"}}"#
        let text = "{\"nftables\": [\(Self.table), \(chain),\n\(object)" + (object == "]} {" ? "}" : "]}")
        let error = #expect(throws: NftablesParseError.self) { try NftablesRuleset(parsingJSON: Array(text.utf8)) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        "", " ", "7", "null", "[]", "{}", "{\"nftables\": [], \"x\": 1}", "\0", "a: b", "{\"items\": [{}]}",
    ])
    func otherTextsAreRefused(_ text: String) {
        #expect(throws: NftablesParseError.self) { try NftablesRuleset(parsingJSON: Array(text.utf8)) }
    }

    @Test func everyTruncationIsReadOrRefused() throws {
        // Every object's kind is in these few.
        let whole = Array(NftablesJSONRoundTripTests.list(NftablesJSONRoundTripTests.others).utf8)
        for end in whole.indices.dropLast() {
            let error = #expect(throws: NftablesParseError.self, "cut at \(end)") {
                try NftablesRuleset(parsingJSON: Array(whole[..<end]))
            }
            #expect(
                error.map { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty } == true || end == whole.count - 1)
        }
    }
}
