import Foundation
import TestSupport
import Testing

/// `proxyplan diff` as a user runs it.
@Suite struct DiffCommandTests {
    static let cases = Fixtures.cases(in: "diff")
    private static let formats = [
        ("json", "report.json"), ("unified", "rules.patch"), ("github", "report.github"), ("sarif", "report.sarif"),
        ("html", "report.html"),
    ]

    /// The arguments of `fixtures/diff/CASE`.
    static func arguments(_ name: String) throws -> [String] {
        ["diff"] + (try Fixtures.text("diff/\(name)/arguments")).split(separator: "\n").map(String.init)
    }

    /// All formats of one run.
    @Test(arguments: cases)
    func golden(_ name: String) async throws {
        let scratch = try ScratchDirectory()
        var arguments = try Self.arguments(name) + ["--format", "text"]
        for (format, file) in Self.formats { arguments += ["--format", "\(format)=\(scratch.path(file))"] }
        let result = try await Proxyplan.run(arguments)
        #expect(result.status == 1)
        Golden.expect(result.output, equals: "diff/\(name)/report.txt")
        for (_, file) in Self.formats {
            let text = try String(contentsOfFile: scratch.path(file), encoding: .utf8)
            Golden.expect(text, equals: "diff/\(name)/\(file)")
        }
    }

    @Test func thereAreCases() {
        #expect(Self.cases.count >= 10)
    }

    // MARK: No drift

    private static let node = [
        "--node", "node-a", "--node-ip", "192.168.0.10", "--node-ip", "fd00:192:168::10", "--zone", "zone-a",
        "--cluster-cidr", "10.244.0.0/16,fd00:10:244::/56",
    ]
    private static let captures = Fixtures.cases(in: "live").filter { $0.hasPrefix("iptables-") }

