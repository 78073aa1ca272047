import Foundation
import TestSupport
import Testing

/// `--derive-endpoints` as a user says it.
@Suite struct DeriveCommandTests {
    private static let cases = Fixtures.cases(in: "derive")
    private static let modes = ["iptables", "nftables", "ipvs"]

    private func path(_ name: String, _ file: String) -> String {
        Fixtures.root.appendingPathComponent("derive/\(name)/\(file)").path
    }

    /// The rules of what is derived are those of the slices that are expected, in every mode and family.
    @Test(arguments: cases, modes)
    func rules(_ name: String, _ mode: String) async throws {
        for family in ["ipv4", "ipv6"] {
            let options = ["--node", "node-a", "--mode", mode, "--family", family]
            let derived = try await Proxyplan.run(
                ["compile", path(name, "manifests.yaml"), "--derive-endpoints"] + options)
            let expected = try await Proxyplan.run(
                ["compile", path(name, "manifests.yaml"), path(name, "expected.yaml")] + options)
            #expect(derived.status == 0 && expected.status == 0)
            #expect(derived.output == expected.output)
            if family == "ipv4" && mode == "iptables" { #expect(derived.output.contains("KUBE-S")) }
        }
    }

    /// What is said about it.
    @Test(arguments: cases)
    func remarks(_ name: String) async throws {
        let result = try await Proxyplan.run([
            "compile", path(name, "manifests.yaml"), "--derive-endpoints", "--node", "node-a",
        ])
        Golden.expect(result.errors, equals: "derive/\(name)/remarks.txt")
        let quiet = try await Proxyplan.run([
            "compile", path(name, "manifests.yaml"), "--derive-endpoints", "--node", "node-a", "-q",
        ])
        #expect(quiet.errors == "" && quiet.output == result.output)
    }

    /// Nothing but an application: its Services get addresses, node ports and endpoints, and there are rules for all.
    @Test func plainApplication() async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: http}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 2
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
            """, to: "app.yaml")
        let result = try await Proxyplan.run(["compile", file, "--derive-endpoints", "--node", "node-a"])
        #expect(result.status == 0)
        #expect(result.output.contains("--comment \"shop/web -> 192.0.2.1:8080\" -m statistic --mode random"))
        #expect(result.output.contains("--comment \"shop/web -> 192.0.2.2:8080\" -j KUBE-SEP-"))
        #expect(result.output.contains(#/-A KUBE-NODEPORTS .* --dport 3\d{4} -j KUBE-EXT-/#))
        #expect(result.errors.contains("endpoints from 2 placeholder pods of Deployment web, port 80 to 8080"))
        let without = try await Proxyplan.run(["compile", file, "--node", "node-a"])
        #expect(!without.output.contains("shop/web"))
        #expect(without.errors.contains("warning[VIEW-003]"))
    }

    /// The manifests' side of a diff is derived in the same way: no drift from its own rules, and one endpoint more is
    /// what a replica more makes.
    @Test func diff() async throws {
        let scratch = try ScratchDirectory()
        let manifests = path("workloads", "manifests.yaml")
        let dump = scratch.path("live.save")
        let compiled = try await Proxyplan.run([
            "compile", manifests, "--derive-endpoints", "--node", "node-a", "--spelling", "kernel",
        ])
        try compiled.output.write(toFile: dump, atomically: true, encoding: .utf8)
        let same = try await Proxyplan.run([
            "diff", manifests, "--derive-endpoints", "--node", "node-a", "--live", dump, "--ignore", "canary",
        ])
        #expect(same.status == 0)
        #expect(same.output.hasPrefix("no drift: 1 Service,"))
        let scaled = try String(contentsOfFile: manifests, encoding: .utf8)
            .replacingOccurrences(of: "minReplicas: 2", with: "minReplicas: 3")
        let other = try scratch.write(scaled, to: "scaled.yaml")
        let change = try await Proxyplan.run([
            "diff", "--from", manifests, "--to", other, "--derive-endpoints", "--node", "node-a", "--family", "ipv4",
        ])
        #expect(change.status == 1)
        #expect(change.output.contains("port http: endpoint 10.244.1.4:8080 is added"))
    }

    @Test func brokenWorkload() async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: many}\n", to: "broken.yaml")
        let result = try await Proxyplan.run(["compile", file, "--derive-endpoints"])
        #expect(result.status == 2 && result.output == "")
        #expect(result.errors.contains("broken.yaml:4:18: error[SCHEMA-007]: Deployment default/web: spec.replicas:"))
    }
}
