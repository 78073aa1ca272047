import Foundation
import TestSupport
import Testing

/// `proxyplan compile` as a user runs it.
@Suite struct CompileCommandTests {
    private let example = Fixtures.root.appendingPathComponent("examples/shop.yaml").path

    /// The command line of the goldens: manifests, configuration by `--config`, node.
    @Test(arguments: ["loadbalancer-source-ranges", "dual-stack-prefer", "random-007"], ["ipv4", "ipv6"])
    func golden(_ name: String, _ family: String) async throws {
        let folder = Fixtures.root.appendingPathComponent("compile/\(name)").path
        let result = try await Proxyplan.run([
            "compile", "\(folder)/manifests.yaml", "--config", "\(folder)/kube-proxy.yaml", "--node", "node-a",
            "--family", family,
        ])
        #expect(result.status == 0)
        Golden.expect(result.output, equals: "compile/\(name)/iptables.\(family).restore")
    }

    /// A configuration among the manifests counts as well, and names the node.
    @Test func configurationInTheInput() async throws {
        let folder = Fixtures.root.appendingPathComponent("compile/nodeport-no-localhost").path
        let result = try await Proxyplan.run([
            "compile", "-f", "\(folder)/kube-proxy.yaml", "-f", "\(folder)/manifests.yaml",
        ])
        #expect(result.status == 0)
        #expect(result.errors == "")
        Golden.expect(result.output, equals: "compile/nodeport-no-localhost/iptables.ipv4.restore")
    }

