import Addressing
import Bytes
import Netfilter
import Testing
import TestSupport

@Suite struct IptablesSpellingTests {
    @Test func thereArePairs() {
        #expect(IptablesTestTexts.pairs("typed").count > 70)
        #expect(IptablesTestTexts.pairs("verbatim").count > 20)
        #expect(IptablesTestTexts.pairs("kube-proxy").count == 14)
    }

    @Test(arguments: IptablesTestTexts.pairs("typed"))
    func theKernelTextIsThatOfIptablesSave(pair: IptablesTestTexts.Pair) throws {
        let written = try IptablesRuleset(IptablesTestTexts.text(pair.rule), family: pair.family)
        let dumped = try IptablesRuleset(IptablesTestTexts.text(pair.dump), family: pair.family)
        #expect(written.text(.kernel) == IptablesTestTexts.text(pair.dump))
        #expect(dumped.text(.kernel) == IptablesTestTexts.text(pair.dump))
        #expect(written.canonicalized().hasSameRules(as: dumped.canonicalized()))
    }

    @Test(arguments: IptablesTestTexts.pairs("verbatim"))
    func whatTheModelDoesNotHoldStaysAsItIsWritten(pair: IptablesTestTexts.Pair) throws {
        let written = try IptablesRuleset(IptablesTestTexts.text(pair.rule), family: pair.family)
        let dumped = try IptablesRuleset(IptablesTestTexts.text(pair.dump), family: pair.family)
        #expect(written.text(.tool) == IptablesTestTexts.text(pair.rule))
        #expect(dumped.text(.kernel) == IptablesTestTexts.text(pair.dump))
    }

    @Test(arguments: IptablesTestTexts.pairs("kube-proxy"))
    func aRuleOfKubeProxyHasBothTexts(pair: IptablesTestTexts.Pair) throws {
        let written = try IptablesRuleset(IptablesTestTexts.text(pair.rule), family: pair.family)
        let dumped = try IptablesRuleset(IptablesTestTexts.text(pair.dump), family: pair.family)
        #expect(written.text(.tool) == IptablesTestTexts.text(pair.rule))
        #expect(written.text(.kernel) == IptablesTestTexts.text(pair.dump))
        #expect(dumped.text(.kernel) == IptablesTestTexts.text(pair.dump))
        #expect(written.canonicalized().hasSameRules(as: dumped.canonicalized()))
    }

    @Test func aProbabilityIsTheKernelsMultiple() throws {
        // What printf("%.11f") gives for lround(2³¹ · p) / 2³¹.
        let decimals = [2: "0.50000000000", 3: "0.33333333349", 7: "0.14285714272", 9: "0.11111111101"]
        for (count, decimal) in decimals {
            let units = UInt64((1e10 / Double(count)).rounded())
            var ruleset = IptablesRuleset(family: .ipv4)
            let chain = ruleset.addChain(named: ruleset.texts.add("A"))
            let rule = IptablesRuleset.Rule(chain: chain, firstOption: 0, optionCount: 1, target: .return)
            var buffer = ByteBuffer()
            ruleset.write(
                rule: rule, options: [.randomProbability(.init(units: units, digits: 10))], to: &buffer,
                spelling: .kernel)
            #expect(buffer.string == "-A A -m statistic --mode random --probability \(decimal) -j RETURN\n")
        }
    }

    @Test func rulesThatDifferAreNotTheSame() throws {
        let rules = [
            "-A A -s 10.0.0.1/32 -j B", "-A A -s 10.0.0.1 -j B", "-A A -d 10.0.0.1/32 -j B",
            "-A B -s 10.0.0.1/32 -j B",
            "-A A -s 10.0.0.1/32 -j A", "-A A -s 10.0.0.1/32 -g B", "-A A -s 10.0.0.1/32 -j ACCEPT",
            "-A A -m comment --comment a -j B", "-A A -m comment --comment b -j B", "-A A -i a -j B",
            "-A A ! -i a -j B",
            "-A A -m foo -j B", "-A A -m bar -j B", "-A A -j LOG --log-prefix a", "-A A -j LOG --log-prefix b",
            "-A A -m set --match-set a dst -j B", "-A A -m set --match-set a src -j B", "-A A -j B\n-A A -j B",
            "-X A",
        ]
        let read = try rules.map { try IptablesRuleset(IptablesTestTexts.text($0), family: .ipv4) }
        for (index, mine) in read.enumerated() {
            for (other, theirs) in read.enumerated() {
                #expect(mine.hasSameRules(as: theirs) == (index == other), "\(rules[index]) / \(rules[other])")
            }
        }
    }

    @Test func theSameRulesNeedNotHaveTheSameArena() throws {
        let one = try IptablesRuleset("*nat\n:B - [0:0]\n:A - [0:0]\n-A A -i x -j B\nCOMMIT\n").canonicalized()
        let two = try IptablesRuleset("# x\n*nat\n:A - [0:0]\n:B - [7:7]\n[1:2] -A A -i \"x\" -j B\nCOMMIT\n")
        #expect(!one.hasSameRules(as: two.canonicalized()))
        let three = try IptablesRuleset("# x\n*nat\n:A - [0:0]\n:B - [7:7]\n[1:2] -A A -i x -j B\nCOMMIT\n")
        #expect(one.hasSameRules(as: three.canonicalized()))
    }

    @Test func aDeletionStandsBehindTheRules() throws {
        let text = "*nat\n:A - [0:0]\n:B - [0:0]\n-A B -j RETURN\n-X A\nCOMMIT\n"
        let ruleset = try IptablesRuleset(text)
        #expect(ruleset.text(.tool) == text)
        #expect(
            ruleset.canonicalized().text(.kernel) == """
                *nat
                :PREROUTING ACCEPT [0:0]
                :INPUT ACCEPT [0:0]
                :OUTPUT ACCEPT [0:0]
                :POSTROUTING ACCEPT [0:0]
                :B - [0:0]
                -A B -j RETURN
                COMMIT

                """)
    }

    @Test func canonicalOrderMergesAndSorts() throws {
        let text = """
            *nat
            :b - [0:0]
            :B-2 - [5:6]
            :B1 - [0:0]
            :b - [0:0]
            :OUTPUT DROP [7:8]
            -A b -j ACCEPT
            -A OUTPUT -j b
            -A B1 -j DROP
            -A b -j RETURN
            COMMIT
            *filter
            COMMIT
            *nat
            :B1 - [0:0]
            -A B1 -j RETURN
            COMMIT

            """
        let expected = """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            COMMIT
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT DROP [7:8]
            :POSTROUTING ACCEPT [0:0]
            :B-2 - [0:0]
            :B1 - [0:0]
            :b - [0:0]
            -A OUTPUT -j b
            -A B1 -j DROP
            -A B1 -j RETURN
            -A b -j ACCEPT
            -A b -j RETURN
            COMMIT

            """
        #expect(try IptablesRuleset(text).canonicalized().text(.kernel) == expected)
    }
}
