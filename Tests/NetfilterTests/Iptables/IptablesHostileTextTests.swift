import Bytes
import Netfilter
import Testing
import TestSupport

@Suite struct IptablesHostileTextTests {
    static let errors: [(text: String, error: String)] = [
        ("\0", "1:1: expected text, found a zero byte"),
        ("*nat\n:A - [0:0]\n-A A -j \0\n", "3:9: expected text, found a zero byte"),
        ("*nat\n:A - [0:0]\n", "3:1: expected COMMIT at the end of table nat"),
        ("*nat\n*raw\n", "2:1: expected COMMIT at the end of table nat before the next table"),
        ("-A A -j B\n", "1:1: expected a table before the first rule"),
        (":A - [0:0]\n", "1:1: expected a table before the first chain line"),
        ("COMMIT\n", "1:1: expected a table before COMMIT"),
        ("*nat\nCOMMIT now\n", "2:1: expected COMMIT alone in its line"),
        ("*\n", "1:2: expected one table name behind *"),
        ("*nat filter\n", "1:2: expected one table name behind *"),
        ("*nat\n: - [0:0]\n", "2:2: expected a chain name behind :"),
        ("*nat\n:A\n", "2:3: expected a policy: one of - ACCEPT DROP"),
        ("*nat\n:A QUEUE [0:0]\n", "2:4: expected a policy: one of - ACCEPT DROP"),
        ("*nat\n:A - [0]\n", "2:6: expected counters such as [0:0] at the end of the chain line"),
        ("*nat\n:A - [0:0] x\n", "2:6: expected counters such as [0:0] at the end of the chain line"),
        ("*nat\n:A - [99999999999999999999:0]\n", "2:6: expected counters such as [0:0] at the end of the chain line"),
        ("*nat\n:A - [0:0]\n[x:0] -A A\n", "3:1: expected counters such as [0:0] before -A"),
        ("*nat\n:A - [0:0]\n[0:0]\n", "3:6: expected -A behind the counters"),
        ("*nat\n-A KUBE-SERVICES -j B\n", "2:4: expected a chain line for KUBE-SERVICES in table nat"),
        ("*raw\n-A POSTROUTING -j B\n", "2:4: expected a chain line for POSTROUTING in table raw"),
        ("*nat\n:A - [0:0]\nCOMMIT\n*raw\n-A A\nCOMMIT\n", "5:4: expected a chain line for A in table raw"),
        ("*nat\n-A\n", "2:3: expected a chain name"),
        ("*nat\n-X\n", "2:3: expected a chain name"),
        ("*nat\n:A - [0:0]\n-X A B\n", "3:6: expected one chain name behind -X"),
        (
            "*nat\n:A - [0:0]\n-I A -j B\n",
            "3:1: expected -A or -X, found -I: a dump has no commands that change live rules"
        ),
        (
            "*nat\n:A - [0:0]\n-D A -j B\n",
            "3:1: expected -A or -X, found -D: a dump has no commands that change live rules"
        ),
        (
            "*nat\n:A - [0:0]\n-A A -m comment --comment \"open\n",
            "3:27: expected a closing quote before the end of the line"
        ),
        ("*nat\n:A - [0:0]\n-A A -j\n", "3:8: expected a target behind the option"),
        ("*nat\n:A - [0:0]\n-A A -m\n", "3:8: expected the name of a match behind -m"),
        ("*nat\n:A - [0:0]\n-A A !\n", "3:7: expected an option behind !"),
        ("*nat\n:A - [0:0]\n-A A what -j B\n", "3:6: expected an option, found what"),
        ("*nat\n:A - [0:0]\n-A A -s ::1 -d 10.0.0.1\n", "3:16: expected an IPv6 address in a ruleset of ip6tables"),
        ("*nat\n:A - [0:0]\n-A A -s 10.0.0.1 -d ::1\n", "3:21: expected an IPv4 address in a ruleset of iptables"),
        ("table ip nat {\n", "1:1: expected a line that begins with one of # * : [ -A -X COMMIT"),
        (" *nat\n", "1:1: expected a line that begins with one of # * : [ -A -X COMMIT"),
    ]

    @Test(arguments: errors)
    func aTextThatIsNoRulesetSaysWhere(text: String, error: String) {
        #expect(throws: DumpParseError.self) { try IptablesRuleset(text) }
        do throws(DumpParseError) {
            _ = try IptablesRuleset(text)
        } catch {
            #expect(error.description == self.message(of: text, in: Self.errors))
        }
    }

    private func message(of text: String, in table: [(text: String, error: String)]) -> String {
        table.first { $0.text == text }?.error ?? ""
    }

