import Foundation
import TestSupport
import Testing

/// The same objects as `kubectl get -o json` prints them give the same rules.
@Suite struct JSONInputTests {
    /// Debian's Python with its package python3-yaml, if they are installed.
    private static let python = "/usr/bin/python3"

    private static func hasPython() async -> Bool {
        (try? await Tool.run(python, ["-c", "import yaml"]).status) == 0
    }

    private static let script = """
        import json, sys, yaml
        items = [d for d in yaml.safe_load_all(sys.stdin) if d]
        print(json.dumps({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {}}, indent=4, sort_keys=True))
        """

    @Test(
        .enabled("needs python3-yaml", hasPython),
        arguments: [
            "loadbalancer-local-policy-source-ranges", "dual-stack-prefer", "topology-zone-hints", "random-033",
        ])
    func aList(_ name: String) async throws {
        let folder = "compile/\(name)"
        let list = try await Tool.run(
            Self.python, ["-c", Self.script], input: try Fixtures.text("\(folder)/manifests.yaml"))
        #expect(list.status == 0)
        for family in ["ipv4", "ipv6"] {
            let result = try await Proxyplan.run(
                [
                    "compile", "-", "--config", Fixtures.root.appendingPathComponent("\(folder)/kube-proxy.yaml").path,
                    "--node", "node-a", "--family", family,
                ], input: list.output)
            #expect(result.status == 0)
            Golden.expect(result.output, equals: "\(folder)/iptables.\(family).restore")
        }
    }
}
