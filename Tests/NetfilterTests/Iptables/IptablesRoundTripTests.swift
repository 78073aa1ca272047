import Addressing
import Bytes
import Netfilter
import Testing
import TestSupport

@Suite struct IptablesRoundTripTests {
    @Test func thereAreTexts() {
        #expect(IptablesTestTexts.dumps.count >= 24)
        #expect(IptablesTestTexts.restores.count == 200)
    }

    @Test(arguments: IptablesTestTexts.dumps)
    func aDumpIsGivenBackByteForByte(path: String) throws {
        let text = try Fixtures.text(path)
        let ruleset = try IptablesRuleset(text)
        #expect(ruleset.text(.kernel) == text)
        if !text.isEmpty { #expect(ruleset.family == (path.contains("ip6tables") ? .ipv6 : .ipv4)) }
    }

    @Test(arguments: IptablesTestTexts.restores)
    func aRestoreTextIsGivenBackByteForByte(path: String) throws {
        let text = try Fixtures.text(path)
        #expect(try IptablesRuleset(text).text(.tool) == text)
    }

    @Test(arguments: IptablesTestTexts.restores)
    func theKernelTextOfARestoreTextIsReadBackAsItsCanonicalRules(path: String) throws {
        let family: IPFamily = path.hasSuffix("ipv6.restore") ? .ipv6 : .ipv4
        let canonical = try IptablesRuleset(try Fixtures.text(path), family: family).canonicalized()
        let again = try IptablesRuleset(canonical.text(.kernel), family: family)
        #expect(again.hasSameRules(as: canonical))
        #expect(again.canonicalized().hasSameRules(as: canonical))
    }

    @Test(arguments: IptablesTestTexts.dumps)
    func nothingInALiveDumpIsVerbatimThatKubeProxyWrites(path: String) throws {
        for table in try IptablesRuleset(try Fixtures.text(path)).tables {
            // Only `-m physdev` of ipvs mode has no place of its own in the model.
            let others = table.options.count { if case .other = $0 { true } else { false } }
            #expect(path.contains("ipvsadm") ? others <= 2 : others == 0)
            #expect(!table.rules.contains { if case .other = $0.target { true } else { false } })
        }
    }

    @Test(arguments: IptablesTestTexts.dumps)
    func aDumpIsInCanonicalOrderButForItsTables(path: String) throws {
        let ruleset = try IptablesRuleset(try Fixtures.text(path))
        let canonical = ruleset.canonicalized()
        var mine: [String: String] = [:]
        for table in ruleset.tables { mine[ruleset.texts.string(table.name)] = ruleset.only(table).text(.kernel) }
        for table in canonical.tables {
            #expect(canonical.only(table).text(.kernel) == mine[canonical.texts.string(table.name)])
        }
        #expect(canonical.tables.count == ruleset.tables.count)
    }

    @Test func countersAreWrittenOnlyWhenAskedFor() throws {
        let text = "*nat\n:A - [0:0]\n[1:60] -A A -j ACCEPT\n-A A -j DROP\nCOMMIT\n"
        let ruleset = try IptablesRuleset(text)
        #expect(ruleset.tables[0].counters == [.init(packets: 1, bytes: 60), .init()])
        #expect(ruleset.text(.kernel).contains("[1:60] -A A -j ACCEPT\n[0:0] -A A -j DROP"))
    }

    @Test func remarksKeepTheirPlaces() throws {
        let text =
            "# before\n*nat\n:A - [0:0]\n# first\n-A A\n# between\n-A A\n# last\nCOMMIT\n# after\n*raw\nCOMMIT\n# end\n"
        let ruleset = try IptablesRuleset(text)
        #expect(ruleset.text(.kernel) == text)
        #expect(ruleset.text(.tool) == text)
    }
}

extension IptablesRuleset {
    /// A ruleset of one of the tables, without remarks.
    fileprivate func only(_ table: Table) -> IptablesRuleset {
        var copy = self
        copy.tables = [table]
        copy.remarks = []
        return copy
    }
}
