import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

extension Kernel {
    /// The rules of userspace mode are taken by the kernel, and are read back as the kernel spelling says.
    @Suite("userspace round trip") struct UserspaceRoundTripTests {
        private static let cases = Fixtures.cases(in: "compile").filter {
            Fixtures.exists("compile/\($0)/userspace.ipv4.rules")
        }

        @Test(arguments: Backend.allCases)
        func everyCaseLoadsAndReadsBack(_ backend: Backend) async throws {
            try KernelAvailability.require()
            let views = try Self.cases.map { try Self.view($0) }
            let texts = zip(Self.cases, views).map { (key: $0, value: Self.text($1, .tool)) }
            let loads = try await RoundTrip.loads(texts, backend, .ipv4)
            #expect(loads.map(\.name) == Self.cases, "every case was loaded, in order")
            for (load, view) in zip(loads, views) {
                #expect(load.status == 0 && load.complaints.isEmpty, "\(load.name): \(load.complaints)")
                let wanted = SavedRules(Self.text(view, .kernel))
                #expect(SavedRules(load.dump).differences(from: wanted, wording: true) == [], "\(load.name)")
            }
        }

        private static func view(_ name: String) throws -> UserspaceView {
            let read = try CompileCase(name, mode: .userspace, version: KubernetesVersion(minor: 25))
            return UserspaceView(of: read.manifests, on: read.node)
        }

        private static func text(_ view: UserspaceView, _ spelling: Spelling) -> String {
            var buffer = ByteBuffer()
            UserspaceOutput(view, spelling: spelling).write(to: &buffer)
            return buffer.string
        }
    }
}
