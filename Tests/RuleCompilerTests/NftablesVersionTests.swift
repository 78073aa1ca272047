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
            expect(text.string, equals: golden, isGroupedByChain: minor == 29)
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
            try NftablesRuleset(parsing: transaction.bytes).sorted().writeCommands(to: &table)
            expect(table.string, equals: golden, isGroupedByChain: minor == 29)
        }
    }

    /// The goldens of 1.29 were made with the node's addresses for node ports where nothing is configured, as 1.31 has
    /// them; kube-proxy 1.29 itself then takes all addresses.
    private func view(of name: String, _ minor: Int, _ family: IPFamily) throws -> ProxyView {
        let compile = try CompileCase(name, mode: .nftables, version: KubernetesVersion(minor: minor))
        var node = compile.node
        if minor == 29 && node.configuration.nodePortAddresses.isEmpty {
            node.configuration.nodePortAddresses = [.primary]
        }
        return ProxyView(of: compile.manifests, on: node, family: family)
    }

    /// The goldens of 1.29 have each chain's rules right behind it, so that nft doesn't find the chains and sets that
    /// they name and refuses the file. proxyplan writes all chains first: the lines are the same, one kind after another.
    private func expect(_ text: String, equals golden: String, isGroupedByChain: Bool) {
        guard isGroupedByChain else { return Golden.expect(text, equals: golden) }
        let lines = ((try? Fixtures.text(golden)) ?? "").split(separator: "\n")
        let kinds = ["table", "chain", "set", "map", "rule", "element"]
        let sorted = kinds.flatMap { kind in lines.filter { $0.hasPrefix("add \(kind) ") } }
        #expect(sorted.count == lines.count && !lines.isEmpty)
        let expected = sorted.map { "\($0)\n" }.joined()
        if text != expected { Issue.record("\(golden):\n\(Golden.difference(of: text, from: expected))") }
    }
}
