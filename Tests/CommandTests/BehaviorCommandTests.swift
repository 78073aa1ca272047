import Foundation
import TestSupport
import Testing

/// `proxyplan diff --behavior` as a user runs it.
@Suite struct BehaviorCommandTests {
    static let cases = Fixtures.cases(in: "behavior")

    @Test(arguments: cases)
    func golden(_ name: String) async throws {
        let scratch = try ScratchDirectory()
        let arguments = try Fixtures.text("behavior/\(name)/arguments").split(separator: "\n").map(String.init)
        let result = try await Proxyplan.run(
            ["diff"] + arguments + ["--format", "text", "--format", "json=\(scratch.path("json"))"])
        #expect(result.status == 1)
        Golden.expect(result.output, equals: "behavior/\(name)/report.txt")
        let json = try String(contentsOfFile: scratch.path("json"), encoding: .utf8)
        Golden.expect(json, equals: "behavior/\(name)/report.json")
        _ = try JSONSerialization.jsonObject(with: Data(json.utf8))
    }

    @Test func thereAreCases() { #expect(Self.cases.count >= 5) }

    private static let shop = ["diff", "--behavior", "fixtures/examples/shop.yaml", "--node", "node-a"]

    /// Versions whose rules differ and do the same.
    @Test func rulesThatDoTheSame() async throws {
        let result = try await Proxyplan.run(
            Self.shop + ["--mode", "nftables", "--from-version", "1.34", "--to-version", "1.35", "--family", "ipv4"])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("no change for traffic: "))
        let quiet = try await Proxyplan.run(
            Self.shop + ["--mode", "nftables", "--from-version", "1.34", "--to-version", "1.35", "--quiet"])
        #expect(quiet.status == 0)
        #expect(quiet.output == "")
    }

    /// What two tools print of the same rules.
    @Test func dumpsOfTwoTools() async throws {
        let result = try await Proxyplan.run([
            "diff", "--behavior", "--from", "fixtures/live/iptables-1.8.9-legacy-rich/iptables-save.txt", "--to",
            "fixtures/live/iptables-1.8.9-nft-rich/iptables-save.txt",
        ])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("no change for traffic: "))
    }

    /// What a real kube-proxy wrote does with traffic what its manifests say.
    @Test(arguments: [
        ("iptables", "iptables-1.8.9-nft-rich/iptables-save.txt"), ("nftables", "nft-1.0.6-rich/nft-list-ruleset.txt"),
    ])
    func captureDoesTheSame(_ mode: String, _ file: String) async throws {
        let result = try await Proxyplan.run([
            "diff", "--behavior", "fixtures/live/rich.yaml", "--node", "node-a", "--node-ip", "192.168.0.10",
            "--node-ip", "fd00:192:168::10", "--zone", "zone-a", "--cluster-cidr", "10.244.0.0/16,fd00:10:244::/56",
            "--mode", mode, "--live", "fixtures/live/\(file)",
        ])
        #expect(result.status == 0, "\(result.output)")
    }

    /// Modes and versions together.
    @Test func modesAndVersions() async throws {
        let result = try await Proxyplan.run(
            Self.shop + [
                "--from-mode", "iptables", "--from-version", "1.28", "--to-mode", "nftables", "--to-version", "1.36",
            ])
        #expect(result.status == 1)
        #expect(result.output.contains("(kube-proxy 1.28, iptables mode)"))
        #expect(result.output.contains("(kube-proxy 1.36, nftables mode)"))
    }

    @Test func servicesAndIgnoredChanges() async throws {
        let modes = ["--from-mode", "ipvs", "--to-mode", "iptables"]
        let all = try await Proxyplan.run(Self.shop + modes)
        #expect(all.output.contains("no single Service"))
        let one = try await Proxyplan.run(Self.shop + modes + ["--service", "shop/numbers-api"])
        #expect(!one.output.contains("no single Service"))
        let ignored = try await Proxyplan.run(
            Self.shop + modes
                + ["opened", "closed", "endpoints", "shares", "affinity", "source", "answer"].flatMap {
                    ["--ignore", $0]
                })
        #expect(ignored.status == 0)
        #expect(ignored.output.contains(" ignored"))
    }

    @Test(arguments: [
        (["--format", "sarif"], "with --behavior a report is text or json"),
        (["--service", "no/such"], "no Service with rules is called so"),
        (["--to-mode", "userspace"], "doesn't have it"),
    ])
    func cannotBeDone(_ arguments: [String], _ message: String) async throws {
        let modes = arguments.contains("--to-mode") ? [] : ["--from-mode", "ipvs"]
        let result = try await Proxyplan.run(Self.shop + modes + arguments)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(message))
    }

    @Test func modesNeedBehavior() async throws {
        let result = try await Proxyplan.run(["diff", "fixtures/examples/shop.yaml", "--from-mode", "ipvs"])
        #expect(result.status == 2)
        #expect(result.errors.contains("--from-mode and --to-mode go with --behavior"))
    }
}
