import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What older kube-proxies wrote for the same manifests.
@Suite struct IptablesVersionTests {
    @Test(arguments: [25, 28, 29, 30, 32, 33, 34, 35], IPFamily.allCases)
    func restoreText(_ minor: Int, _ family: IPFamily) throws {
        var compared = 0
        for name in Fixtures.cases(in: "compile") {
            let file = "iptables.ipv\(family.rawValue).restore"
            guard let golden = VersionGolden.path(name, minor: minor, file) else { continue }
            let view = try CompileCase(name, version: KubernetesVersion(minor: minor)).view(family)
            var text = ByteBuffer()
            IptablesOutput(view, options: .init(), spelling: .tool).write(to: &text)
            Golden.expect(text.string, equals: golden)
            compared += 1
        }
        #expect(compared == 59)
    }
}
