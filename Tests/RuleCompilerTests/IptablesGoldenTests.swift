import Addressing
import Bytes
import Diagnostics
import Manifests
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

/// One folder of `fixtures/compile`, read as `proxyplan compile manifests.yaml --config kube-proxy.yaml --node node-a`
/// reads it.
struct CompileCase {
    let manifests: ManifestSet
    let node: NodeContext

    init(_ name: String, mode: ProxyMode = .iptables) throws {
        let sources = try ["manifests.yaml", "kube-proxy.yaml"].map {
            Source(name: $0, bytes: try Fixtures.bytes("compile/\(name)/\($0)"))
        }
        manifests = ManifestReader.read(sources)
        #expect(manifests.findings == [])
        let configuration = ProxyConfiguration(
            try #require(manifests.proxyConfigurations.first), mode: mode)
        var remarks: [Finding] = []
        node = NodeContext(NodeFacts(name: "node-a"), in: manifests, configuration: configuration, remarks: &remarks)
        #expect(remarks == [])
    }

    func view(_ family: IPFamily) -> ProxyView { ProxyView(of: manifests, on: node, family: family) }
}