    @Test func anEmptyTextIsAnEmptyRuleset() throws {
        #expect(try IptablesRuleset("").tables.isEmpty)
        #expect(try IptablesRuleset("\n\n").text(.kernel).isEmpty)
    }

    @Test func everyTruncationIsReadOrRefused() throws {
        let whole = try Fixtures.bytes("live/ipvsadm-1.31-extra/iptables-save-c.txt")
        for end in whole.indices {
            do throws(DumpParseError) {
                _ = try IptablesRuleset(parsing: Array(whole[..<end]))
            } catch {
                #expect(error.line >= 1 && error.column >= 1 && !error.message.isEmpty)
            }
        }
    }

    @Test func mutatedTextsAreGivenBackOrRefused() throws {
        var random = FixedRandom(state: 42)
        let sources = [
            try Fixtures.bytes("live/iptables-1.8.9-legacy-extra/ip6tables-save.txt"),
            try Fixtures.bytes("compile/ipv6-only/iptables.ipv6.restore"),
        ]
        let alphabet = Array(" -!\"\\'/:.,[]\n0x9AFsdjmzé".utf8)
        var readable = 0
        for round in 0..<600 {
            var text = sources[round % sources.count]
            for _ in 0..<(1 + Int(random.next() % 4)) {
                let place = Int(random.next() % UInt64(text.count))
                switch random.next() % 3 {
                case 0: text[place] = alphabet[Int(random.next() % UInt64(alphabet.count))]
                case 1: text.insert(alphabet[Int(random.next() % UInt64(alphabet.count))], at: place)
                default: text.remove(at: place)
                }
            }
            guard let ruleset = try? IptablesRuleset(parsing: text) else { continue }
            readable += 1
            for spelling in [Spelling.tool, .kernel] {
                let printed = ruleset.text(spelling)
                let again = try IptablesRuleset(printed, family: ruleset.family)
                #expect(again.text(spelling) == printed)
                if spelling == .tool { _ = again.canonicalized() }
            }
        }
        #expect(readable > 200)
    }

    @Test func aLineOfOneMegabyteIsRead() throws {
        let comment = String(repeating: "long ", count: 200_000)
        let text = IptablesTestTexts.text("-A A -m comment --comment \"\(comment)\" -j B")
        #expect(try IptablesRuleset(text).text(.kernel) == text)
        let options = IptablesTestTexts.text("-A A" + String(repeating: " -f", count: 70_000))
        #expect(throws: DumpParseError.self) { try IptablesRuleset(options) }
    }

    @Test func aMillionChainsAreRead() throws {
        var text = "*nat\n"
        for number in 0..<1_000_000 { text += ":C\(number) - [0:0]\n" }
        text += "-A C999999 -j C0\nCOMMIT\n"
        let ruleset = try IptablesRuleset(text)
        #expect(ruleset.chainNames.count == 1_000_000)
        #expect(ruleset.tables[0].rules[0].target == .jump(.init(0)))
    }

    @Test func bytesThatAreNoUTF8AreKept() throws {
        let (before, after) = ("*nat\n:A - [0:0]\n-A A -m comment --comment \"", "\"\nCOMMIT\n")
        let bytes = Array(before.utf8) + [0xFF, 0xC3] + Array(after.utf8)
        var buffer = ByteBuffer()
        try IptablesRuleset(parsing: bytes).write(to: &buffer, spelling: .kernel)
        #expect(buffer.bytes == bytes)
    }

    @Test func unknownWordsAreKept() throws {
        for rule in [
            "-A A -m foo --bar \"a b\" ! --baz -s 10.0.0.1/32 -j B",
            "-A A -m foo -m tcp --tcp-flags SYN,RST SYN -j LOG",
            "-A A -s 010.0.0.1 -j B", "-A A -m tcp --dport 080 -j NEW --opt \"x -j y\"", "-A A ! -f -j B --x",
            "-A A -m comment --comment a\"b c\"d -j B", "-A A -p 6 -i \"eth 0\"",
            "-A A -m statistic --mode random --probability 0.1.2 -j B",
            "-A A -m statistic --mode random --probability 12345678901234567890 -j B",
            "-A A -m statistic --mode random --probability 0.1234567890123456789 -j B",
            "-A A -m statistic --mode random --probability 0. -j B", "-A A -m recent --name",
            "-A A -m set --match-set a",
            "-A A -m ipvs --vaddr x --vport 1", "-A A -j DNAT --to-destination :80", "-A A -j DNAT --to-destination [",
            "-A A -j MARK --set-xmark 0x/0x", "-A A -m mark --mark 0x00004000 -j B",
            "-A A -j REDIRECT --to-ports 70000",
        ] {
            let text = IptablesTestTexts.text(rule)
            #expect(try IptablesRuleset(text).text(.tool) == text)
        }
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
