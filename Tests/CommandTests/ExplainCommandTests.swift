import Foundation
import TestSupport
import Testing

/// `proxyplan explain` of names in rulesets, as a user runs it.
@Suite struct ExplainCommandTests {
    private static let example = "fixtures/examples/shop.yaml"

    private func explain(
        _ words: [String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        let paths = words.map { word in
            word.hasPrefix("fixtures/") ? Fixtures.packageRoot.appendingPathComponent(word).path : word
        }
        let result = try await Proxyplan.run(["explain"] + paths + ["--node", "node-a", "-q"])
        let output = result.output.replacing(Fixtures.packageRoot.path + "/", with: "")
        return (result.status, output, result.errors)
    }

    @Test(
        arguments: [
            ("cluster-chain", ["KUBE-SVC-67NZLRHBNDSAWJRO"]), ("endpoint-chain-cut", ["KUBE-SEP-2QFQ"]),
            ("no-firewall-chain", ["KUBE-FW-67NZLRHBNDSAWJRO"]), ("former-chain", ["KUBE-XLB-67NZLRHBNDSAWJRO"]),
            ("hash", ["67NZLRHB"]), ("fixed-chain", ["KUBE-SERVICES"]), ("nftables-map", ["service-ips"]),
            ("nftables-chain", ["service-KHN6ECMT-shop/web/tcp/http"]), ("nftables-endpoint", ["endpoint-"]),
            ("ipset", ["KUBE-LOOP-BACK"]), ("ipset-and-chain", ["KUBE-LOAD-BALANCER"]),
            ("element", ["10.96.0.20,tcp:80"]), ("nftables-element", ["10.96.0.20 . tcp . 80", "--mode", "nftables"]),
            ("virtual-server", ["-t 10.96.0.20:80", "--mode", "ipvs"]), ("node-port", ["tcp:30080"]),
            ("endpoint-address", ["10.244.0.5"]), ("address", ["10.96.0.30"]),
            (
                "rule",
                ["-A KUBE-SEP-2QFQVMZDRZXAQWB2 -s 10.244.0.5 -m comment --comment shop/web:http -j KUBE-MARK-MASQ"]
            ),
            ("json", ["KUBE-SVC-67NZLRHBNDSAWJRO", "--format", "json"]),
        ] as [(String, [String])])
    func golden(_ name: String, _ words: [String]) async throws {
        let result = try await explain(words + [Self.example])
        #expect(result.status == (name == "nftables-endpoint" ? 2 : 0), "\(result.errors)")
        Golden.expect(result.output + result.errors, equals: "explain/\(name).out")
    }

    /// Names that look like something and aren't there: said, with status 1.
    @Test(
        arguments: [
            ("stale-chain", "KUBE-SVC-AAAAAAAAAAAAAAAA"), ("stale-nftables", "service-AAAAAAAA-shop/old/tcp/http"),
            ("stale-address", "10.96.0.99"), ("foreign", "KUBE-NWPLCY-X"), ("foreign-kube", "KUBE-SOMETHING"),
        ])
    func missing(_ name: String, _ text: String) async throws {
        let result = try await explain([text, Self.example])
        #expect(result.status == 1)
        Golden.expect(result.output, equals: "explain/\(name).out")
    }

    /// A rule that the manifests don't make, in a chain that they make.
    @Test func staleRule() async throws {
        let result = try await explain([
            "-A KUBE-SEP-2QFQVMZDRZXAQWB2 -s 10.244.0.6/32 -j KUBE-MARK-MASQ", Self.example,
        ])
        #expect(result.output.contains("these manifests have no such rule in KUBE-SEP-2QFQVMZDRZXAQWB2"))
    }

    /// What is the same on every node needs no manifests.
    @Test(arguments: [
        "KUBE-POSTROUTING", "no-endpoint-services", "KUBE-6-CLUSTER-IP", "KUBE-SEP-2QFQVMZDRZXAQWB2",
        "-A INPUT -j KUBE-FIREWALL",
    ])
    func withoutManifests(_ name: String) async throws {
        let result = try await Proxyplan.run(["explain", name])
        #expect((result.status == 0) == (name != "-A INPUT -j KUBE-FIREWALL"), "\(result.errors)")
        #expect(result.output.hasPrefix(name) == (result.status == 0))
    }

    /// Rules and kinds of drift as before, and a nearest name for what is nothing.
    @Test func rulesAndNonsense() async throws {
        let page = try await Proxyplan.run(["explain", "SEL-005", "endpoint-missing"])
        #expect(page.status == 0 && page.output.contains("SEL-005:") && page.output.contains("endpoint-missing:"))
        let nonsense = try await Proxyplan.run(["explain", "KUBE-POSTROUTNG"])
        #expect(nonsense.status == 0 && nonsense.output.contains("begins like a name of kube-proxy's"))
        let near = try await Proxyplan.run(["explain", "servces"])
        #expect(near.status == 2 && near.errors.contains("did you mean services?"))
        let option = try await Proxyplan.run(["explain", "--nod", "x", "KUBE-SERVICES"])
        #expect(option.status == 2 && option.errors.contains("no such option"))
        let nothing = try await Proxyplan.run([
            "explain", Fixtures.packageRoot.appendingPathComponent(Self.example).path,
        ])
        #expect(nothing.status == 2)
    }

    /// Every chain, set and map that any fixture compiles to is known by its name.
    @Test(arguments: [
        "loadbalancer-source-ranges", "dual-stack-prefer", "session-affinity-600s-nodeport", "random-007",
    ])
    func everyNameIsKnown(_ name: String) async throws {
        let folder = Fixtures.root.appendingPathComponent("compile/\(name)").path
        let inputs = ["\(folder)/manifests.yaml", "--config", "\(folder)/kube-proxy.yaml", "--node", "node-a", "-q"]
        var names: Set<String> = []
        for text in try ["iptables.ipv4.restore", "iptables.ipv6.restore"].map({
            try Fixtures.text("compile/\(name)/\($0)")
        }) {
            names.formUnion(
                text.split(separator: "\n").filter { $0.hasPrefix(":") }.map {
                    String($0.dropFirst().prefix { $0 != " " })
                })
        }
        let nft = try Fixtures.text("compile/\(name)/nftables.ipv4.nft")
        for line in nft.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 4, ["chain", "set", "map"].contains(words[1]) { names.insert(String(words[4])) }
        }
        try #require(names.count > 20)
        let result = try await Proxyplan.run(["explain"] + names.sorted() + inputs)
        #expect(result.status == 0, "\(result.errors)")
        let heads = Set(result.output.split(separator: "\n").map(String.init))
        #expect(names.isSubset(of: heads), "\(names.subtracting(heads))")
    }
}
