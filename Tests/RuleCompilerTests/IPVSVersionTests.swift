import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What older kube-proxies wrote in ipvs mode for the same manifests.
@Suite struct IPVSVersionTests {
    private static let files: [(part: IPVSPart, ending: String)] = [
        (.ipvsadm, "ipvsadm"), (.ipset, "ipset"), (.iptables, "restore"), (.addresses, "addresses"),
    ]

    @Test(arguments: [25, 28, 29, 30, 32, 33, 34, 35], IPFamily.allCases)
    func texts(_ minor: Int, _ family: IPFamily) throws {
        var compared = 0
        for name in Fixtures.cases(in: "compile") {
            for (part, ending) in Self.files {
                let file = "ipvs.ipv\(family.rawValue).\(ending)"
                guard let golden = VersionGolden.path(name, minor: minor, file) else { continue }
                let view = try CompileCase(name, mode: .ipvs, version: KubernetesVersion(minor: minor)).view(family)
                var text = ByteBuffer()
                IPVSOutput(view, spelling: .tool, part: part).write(to: &text)
                Golden.expect(text.string, equals: golden)
                compared += 1
            }
        }
        #expect(compared == 59 * 4)
    }
}
