import Addressing
import Bytes
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What older kube-proxies wrote for the same manifests in nftables mode.
@Suite struct NftablesVersionTests {
    @Test(arguments: [29, 30, 32, 33, 34, 35], IPFamily.allCases)
    func commands(_ minor: Int, _ family: IPFamily) throws {
        var compared = 0
        for name in Fixtures.cases(in: "compile") {
            let file = "nftables.ipv\(family.rawValue).nft"
            guard let golden = VersionGolden.path(name, minor: minor, file) else { continue }
            let view = try view(of: name, minor, family)
            var text = ByteBuffer()
            NftablesOutput(view, options: .init(), spelling: .tool).write(to: &text)
            Golden.expect(text.string, equals: golden)
            compared += 1
        }
        #expect(compared == 59)
    }

    /// The transaction makes the same table.
    @Test(arguments: [29, 30, 32, 33, 34, 35], IPFamily.allCases)
    func transactions(_ minor: Int, _ family: IPFamily) throws {
        for name in Fixtures.cases(in: "compile") {
            let file = "nftables.ipv\(family.rawValue).nft"
            guard let golden = VersionGolden.path(name, minor: minor, file) else { continue }
            let view = try view(of: name, minor, family)
            var transaction = ByteBuffer()
            NftablesOutput(view, options: .init(), spelling: .tool, isTransaction: true).write(to: &transaction)
            var table = ByteBuffer()
            try NftablesRuleset(parsing: transaction.bytes).sorted().writeCommands(
                to: &table, rulesBehindChains: view.node.behavior.nftablesListsRulesBehindChains)
            Golden.expect(table.string, equals: golden)
        }
    }

    private func view(of name: String, _ minor: Int, _ family: IPFamily) throws -> ProxyView {
        try CompileCase(name, mode: .nftables, version: KubernetesVersion(minor: minor)).view(family)
    }
}