    /// What a real kube-proxy wrote has no drift from its manifests.
    @Test(arguments: captures)
    func captureHasNoDrift(_ capture: String) async throws {
        let manifests = "fixtures/live/\(capture.hasSuffix("rich") ? "rich" : "extra").yaml"
        let dumps = ["iptables-save.txt", "ip6tables-save.txt"].flatMap {
            ["--live", "fixtures/live/\(capture)/\($0)"]
        }
        let result = try await Proxyplan.run(["diff", manifests] + Self.node + dumps)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("no drift: "))
        #expect(result.output.contains(#/^no drift: \d+ Services, \d+ rules compared\n$/#))
        let quiet = try await Proxyplan.run(["diff", manifests, "--quiet"] + Self.node + dumps)
        #expect((quiet.status, quiet.output, quiet.errors) == (0, "", ""))
        let patch = try await Proxyplan.run(["diff", manifests, "--format", "unified"] + Self.node + dumps)
        #expect((patch.status, patch.output) == (0, ""))
        #expect(patch.errors.contains("proxyplan: no drift: "))
    }

    private static let tables = Fixtures.cases(in: "live").filter { $0.hasPrefix("nft-") }

    @Test(arguments: tables, ["nft-list-ruleset.txt", "nft-a-list-ruleset.txt", "nft-j-list-ruleset.json"])
    func listingHasNoDrift(_ capture: String, _ file: String) async throws {
        let manifests = "fixtures/live/\(capture.hasSuffix("rich") ? "rich" : "extra").yaml"
        let result = try await Proxyplan.run(
            ["diff", manifests, "--mode", "nftables", "--live", "fixtures/live/\(capture)/\(file)"] + Self.node)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains(#/^no drift: \d+ Services, \d+ rules compared\n$/#))
    }

    /// The rule about ServiceCIDRs is compared if the manifests have them.
    @Test(arguments: [("10.96.0.0/12", true), ("10.96.0.0/16", false)])
    func serviceCIDRs(_ network: String, _ isRight: Bool) async throws {
        let object = """
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: kubernetes}
            spec: {cidrs: ["\(network)", "fd00:10:96::/112"]}
            """
        let result = try await Proxyplan.run(
            [
                "diff", "fixtures/live/rich.yaml", "-", "--mode", "nftables", "--live",
                "fixtures/live/nft-1.1.3-rich/nft-list-ruleset.txt",
            ] + Self.node, input: object)
        #expect(result.status == (isRight ? 0 : 1))
        #expect(result.output.contains("chain cluster-ips-check") != isRight)
    }

    @Test func dumpFromStandardInput() async throws {
        let capture = "live/iptables-1.8.9-nft-rich"
        let result = try await Proxyplan.run(
            ["diff", "fixtures/live/rich.yaml", "--live", "-"] + Self.node,
            input: try Fixtures.text("\(capture)/iptables-save.txt"))
        #expect(result.status == 0)
        #expect(result.errors.contains("IPv6 isn't compared: the live side says nothing of it (Services: "))
        let named = try await Proxyplan.run(
            ["diff", "fixtures/live/rich.yaml", "--live", "-", "--family", "ipv4"] + Self.node,
            input: try Fixtures.text("\(capture)/iptables-save.txt"))
        #expect(named.status == 0)
        #expect(!named.errors.contains("isn't compared"))
    }

    /// Two dumps of one node, made by two tools.
    @Test func dumpsOfTwoTools() async throws {
        let result = try await Proxyplan.run([
            "diff", "--from", "fixtures/live/iptables-1.8.9-legacy-rich/iptables-save.txt", "--to",
            "fixtures/live/iptables-1.8.11-nft-rich/iptables-save.txt",
        ])
        #expect(result.status == 0)
        #expect(result.output.contains(#/^no change: \d+ Services, \d+ rules compared\n$/#))
    }

    /// The node's own tools, here scripts in front of them on the path.
    @Test func liveFromNode() async throws {
        let scratch = try ScratchDirectory()
        let capture = Fixtures.root.appendingPathComponent("live/iptables-1.8.9-nft-rich").path
        let outputs = [
            "iptables-nft-save": "/bin/cat \(capture)/iptables-save.txt",
            "ip6tables-nft-save": "/bin/cat \(capture)/ip6tables-save.txt",
            "ip": "echo 'Device \"kube-ipvs0\" does not exist.' >&2; exit 1",
        ]
        for name in [
            "iptables-nft-save", "ip6tables-nft-save", "iptables-legacy-save", "ip6tables-legacy-save", "nft",
            "ipvsadm",
            "ipset", "ip",
        ] {
            let path = try scratch.write("#!/bin/sh\n\(outputs[name] ?? "")\n", to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let arguments = ["diff", "fixtures/live/rich.yaml", "--live-from", "node"] + Self.node
        let environment = ["PATH": "\(scratch.path("")):/usr/bin:/bin"]
        let result = try await Proxyplan.run(arguments, environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("no drift: 9 Services, "))
        // A right that is missing is an error that names the command.
        _ = try scratch.write("#!/bin/sh\necho 'you must be root' >&2\nexit 4\n", to: "iptables-nft-save")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: scratch.path("iptables-nft-save"))
        let refused = try await Proxyplan.run(arguments, environment: environment)
        #expect((refused.status, refused.output) == (2, ""))
        #expect(refused.errors.contains("could not run \"iptables-nft-save\": you must be root"))
    }

    private static let ipvs = "fixtures/live/ipvsadm-1.31-rich"

    /// All parts of ipvs mode, and some of them only.
    @Test(arguments: [
        ["iptables-save.txt", "ip6tables-save.txt", "ipvsadm-Sn.txt", "ipset-save.txt", "ip-addr-kube-ipvs0.txt"],
        ["ipvsadm-Ln.txt", "ipset-list.txt"], ["ipset-save.txt"], ["ipvsadm-Sn.txt", "ip6tables-save.txt"],
    ])
    func partsOfIPVSMode(_ files: [String]) async throws {
        let dumps = files.flatMap { ["--live", "\(Self.ipvs)/\($0)"] }
        let result = try await Proxyplan.run(["diff", "fixtures/live/rich.yaml", "--mode", "ipvs"] + Self.node + dumps)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasPrefix("no drift: 9 Services, "))
        #expect(result.errors.contains("isn't compared: there is no dump of it") == (files.count < 5))
    }

    /// The dump of one kind in several files is one.
    @Test func dumpsArePutTogether() async throws {
        let scratch = try ScratchDirectory()
        let lines = try Fixtures.text("live/ipvsadm-1.31-rich/ipvsadm-Sn.txt").split(separator: "\n")
        let half = (lines.count / 2..<lines.count).first { lines[$0].hasPrefix("-A") } ?? 0
        let first = try scratch.write(lines[..<half].joined(separator: "\n") + "\n", to: "first")
        let second = try scratch.write(lines[half...].joined(separator: "\n") + "\n", to: "second")
        let result = try await Proxyplan.run(
            ["diff", "fixtures/live/rich.yaml", "--mode", "ipvs", "--live", first, "--live", second] + Self.node)
        #expect(result.status == 0, "\(result.output)")
    }

    // MARK: Both sides

    /// A dump on one side and manifests on the other, either way round.
    @Test(arguments: [true, false])
    func dumpAndManifests(_ dumpIsOld: Bool) async throws {
        let dump = "fixtures/diff/endpoints/live.save"
        let manifests = "fixtures/examples/shop.yaml"
        let sides = dumpIsOld ? ["--from", dump, "--to", manifests] : ["--from", manifests, "--to", dump]
        let result = try await Proxyplan.run(["diff", "--node", "node-a"] + sides)
        #expect(result.status == 1)
        #expect(result.output.contains("endpoint 10.244.1.5:8080 \(dumpIsOld ? "is added" : "goes")"))
        #expect(result.output.contains("\n3 changes; 1 Service of 3\n"))
    }

    @Test func versionsOfTheSameManifests() async throws {
        let shop = ["diff", "fixtures/examples/shop.yaml", "--node", "node-a"]
        let same = try await Proxyplan.run(shop + ["--from-version", "1.28", "--to-version", "1.29"])
        #expect(same.status == 0)
        #expect(same.output.hasPrefix("no change: 3 Services, "))
        let upgrade = try await Proxyplan.run(shop + ["--from-version", "1.26"])
        #expect(upgrade.status == 1)
        #expect(upgrade.output.contains("(kube-proxy 1.26, iptables mode)"))
        #expect(upgrade.output.contains("(kube-proxy 1.36, iptables mode)"))
        let unknown = try await Proxyplan.run(shop + ["--from-version", "1.2"])
        #expect((unknown.status, unknown.output) == (2, ""))
    }

    // MARK: What is reported

    @Test func servicesAndIgnoredDrifts() async throws {
        let arguments = try Self.arguments("services")
        let one = try await Proxyplan.run(arguments + ["--service", "b/omega"])
        #expect(one.status == 1)
        #expect(one.output.contains("\nb/omega\n"))
        #expect(one.output.contains("\n1 drift: 1 stale; 1 Service of 5\n"))
        #expect(!one.output.contains("b/alpha"))
        let unknown = try await Proxyplan.run(arguments + ["--service", "b/omg"])
        #expect((unknown.status, unknown.output) == (2, ""))
        #expect(unknown.errors.contains("--service b/omg: no Service with rules is called so"))

        let ignored = try await Proxyplan.run(
            arguments + ["--ignore", "b/*", "--ignore", "rule-*", "--ignore", "nat PREROUTING"])
        #expect(ignored.status == 0)
        #expect(ignored.output.contains("; 5 ignored\n"))
        let chain = try await Proxyplan.run(arguments + ["--ignore", "KUBE-SERVICES", "--format", "json"])
        #expect(!chain.output.contains("rule-unknown"))
        #expect(chain.output.contains("\"kind\": \"service-missing\""))
    }

    @Test(arguments: [("security", 0), ("broken", 0), ("stale", 1), ("cosmetic", 1)])
    func failOn(_ severity: String, _ status: Int32) async throws {
        let result = try await Proxyplan.run(try Self.arguments("hostile-names") + ["--fail-on", severity])
        #expect(result.status == status)
        #expect(result.output.contains("1 drift: 1 stale"))
    }

    @Test func longDriftsAreCut() async throws {
        let arguments = try Self.arguments("services")
        let short = try await Proxyplan.run(arguments)
        let long = try await Proxyplan.run(arguments + ["--verbose"])
        #expect(short.output.contains("more rules (--verbose shows all)"))
        #expect(!long.output.contains("--verbose shows all"))
        #expect(long.output.count > short.output.count)
    }

    @Test func colors() async throws {
        let colored = try await Proxyplan.run(try Self.arguments("endpoints") + ["--color", "always"])
        let plain = try await Proxyplan.run(try Self.arguments("endpoints"))
        #expect(colored.output.replacing(#/\x1B\[\d+m/#, with: "") == plain.output)
        #expect(colored.output != plain.output)
    }

    // MARK: What can't be done

    @Test(arguments: [
        ([], "Say what to compare"),
        (["fixtures/examples/shop.yaml"], "Say what to compare"),
        (
            ["fixtures/examples/shop.yaml", "--live", "x", "--from", "y"],
            "--live and --from and --to don't go together"
        ),
        (["--live", "x"], "Name at least one manifest"),
        (["--from", "x"], "--from and --to go together"),
        (["shop.yaml", "--from", "x", "--to", "y"], "manifests are named by these options"),
        (["-", "--live", "-"], "Standard input can be read only once"),
        (["x", "--live", "y", "--format", "json", "--format", "sarif"], "Only one --format"),
        (["x", "--live", "y", "--format", "xml"], "xml"),
        (["x", "--live", "y", "--format", "json="], "json="),
        (["x", "--live", "y", "--fail-on", "never"], "never"),
        (["fixtures/examples/shop.yaml", "--live-from", "netlink"], "this build has no Netlink trait"),
        (
            ["fixtures/examples/shop.yaml", "--live", "/no/such/dump"],
            "/no/such/dump: can't be read: no such file or directory"
        ),
        (["/no/such.yaml", "--live", "x"], "/no/such.yaml: no such file or directory"),
        (
            ["fixtures/examples/shop.yaml", "--live", "fixtures/examples/shop.yaml"],
            "error[LIVE-003]: these are Kubernetes"
        ),
        (
            [
                "--from", "fixtures/diff/endpoints/live.save", "--from", "fixtures/examples/shop.yaml", "--to",
                "fixtures/examples/shop.yaml",
            ], "name manifests or dumps, not both"
        ),
        (
            ["fixtures/examples/shop.yaml", "--live", "fixtures/live/nft-1.0.6-rich/nft-list-ruleset.txt"],
            "for rules of nftables mode say --mode nftables"
        ),
        (
            ["fixtures/examples/shop.yaml", "--live", "fixtures/diff/endpoints/live.save", "--family", "ipv6"],
            "nothing to compare"
        ),
        (
            [
                "fixtures/examples/shop.yaml", "--live", "fixtures/diff/endpoints/live.save", "--format",
                "json=/no/such/directory/x.json",
            ], "/no/such/directory/x.json: can't be written"
        ),
    ])
    func cannotBeDone(_ arguments: [String], _ message: String) async throws {
        let result = try await Proxyplan.run(["diff"] + arguments)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(message))
    }

    @Test func brokenManifests() async throws {
        let broken = try Fixtures.text("examples/shop.yaml").replacingOccurrences(of: "port: 5432", with: "port: x")
        let arguments = ["diff", "-", "--node", "node-a", "--live", "fixtures/diff/endpoints/live.save"]
        let stopped = try await Proxyplan.run(arguments, input: broken)
        #expect((stopped.status, stopped.output) == (2, ""))
        #expect(stopped.errors.contains("nothing is compared (--keep-going skips what is broken)"))
        let skipped = try await Proxyplan.run(arguments + ["--keep-going"], input: broken)
        #expect(skipped.status == 1)
        #expect(skipped.output.contains("service-unknown"))
    }

    /// A dump that is cut off anywhere is compared or refused, never half-read.
    @Test func brokenDump() async throws {
        let dump = Array(try Fixtures.bytes("diff/endpoints/live.save"))
        let scratch = try ScratchDirectory()
        let file = try scratch.write(
            Array(dump.prefix(dump.count / 2)) + Array("-A KUBE-SERVICES --no".utf8), to: "dump")
        let result = try await Proxyplan.run(["diff", "fixtures/examples/shop.yaml", "--live", file])
        #expect((result.status, result.output) == (2, ""))
        #expect(result.errors.contains(#/dump:\d+:\d+: /#))
    }
}
