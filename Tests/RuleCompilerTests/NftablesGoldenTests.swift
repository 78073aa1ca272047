import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// kube-proxy 1.36's own table for every case in `fixtures/compile`.
@Suite struct NftablesGoldenTests {
    @Test(arguments: Fixtures.cases(in: "compile"), IPFamily.allCases)
    func commands(_ name: String, _ family: IPFamily) throws {
        let view = try CompileCase(name, mode: .nftables).view(family)
        var text = ByteBuffer()
        NftablesOutput(view, options: .init(), spelling: .tool).write(to: &text)
        Golden.expect(text.string, equals: "compile/\(name)/nftables.ipv\(family.rawValue).nft")
    }
}
