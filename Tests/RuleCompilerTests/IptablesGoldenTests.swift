import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// kube-proxy 1.36's own output for every case in `fixtures/compile`.
@Suite struct IptablesGoldenTests {
    @Test(arguments: Fixtures.cases(in: "compile"), IPFamily.allCases)
    func restoreText(_ name: String, _ family: IPFamily) throws {
        let view = try CompileCase(name).view(family)
        var text = ByteBuffer()
        IptablesOutput(view, options: .init(), spelling: .tool).write(to: &text)
        Golden.expect(text.string, equals: "compile/\(name)/iptables.ipv\(family.rawValue).restore")
    }

    /// A ruleset compiled at once is the one compiled in parts.
    @Test(arguments: Fixtures.cases(in: "compile"))
    func wholeRulesetPrintsTheSame(_ name: String) throws {
        for family in IPFamily.allCases {
            var text = ByteBuffer()
            IptablesCompiler(try CompileCase(name).view(family)).ruleset().write(to: &text, spelling: .tool)
            Golden.expect(text.string, equals: "compile/\(name)/iptables.ipv\(family.rawValue).restore")
        }
    }

    @Test func thereAreCases() {
        #expect(Fixtures.cases(in: "compile").count >= 100)
    }
}
