import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// kube-proxy 1.36's own ipvs mode for every case in `fixtures/compile`.
@Suite struct IPVSGoldenTests {
    private static let extensions: [IPVSPart: String] = [.iptables: "restore"]

    @Test(arguments: Fixtures.cases(in: "compile"), IPFamily.allCases)
    func texts(_ name: String, _ family: IPFamily) throws {
        let view = try CompileCase(name, mode: .ipvs).view(family)
        for part in IPVSPart.allCases {
            var text = ByteBuffer()
            IPVSOutput(view, spelling: .tool, part: part).write(to: &text)
            let suffix = Self.extensions[part] ?? part.rawValue
            Golden.expect(text.string, equals: "compile/\(name)/ipvs.ipv\(family.rawValue).\(suffix)")
        }
    }
}
