import Bytes
import Netfilter
import TestSupport
import Testing

/// Reading JSON and writing it again.
@Suite struct NftablesJSONRoundTripTests {
    static let captures = Fixtures.cases(in: "live").filter { Fixtures.exists("live/\($0)/nft-j-list-ruleset.json") }

    /// Every capture of a real node comes back, those of kube-proxy's nftables mode with types for everything.
    @Test(arguments: captures)
    func capturesComeBack(_ folder: String) throws {
        let theirs = try Fixtures.text("live/\(folder)/nft-j-list-ruleset.json")
        let ruleset = try NftablesRuleset(parsingJSON: Array(theirs.utf8))
        let version = try #require(Self.version(of: theirs))
        let ours = Self.json(ruleset, version)
        #expect(ours == theirs)
        let isNftables = folder.hasPrefix("nft-")
        #expect((ruleset.verbatimCount + ruleset.jsonCount == 0) == isNftables)
        let canonical = Self.json(ruleset.canonicalized(), version)
        #expect(canonical == ours, "a capture is in the kernel's form")
    }

    /// The listing of the same node is the same ruleset, as far as JSON says it.
    @Test(arguments: NftablesRoundTripTests.dumps)
    func capturesAreThoseOfTheListing(_ folder: String) throws {
        let json = try Fixtures.text("live/\(folder)/nft-j-list-ruleset.json")
        let ruleset = try NftablesRuleset(parsingJSON: Array(json.utf8))
        let version = try #require(Self.version(of: json))
        for (file, handles) in [("nft-list-ruleset.txt", false), ("nft-a-list-ruleset.txt", true)] {
            var listed = try NftablesRuleset(parsing: Fixtures.bytes("live/\(folder)/\(file)"))
            if version < NftVersion(1, 1, 0) { listed.forgetWhatOldJSONLacks() }
            #expect(
                Self.listing(ruleset, version, handles: handles) == Self.listing(listed, version, handles: handles))
        }
    }

    @Test(arguments: Fixtures.cases(in: "compile"), ["ipv4", "ipv6"])
    func compiledTablesComeBack(_ name: String, _ family: String) throws {
        let given = try NftablesRuleset(parsing: Fixtures.bytes("compile/\(name)/nftables.\(family).nft"))
        let text = Self.json(given, .v1_1_3)
        #expect(Self.json(try NftablesRuleset(parsingJSON: Array(text.utf8)), .v1_1_3) == text)
        let kernel = given.canonicalized()
        let read = try NftablesRuleset(parsingJSON: Array(Self.json(kernel, .v1_1_3).utf8))
        #expect(Self.listing(read, .v1_1_3) == Self.listing(kernel, .v1_1_3))
        #expect(read.verbatimCount + read.jsonCount == 0)
    }

    /// Other people's objects, and forms that the captures don't have, one in each line.
    static let others = [
        #"{"table": {"family": "netdev", "name": "n", "flags": ["dormant"], "comment": "a \"b\" \\ \u0001"}}"#,
        #"{"chain": {"family": "netdev", "table": "n", "name": "i", "handle": 1, "type": "filter", "hook": "ingress", "prio": 5, "dev": "eth0", "policy": "drop"}}"#,
        #"{"table": {"family": "ip", "name": "t", "handle": 18446744073709551615}}"#,
        #"{"chain": {"family": "ip", "table": "t", "name": "c", "type": "nat", "hook": "output", "prio": -2147483648, "policy": "drop"}}"#,
        #"{"chain": {"family": "ip", "table": "t", "name": "late", "type": "nat", "hook": "output", "prio": 4294967296, "policy": "drop"}}"#,
        #"{"chain": {"family": "ip", "table": "t", "name": "d\u00e9j\u00e0"}}"#,
        #"{"counter": {"family": "ip", "name": "hits", "table": "t", "handle": 2, "packets": 1, "bytes": 60}}"#,
        #"{"set": {"family": "ip", "name": "s", "table": "t", "type": "ipv4_addr", "timeout": 10800, "elem": [{"elem": {"val": "10.0.0.1", "timeout": 3661, "expires": 10}}, {"elem": {"val": "10.0.0.2", "expires": 0, "comment": "x"}}, {"elem": {"val": "10.0.0.3", "expires": 7, "counter": {"packets": 0, "bytes": 0}}}]}}"#,
        #"{"set": {"family": "ip", "name": "r", "table": "t", "flags": ["interval"], "auto-merge": true, "type": "ipv4_addr", "elem": [{"prefix": {"addr": "10.0.0.0", "len": 8}}, {"range": ["11.0.0.1", "11.0.0.9"]}, {"prefix": {"addr": "12.0.0.1", "len": 32}}]}}"#,
        #"{"set": {"family": "ip", "name": "i", "table": "t", "type": ["ifname", "mark", "inet_proto"], "elem": [{"concat": ["eth0", 16384, 143]}, {"concat": ["a*", {"range": [1, 2]}, "tcp"]}]}}"#,
        #"{"set": {"family": "ip", "name": "o", "table": "t", "type": {"typeof": {"ct": {"key": "zone"}}}, "elem": [1, [2, {}], []]}}"#,
        #"{"map": {"family": "ip", "name": "m", "table": "t", "type": "inet_service", "map": "ipv4_addr", "elem": [[80, "10.0.0.1"]]}}"#,
        #"{"map": {"family": "ip", "name": "v", "table": "t", "type": "inet_service", "map": "verdict", "elem": [[80, {"queue": 1}], [{"elem": {"val": 81, "comment": "x"}}, {"return": null}]]}}"#,
        #"{"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 3, "comment": "x", "expr": [{"counter": {"packets": 1, "bytes": 60}}, {"log": null}, {"accept": null}]}}"#,
        #"{"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op": "==", "left": {"ct": {"key": "state"}}, "right": "new"}}, {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["new", "related"]}}]}}"#,
        #"{"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op": "!=", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": {"set": [{"range": ["1.0.0.1", "1.0.0.9"]}, "2.0.0.1"]}}}, {"match": {"op": ">", "left": {"meta": {"key": "mark"}}, "right": 5}}, {"verbatim": "x y"}]}}"#,
        #"{"rule": {"family": "ip", "table": "t", "chain": "d\u00e9j\u00e0", "expr": [{"reject": {"type": "tcp reset"}}, {"masquerade": {"flags": ["random", "persistent"]}}, {"masquerade": null}, {"dnat": {"addr": "10.0.0.1"}}, {"vmap": {"key": {"numgen": {"mode": "random", "mod": 2, "offset": 1}}, "data": {"set": []}}}]}}"#,
        #"{"ruleset": null}"#,
    ]

    @Test func otherPeoplesObjectsComeBack() throws {
        let text = Self.list(Self.others)
        let ruleset = try NftablesRuleset(parsingJSON: Array(text.utf8))
        // Printed with its characters, not their escapes.
        let expected = text.replacing("d\\u00e9j\\u00e0", with: "d\u{E9}j\u{E0}")
        #expect(Self.objects(Self.json(ruleset, .v1_1_3)) == Self.objects(expected))
        #expect(ruleset.tables.count == 2)
        #expect(ruleset.jsonCount == 23)
    }

    /// Line breaks and blanks between values don't matter, not even in what is kept as JSON.
    @Test func layoutDoesNotMatter() throws {
        let text = Self.list(Self.others)
        let airy = text.replacing(", ", with: " ,\n\t").replacing(": ", with: ":").replacing("[", with: "[ ")
        let dense = text.replacing(", ", with: ",").replacing(": ", with: ":")
        let expected = Self.json(try NftablesRuleset(parsingJSON: Array(text.utf8)), .v1_1_3)
        for other in [airy, dense] {
            #expect(Self.json(try NftablesRuleset(parsingJSON: Array(other.utf8)), .v1_1_3) == expected)
        }
    }

    /// Later versions of nft write a flag alone without a list.
    @Test func flagsAloneAreRead() throws {
        let objects = [
            #"{"table": {"family": "ip", "name": "t"}}"#, #"{"chain": {"family": "ip", "table": "t", "name": "c"}}"#,
            #"{"set": {"family": "ip", "name": "s", "table": "t", "type": "ipv4_addr", "flags": ["interval"]}}"#,
            #"{"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op": "==", "left": {"fib": {"result": "type", "flags": ["daddr"]}}, "right": "local"}}]}}"#,
        ]
        let expected = Self.list(objects)
        let later = expected.replacing(#"["interval"]"#, with: #""interval""#).replacing(
            #"["daddr"]"#, with: #""daddr""#)
        let ruleset = try NftablesRuleset(parsingJSON: Array(later.utf8))
        #expect(ruleset.jsonCount == 0)
        #expect(Self.json(ruleset, .v1_1_3) == expected)
    }

    /// An element's times are the same in both texts.
    @Test func timesOfElementsAreThoseOfTheListing() throws {
        let listing = """
            table ip t {
            \tset s {
            \t\ttype ipv4_addr
            \t\ttimeout 3h
            \t\telements = { 10.0.0.1 timeout 1h1m1s expires 10s, 10.0.0.2 expires 2h59m55s410ms comment "x" }
            \t}
            }

            """
        let ruleset = try NftablesRuleset(parsing: Array(listing.utf8))
        let text = Self.json(ruleset, .v1_1_3)
        #expect(text.contains(#"{"elem": {"val": "10.0.0.1", "timeout": 3661, "expires": 10}}"#))
        #expect(text.contains(#"{"elem": {"val": "10.0.0.2", "expires": 10795, "comment": "x"}}"#))
        let read = try NftablesRuleset(parsingJSON: Array(text.utf8))
        #expect(Self.listing(read, .v1_1_3) == listing.replacing("410ms", with: ""))
    }

    // MARK: Texts

    static func json(_ ruleset: NftablesRuleset, _ version: NftVersion) -> String {
        var text = ByteBuffer()
        ruleset.writeJSON(to: &text, version: version)
        return text.string
    }

    static func listing(_ ruleset: NftablesRuleset, _ version: NftVersion, handles: Bool = false) -> String {
        var text = ByteBuffer()
        ruleset.writeListing(to: &text, version: version, handles: handles)
        return text.string
    }

    /// A whole text of nft 1.1.3 with these objects.
    static func list(_ objects: [String]) -> String {
        let head =
            #"{"metainfo": {"version": "1.1.3", "release_name": "Commodore Bullmoose #4", "json_schema_version": 1}}"#
        return "{\"nftables\": [" + ([head] + objects).joined(separator: ", ") + "]}\n"
    }

    private static func version(of text: String) -> NftVersion? {
        text.firstMatch(of: /"version": "([0-9.]+)"/).flatMap { NftVersion(String($0.output.1)) }
    }

    /// The objects of a JSON text, in its order.
    private static func objects(_ text: String) -> [String] {
        var objects: [String] = []
        var (depth, start) = (0, 0)
        let bytes = Array(text.utf8)
        for (place, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "{") {
                if depth == 1 { start = place }
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 1 { objects.append(String(decoding: bytes[start...place], as: UTF8.self)) }
            }
        }
        return objects
    }
}

extension NftablesRuleset {
    /// How much of it is kept as JSON.
    var jsonCount: Int {
        tables.reduce(others.count { $0.isJSON }) { count, table in
            let statements = table.statements.count { if case .json = $0 { true } else { false } }
            let values = table.values.count { if case .json = $0 { true } else { false } }
            let verdicts = table.elements.count { if case .json = $0.verdict { true } else { false } }
            let states = table.elements.count { $0.isStateJSON }
            let chains = table.chains.count { $0.verbatimJSON != nil }
            let sets = table.sets.count { $0.verbatimJSON != nil }
            return count + statements + values + verdicts + states + chains + sets + table.others.count { $0.isJSON }
        }
    }

    /// Takes out what nft 1.0.6 leaves out of its JSON.
    fileprivate mutating func forgetWhatOldJSONLacks() {
        for table in tables.indices {
            tables[table].comment = nil
            for chain in tables[table].chains.indices { tables[table].chains[chain].comment = nil }
            for set in tables[table].sets.indices { tables[table].sets[set].flags.remove(.dynamic) }
        }
    }
}
