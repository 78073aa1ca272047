import Foundation
import TestSupport
import Testing

/// `proxyplan compile --graph` as a user runs it.
@Suite struct GraphCommandTests {
    private let example = Fixtures.root.appendingPathComponent("examples/shop.yaml").path

    @Test(
        arguments: [
            ("shop.iptables.dot", ["--graph", "dot"]), ("shop.iptables.mermaid", ["--graph", "mermaid"]),
            ("shop.nftables.dot", ["--graph", "dot", "--mode", "nftables"]),
            ("shop.ipvs.dot", ["--graph", "dot", "--mode", "ipvs"]),
            ("shop.userspace.dot", ["--graph", "dot", "--mode", "userspace", "--kube-version", "1.25"]),
            ("shop.web.mermaid", ["--graph", "mermaid", "--service", "shop/web"]),
        ])
    func golden(_ file: String, _ arguments: [String]) async throws {
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a", "-q"] + arguments)
        #expect(result.status == 0 && result.errors == "")
        Golden.expect(result.output, equals: "graphs/\(file)")
    }

    @Test(arguments: ["--spelling=kernel", "--output-dir=out", "--nfacct"])
    func whatSaysNothingOfGraphs(_ option: String) async throws {
        let result = try await Proxyplan.run(["compile", example, "--graph", "dot", option])
        #expect(result.status == 2 && result.output == "")
        #expect(result.errors.contains("--graph prints none"))
    }
}
