import Foundation
import TestSupport
import Testing

/// `proxyplan compile --mode …`
@Suite struct ModeTests {
    private let example = Fixtures.root.appendingPathComponent("examples/shop.yaml").path

    private func compile(_ name: String, _ options: [String]) async throws -> ToolResult {
        let folder = Fixtures.root.appendingPathComponent("compile/\(name)").path
        return try await Proxyplan.run(
            ["compile", "\(folder)/manifests.yaml", "--config", "\(folder)/kube-proxy.yaml", "--node", "node-a"]
                + options)
    }

    @Test(arguments: ["ipv4", "ipv6"])
    func goldens(_ family: String) async throws {
        let name = "dual-stack-loadbalancer-mixed"
        let nftables = try await compile(name, ["--mode", "nftables", "--family", family])
        Golden.expect(nftables.output, equals: "compile/\(name)/nftables.\(family).nft")
        for (part, ending) in [
            ("ipvsadm", "ipvsadm"), ("ipset", "ipset"), ("iptables", "restore"), ("addresses", "addresses"),
        ] {
            let text = try await compile(name, ["--mode", "ipvs", "--family", family, "--emit", part])
            Golden.expect(text.output, equals: "compile/\(name)/ipvs.\(family).\(ending)")
        }
        let userspace = try await compile(name, ["--mode", "userspace", "--kube-version", "1.25"])
        Golden.expect(userspace.output, equals: "compile/\(name)/userspace.ipv4.rules")
    }

    /// Each text under its name.
    @Test func allPartsOfIPVSMode() async throws {
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a", "--mode", "ipvs"])
        let names = result.output.split(separator: "\n").filter { $0.hasPrefix("# ") }
        #expect(names == ["# ipvsadm", "# ipset", "# iptables", "# addresses"])
    }

    @Test func filesOfEachMode() async throws {
        let scratch = try ScratchDirectory()
        for mode in ["nftables", "ipvs", "iptables"] {
            let result = try await Proxyplan.run([
                "compile", example, "--node", "node-a", "--mode", mode, "--output-dir", scratch.path("rules"),
            ])
            #expect(result.status == 0 && result.output.isEmpty)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path("rules")).sorted()
        let parts = [
            "iptables": ["restore"], "ipvs": ["addresses", "ipset", "ipvsadm", "restore"], "nftables": ["nft"],
        ]
        let wanted = parts.flatMap { mode, parts in
            ["ipv4", "ipv6"].flatMap { family in parts.map { "\(mode).\(family).\($0)" } }
        }
        #expect(files == wanted.sorted())
    }

    @Test func theConfigurationChoosesTheMode() async throws {
        let scratch = try ScratchDirectory()
        let config = try scratch.write(
            "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: nftables\n",
            to: "config.yaml")
        let written = try await Proxyplan.run(["compile", example, "--node", "node-a", "--config", config])
        let flag = try await Proxyplan.run(
            ["compile", example, "--node", "node-a", "--config", config, "--mode", "iptables"])
        #expect(written.output.hasPrefix("add table ip kube-proxy"))
        #expect(flag.output.hasPrefix("*filter"))
    }

    @Test func proxyPorts() async throws {
        let options = ["compile", example, "--node", "node-a", "--mode", "userspace", "--kube-version", "1.25"]
        let base = try await Proxyplan.run(options + ["--proxy-port-base", "41000"])
        #expect(base.output.contains("--to-ports 41000"))
        let known = try await Proxyplan.run(options + ["--proxy-ports", "shop/web:http=42007"])
        #expect(known.output.contains("--dport 30080 -j REDIRECT --to-ports 42007"))
    }

    @Test(arguments: [
        (["--mode", "userspace"], "--mode userspace: kube-proxy 1.36 doesn't have it (known here: 1.25)"),
        (
            ["--mode", "nftables", "--kube-version", "1.28"],
            "--mode nftables: kube-proxy 1.28 doesn't have it (known here: 1.29 to 1.36)"
        ),
        (["--emit", "ipset"], "--emit ipset is for ipvs mode, and the mode is iptables"),
        (["--mode", "ipvs", "--emit", "nft"], "--emit nft: write ipvsadm, ipset, iptables, addresses or all"),
        (["--transaction"], "--transaction is for nftables mode, and the mode is iptables"),
        (["--spelling", "json"], "--spelling json is for nftables mode, and the mode is iptables"),
        (["--mode", "nftables", "--nft-version", "new"], "--nft-version new: no version such as 1.0.6"),
        (
            ["--mode", "userspace", "--kube-version", "1.25", "--proxy-ports", "web=1"],
            "--proxy-ports web=1: write NAMESPACE/NAME:PORT=40001,…"
        ),
    ])
    func optionsThatDoNotFit(_ options: [String], _ message: String) async throws {
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a"] + options)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(message))
    }

    /// Two Services that claim one address and port are named, and the rules are printed all the same.
    @Test(arguments: [("nftables", "NFT-001"), ("ipvs", "IPVS-001")])
    func collisions(_ mode: String, _ rule: String) async throws {
        let text = ["a", "b"].map { name in
            "apiVersion: v1\nkind: Service\nmetadata: {name: \(name), namespace: shop}\n"
                + "spec: {clusterIP: 10.96.0.\(name == "a" ? 1 : 2), externalIPs: [198.51.100.1], ports: [{port: 80}]}\n"
        }.joined(separator: "---\n")
        let result = try await Proxyplan.run(["compile", "-", "--node", "node-a", "--mode", mode], input: text)
        #expect(result.status == 0)
        #expect(!result.output.isEmpty)
        #expect(result.errors.contains("warning[\(rule)]"))
        #expect(result.errors.contains("shop/a") && result.errors.contains("shop/b"))
    }
}
