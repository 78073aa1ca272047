import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// kube-proxy 1.25's own userspace mode for the cases in `fixtures/compile` that have it.
@Suite struct UserspaceGoldenTests {
    private static let cases = Fixtures.cases(in: "compile").filter {
        Fixtures.exists("compile/\($0)/userspace.ipv4.rules")
    }

    @Test(arguments: cases)
    func rules(_ name: String) throws {
        var text = ByteBuffer()
        UserspaceOutput(try view(name), spelling: .tool).write(to: &text)
        Golden.expect(text.string, equals: "compile/\(name)/userspace.ipv4.rules")
    }

    @Test func thereAreCases() { #expect(Self.cases.count >= 59) }

    private func view(_ name: String) throws -> UserspaceView {
        let read = try CompileCase(name, mode: .userspace, version: KubernetesVersion(minor: 25))
        let view = UserspaceView(of: read.manifests, on: read.node)
        #expect(view.family == .ipv4)
        return view
    }
}
