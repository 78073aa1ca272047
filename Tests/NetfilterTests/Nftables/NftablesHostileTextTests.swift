import Bytes
import Netfilter
import TestSupport
import Testing

/// Texts that are no ruleset, or are made to do harm.
@Suite struct NftablesHostileTextTests {
    @Test(arguments: [
        ("\0", "1:1: expected text, found a zero byte"),
        ("table ip t {\n", "2:1: expected } at the end of table t"),
        ("table ip t {\n\tchain c {\n\t\tdrop\n", "4:1: expected } at the end of chain c"),
        ("table ip t {\n\tset s {\n", "3:1: expected } at the end of set s"),
        ("table ip t {\n\tmap {\n", "2:6: expected the name of a map"),
        ("table ip t {\n\tchain c drop\n", "2:10: expected { behind the name of the chain"),
        ("table\n", "1:6: expected the name of a table"),
        ("}\n", "1:1: expected a table or a command"),
        ("table ip t { comment \"open\n}", "1:22: expected a closing quote before the end of the line"),
        ("table ip t {\n\tset s {\n\t\ttype mark\n\t\telements = 1\n", "4:14: expected { behind elements ="),
        ("table ip t {\n\tset s {\n\t\ttype mark\n\t\telements = { 1\n", "4:14: expected } that closes this brace"),
        (
            "table ip t {\n\tset s {\n\t\ttype mark\n\t\telements = { { } }",
            "4:16: expected a value of an element's key"
        ),
        ("add rule ip t c drop\n", "1:13: expected table ip t to be added before"),
        ("add table ip t\nadd rule ip t c drop\n", "2:15: expected chain c to be added before"),
        ("add table ip t\nadd element ip t s { 1 }\n", "2:18: expected set or map s to be added before"),
        ("add table ip t\nadd chain ip t\n", "2:15: expected the name of a chain"),
        ("add table ip t\nadd chain ip t c\nadd rule ip t c jump\n", "3:21: expected the name of a chain"),
        ("table ip t {\n\tchain c {\n\t\tip daddr { 1\n", "3:12: expected } that closes this brace"),
    ])
    func aTextThatIsNoRulesetSaysWhere(_ text: String, _ message: String) {
        let error = #expect(throws: DumpParseError.self) { try NftablesRuleset(parsing: Array(text.utf8)) }
        #expect(error?.description == message)
    }

    @Test func anEmptyTextIsAnEmptyRuleset() throws {
        for text in ["", "\n\n", ";;\n# nothing\n"] {
            #expect(try NftablesRuleset(parsing: Array(text.utf8)).tables.isEmpty)
        }
    }

    @Test(arguments: [
        "nftables/foreign.nft", "nftables/kube-proxy.nft", "nftables/commands.nft",
    ])
    func everyTruncationIsReadOrRefused(_ path: String) throws {
        let whole = try Fixtures.bytes(path)
        for end in whole.indices {
            do throws(DumpParseError) {
                _ = try NftablesRuleset(parsing: Array(whole[..<end]))
            } catch {
                #expect(error.line >= 1 && error.column >= 1 && !error.message.isEmpty)
            }
        }
    }

    /// What is read is written so that it is read again as the same, in both texts.
    @Test(arguments: [
        "live/nft-1.1.3-extra/nft-list-ruleset.txt", "compile/loadbalancer-source-ranges/nftables.ipv4.nft",
        "nftables/foreign.nft", "compile/session-affinity-600s-nodeport/nftables.ipv4.nft",
    ])
    func mutatedTextsAreGivenBackOrRefused(_ path: String) throws {
        var random = FixedRandom(state: 42)
        let source = try Fixtures.bytes(path)
        let alphabet = Array(" -!\"\\'/:.,;#@{}[]\n\t0x9AFsdjmz\u{E9}".utf8)
        var readable = 0
        for _ in 0..<200 {
            var text = source
            for _ in 0..<(1 + Int(random.next() % 4)) {
                let place = Int(random.next() % UInt64(text.count))
                switch random.next() % 3 {
                case 0: text[place] = alphabet[Int(random.next() % UInt64(alphabet.count))]
                case 1: text.insert(alphabet[Int(random.next() % UInt64(alphabet.count))], at: place)
                default: text.remove(at: place)
                }
            }
            guard let ruleset = try? NftablesRuleset(parsing: text) else { continue }
            readable += 1
            let printed = Self.listing(ruleset)
            let again = try? NftablesRuleset(parsing: printed)
            #expect(
                again.map(Self.listing) == printed,
                "\(Golden.difference(of: Self.text(again.map(Self.listing) ?? []), from: Self.text(printed)))")
            var other = ByteBuffer()
            ruleset.canonicalized().sorted().writeJSON(to: &other, version: .v1_0_6)
            ruleset.sorted().writeCommands(to: &other)
        }
        #expect(readable > 30)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func listing(_ ruleset: NftablesRuleset) -> [UInt8] {
        var text = ByteBuffer()
        ruleset.writeListing(to: &text, version: .v1_1_3, handles: true)
        return text.bytes
    }

    @Test func deepBracesAreNoRecursion() throws {
        let deep = "table ip t {\n\tchain c {\n\t\tx " + String(repeating: "{ ", count: 500_000)
        #expect(throws: DumpParseError.self) { try NftablesRuleset(parsing: Array(deep.utf8)) }
        let closed = deep + String(repeating: "} ", count: 500_000) + "\n\t}\n}\n"
        #expect(try NftablesRuleset(parsing: Array(closed.utf8)).tables[0].rules.count == 1)
    }

    @Test func manyObjectsAreReadInTime() throws {
        var text = "add table ip t\n"
        for number in 0..<10_000 {
            text += "add chain ip t c\(number)\nflush chain ip t c\(number)\n"
            text += "add rule ip t c\(number) ip daddr 10.0.0.1 goto c0\n"
        }
        let ruleset = try NftablesRuleset(parsing: Array(text.utf8))
        #expect(ruleset.tables[0].rules.count == 10_000)
    }

    /// A transaction leaves what `nft -f` leaves.
    @Test func whatIsRemovedIsNotThere() throws {
        let text = """
            add table ip t
            add chain ip t a
            delete chain ip t a
            add chain ip t a { type filter hook input priority 5 ; }
            add chain ip t b
            add rule ip t b drop
            flush chain ip t b
            add rule ip t b accept
            add set ip t gone { type ipv4_addr ; }
            delete set ip t gone
            add set ip t s { type ipv4_addr ; }
            add element ip t s { 10.0.0.1 }
            add element ip t s { 10.0.0.2 , 10.0.0.3 }
            delete element ip t s { 10.0.0.2 }
            add table ip6 gone
            delete table ip6 gone
            flush ruleset
            """
        let ruleset = try NftablesRuleset(parsing: Array(text.utf8))
        var buffer = ByteBuffer()
        ruleset.writeCommands(to: &buffer)
        #expect(
            buffer.string == """
                add table ip t
                add chain ip t a { type filter hook input priority 5 ; }
                add chain ip t b
                add set ip t s { type ipv4_addr ; }
                add rule ip t b accept
                add element ip t s { 10.0.0.1 }
                add element ip t s { 10.0.0.3 }
                flush ruleset

                """)
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