    /// kubeadm keeps the configuration in a ConfigMap.
    @Test func configurationInAConfigMap() async throws {
        let folder = "compile/masquerade-bit-5"
        let configuration = try Fixtures.text("\(folder)/kube-proxy.yaml")
            .split(separator: "\n").map { "    \($0)\n" }.joined()
        let configMap = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: kube-proxy, namespace: kube-system}
            data:
              kubeconfig.conf: "not: ours"
              config.conf: |-
            \(configuration)
            """
        let scratch = try ScratchDirectory()
        let file = try scratch.write(configMap, to: "configmap.yaml")
        let result = try await Proxyplan.run([
            "compile", Fixtures.root.appendingPathComponent("\(folder)/manifests.yaml").path, "--config", file,
        ])
        #expect(result.status == 0)
        Golden.expect(result.output, equals: "\(folder)/iptables.ipv4.restore")
    }

    @Test func standardInputAndDirectory() async throws {
        let piped = try await Proxyplan.run(
            ["compile", "-", "--node", "node-a"], input: try Fixtures.text("examples/shop.yaml"))
        let directory = try await Proxyplan.run(
            ["compile", Fixtures.root.appendingPathComponent("examples").path, "--node", "node-a"])
        #expect(piped.status == 0)
        #expect(piped.output.contains("shop/web:http"))
        #expect(piped.output == directory.output)
    }

    @Test func onlyOneService() async throws {
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a", "--service", "shop/d*"])
        #expect(result.status == 0)
        #expect(result.output.contains("shop/db cluster IP"))
        #expect(!result.output.contains("shop/web"))
        #expect(!result.output.contains("KUBE-MARK-MASQ -j"))
        let unknown = try await Proxyplan.run(["compile", example, "--service", "shop/wbe"])
        #expect(unknown.status == 2)
        #expect(unknown.output == "")
        #expect(unknown.errors.contains("--service shop/wbe: no Service with rules is called so"))
    }

    @Test func jumpsAndAccounting() async throws {
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a", "--with-jumps", "--nfacct"])
        #expect(
            result.output.contains(
                "-A INPUT -m conntrack --ctstate NEW -m comment --comment \"kubernetes load balancer firewall\" -j KUBE-PROXY-FIREWALL\n"
            ))
        #expect(
            result.output.contains(
                "-A PREROUTING -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES\n"))
        #expect(
            result.output.contains(
                "-d 127.0.0.0/8 --dport 30080 -m nfacct --nfacct-name localhost_nps_accepted_pkts -j KUBE-EXT-"))
        #expect(
            result.output.contains("--ctstate INVALID -m nfacct --nfacct-name ct_state_invalid_dropped_pkts -j DROP\n"))
    }

    @Test func outputDirectory() async throws {
        let scratch = try ScratchDirectory()
        let folder = scratch.path("rules/node-a")
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a", "--output-dir", folder])
        #expect(result.status == 0)
        #expect(result.output == "")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files == ["iptables.ipv4.restore", "iptables.ipv6.restore"])
        let printed = try await Proxyplan.run(["compile", example, "--node", "node-a"])
        #expect(try String(contentsOfFile: folder + "/iptables.ipv4.restore", encoding: .utf8) == printed.output)
    }

    @Test(arguments: [
        (["compile"], "Name at least one manifest"),
        (["compile", "x", "--mode", "magic"], "magic"),
        (["compile", "x", "--no-such-option"], "Unknown option"),
        (["frobnicate"], "Unexpected argument"),
    ])
    func badUsage(_ arguments: [String], _ message: String) async throws {
        let result = try await Proxyplan.run(arguments)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(message))
    }

    @Test func remarks() async throws {
        let result = try await Proxyplan.run(["compile", example])
        #expect(result.status == 0)
        #expect(result.errors.contains("note[VIEW-001]: no node is named"))
        let quiet = try await Proxyplan.run(["compile", example, "--quiet"])
        #expect(quiet.errors == "")
        let unknown = try await Proxyplan.run(["compile", example, "--node", "node-x"])
        #expect(unknown.errors.contains("warning[VIEW-002]: the input has no Node \"node-x\""))
        #expect(unknown.errors.contains("the input has node-a, node-b"))
    }

    @Test func keepGoing() async throws {
        let broken = try Fixtures.text("examples/shop.yaml").replacingOccurrences(
            of: "port: 5432", with: "port: 543210")
        let stopped = try await Proxyplan.run(["compile", "-", "--node", "node-a"], input: broken)
        #expect(stopped.status == 2)
        #expect(stopped.output == "")
        let skipped = try await Proxyplan.run(["compile", "-", "--node", "node-a", "--keep-going"], input: broken)
        #expect(skipped.status == 1)
        #expect(skipped.output.contains("shop/web:http"))
        #expect(!skipped.output.contains("shop/db"))
        #expect(
            skipped.errors.contains(
                "<stdin>:68:11: error[PORT-004]: Service shop/db: spec.ports[0].port: \"543210\" is no port number"))
    }
}

/// Which kube-proxy's rules are printed.
@Suite struct KubeVersionTests {
    private let example = Fixtures.root.appendingPathComponent("examples/shop.yaml").path

    @Test func anUpgradeCanBeSeen() async throws {
        let old = try await Proxyplan.run(["compile", example, "--node", "node-a", "--kube-version", "1.26"])
        let new = try await Proxyplan.run(["compile", example, "--node", "node-a", "--kube-version", "v1.27.3"])
        #expect(old.status == 0 && new.status == 0)
        let added = Set(new.output.split(separator: "\n")).subtracting(old.output.split(separator: "\n"))
        #expect(added.count == 2)
        #expect(added.allSatisfy { $0.contains("KUBE-FIREWALL") })
    }

    @Test(arguments: ["1.24", "1.x", "27", ""])
    func unknown(_ version: String) async throws {
        let result = try await Proxyplan.run(["compile", example, "--kube-version", version])
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains("--kube-version \(version): unknown version (known: 1.25 to 1.36)"))
    }

    @Test func newerThanKnown() async throws {
        let result = try await Proxyplan.run(["compile", example, "--node", "node-a", "--kube-version", "1.99"])
        #expect(result.status == 0)
        #expect(result.errors.contains("warning[VIEW-008]: kube-proxy 1.99 isn't known: the rules are those of 1.36"))
        let newest = try await Proxyplan.run(["compile", example, "--node", "node-a"])
        #expect(result.output == newest.output)
    }

    /// The Node says which kubelet and kube-proxy it runs; the flag wins over it.
    @Test(arguments: [
        "kubeProxyVersion: v1.26.9", "kubeletVersion: v1.26.9", "kubeletVersion: v1.30.1, kubeProxyVersion: v1.26.0",
    ])
    func theNodeSaysIt(_ info: String) async throws {
        let text = try Fixtures.text("examples/shop.yaml").replacingOccurrences(
            of: "status:\n  addresses:\n  - {type: InternalIP, address: 192.168.0.10}",
            with: "status:\n  nodeInfo: {\(info)}\n  addresses:\n  - {type: InternalIP, address: 192.168.0.10}")
        #expect(text.contains(info))
        let result = try await Proxyplan.run(["compile", "-", "--node", "node-a", "--verbose"], input: text)
        let expected = try await Proxyplan.run(["compile", example, "--node", "node-a", "--kube-version", "1.26"])
        #expect(result.output == expected.output)
        #expect(result.errors.contains("proxyplan: the rules are those of kube-proxy 1.26\n"))
        let flag = try await Proxyplan.run(
            ["compile", "-", "--node", "node-a", "--kube-version", "1.36"], input: text)
        #expect(flag.output.contains("KUBE-FIREWALL"))
    }

    @Test func primaryIsNewerThanSomeVersions() async throws {
        let result = try await Proxyplan.run([
            "compile", example, "--node", "node-a", "--nodeport-addresses", "primary", "--kube-version", "1.30",
        ])
        #expect(result.status == 0)
        #expect(result.errors.contains("warning[VIEW-009]: kube-proxy 1.30 doesn't know \"primary\""))
    }

    /// What a tool reads otherwise is a warning; what makes it refuse all rules is an error, and the rules are printed.
    @Test(arguments: [
        ("198.051.100.1", "warning", "reads it as 198.41.100.1", 0), ("198.51.100.08", "error", "fails", 1),
    ])
    func anAddressThatToolsDoNotReadAsMeant(_ text: String, _ severity: String, _ words: String, _ status: Int32)
        async throws
    {
        let manifest = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: 10.96.0.1, ports: [{port: 80}], externalIPs: [\(text)]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints: [{addresses: [10.244.0.5]}]
            """
        let old = try await Proxyplan.run(["compile", "-", "--kube-version", "1.29"], input: manifest)
        #expect(old.status == status)
        #expect(old.errors.contains("<stdin>:4:65: \(severity)[VIEW-010]: Service default/web: spec.externalIPs[0]: "))
        #expect(old.errors.contains(words))
        #expect(old.output.contains("-d \(text) --dport 80"))
        let new = try await Proxyplan.run(["compile", "-", "--kube-version", "1.30"], input: manifest)
        #expect(new.status == 0 && !new.errors.contains("VIEW-010") && !new.output.contains(text))
    }

    @Test func versions() async throws {
        let text = try await Proxyplan.run(["versions"])
        #expect(text.status == 0)
        for minor in 25...36 { #expect(text.output.contains("1.\(minor)\n")) }
        let json = try await Proxyplan.run(["versions", "--format", "json"])
        let table = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(table?["newest"] as? String == "1.36")
        #expect((table?["changes"] as? [Any])?.count ?? 0 > 10)
    }
}
