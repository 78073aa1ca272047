import Foundation
import TestSupport
import Testing

/// `proxyplan balance` as a user runs it.
@Suite struct BalanceCommandTests {
    private static let weighted = [
        "--vip", "10.0.0.1:80/tcp", "--backend", "10.1.0.1:8080=3", "--backend", "10.1.0.2:8080",
    ]
    private static let even = [
        "--vip", "[fd00::1]:53/UDP", "--backend", "[fd00:1::1]:53", "--backend", "[fd00:1::2]:53", "--backend",
        "[fd00:1::3]:53",
    ]

    @Test(
        arguments: [
            ("iptables", weighted, []), ("iptables-even", even, []),
            ("iptables-kernel", even, ["--spelling", "kernel"]),
            ("iptables-digits", even, ["--digits", "2"]), ("json", even, ["--format", "json"]),
            ("nftables", weighted, ["--mode", "nftables"]), ("nftables-even", even, ["--mode", "nftables"]),
            ("nftables-kernel", weighted, ["--mode", "nftables", "--spelling", "kernel"]),
            ("ipvs", weighted, ["--mode", "ipvs"]),
            ("userspace", even, ["--mode", "userspace", "--proxy-port", "40001"]),
        ] as [(String, [String], [String])])
    func golden(_ name: String, _ arguments: [String], _ more: [String]) async throws {
        let result = try await Proxyplan.run(["balance"] + arguments + more)
        #expect(result.status == 0 && result.errors == "")
        Golden.expect(result.output, equals: "balance/\(name).out")
    }

    @Test(
        arguments: [
            (["--vip", "10.0.0.1:80"], "--backend"), (["--vip", "10.0.0.1"], "--vip"),
            (["--vip", "10.0.0.1:0"], "--vip"),
            (["--vip", "fd00::1:80"], "--vip"), (["--vip", "10.0.0.1:80/icmp"], "--vip"),
            (weighted + ["--backend", "10.1.0.1:8080"], "named twice"),
            (weighted + ["--backend", "[::1]:80"], "family"),
            (weighted + ["--backend", "10.1.0.3:80=-1"], "--backend"),
            (weighted + ["--backend", "10.1.0.3:80="], "--backend"),
            (weighted + ["--backend", "10.1.0.3:80=65536"], "0 to 65535"),
            (weighted + ["--mode", "userspace"], "no weights"),
            (["--vip", "10.0.0.1:80", "--backend", "10.1.0.1:80=0"], "no backend has a weight"),
            (weighted + ["--digits", "16"], "1 to 15"),
            (weighted + ["--digits", "2", "--mode", "ipvs"], "iptables mode"),
            (weighted + ["--proxy-port", "1"], "userspace mode"),
        ] as [([String], String)])
    func refusals(_ arguments: [String], _ words: String) async throws {
        let result = try await Proxyplan.run(["balance"] + arguments)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(words), "\(result.errors)")
    }
}
