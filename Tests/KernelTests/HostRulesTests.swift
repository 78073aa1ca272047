import Foundation
import TestSupport
import Testing

extension Kernel {
    /// Nothing that happens in a private namespace reaches the machine's own network.
    @Suite("the machine's own rules") struct HostRulesTests {
        @Test(.enabled(if: geteuid() == 0, "only root could change the machine's rules, and only root can list them"))
        func areTheSameAfterwards() async throws {
            try KernelAvailability.require()
            let before = try await Self.snapshot()
            for backend in Backend.allCases {
                let loads = try await RoundTrip.loads(["compile/loadbalancer"], backend, .ipv4)
                #expect(loads.map(\.status) == [0])
                let table = try FlowTable(parsing: Self.flows, manifests: "")
                let results = try await FlowRunner(iptables: table.manifests, backend)
                    .run(table.flows, served: table.flows)
                #expect(results.flatMap { FlowJudge.objections(to: $0, of: table.flows[0]) }.isEmpty)
            }
            let after = try await Self.snapshot()
            for (command, text) in before {
                #expect(after[command] == text, "\(command) prints something else than before")
            }
        }

        private static let flows = """
            use compile/clusterip-one-endpoint
            pod  10.96.0.20:80/tcp  kept  10.244.0.5:8080=1
            """

        private static let commands = [
            ["iptables-nft-save"], ["ip6tables-nft-save"], ["iptables-legacy-save"], ["ip6tables-legacy-save"],
            ["nft", "--stateless", "list", "ruleset"], ["ip", "-brief", "link"], ["ip", "-brief", "address"],
            ["ip", "route", "show", "table", "all"], ["ip", "-6", "route", "show", "table", "all"],
            [
                "cat", "/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/icmp_ratelimit",
                "/proc/sys/net/ipv6/conf/all/forwarding", "/proc/sys/net/ipv4/icmp_msgs_per_sec",
            ],
        ]

        private static func snapshot() async throws -> [String: String] {
            var texts: [String: String] = [:]
            for command in commands {
                let result = try await Tool.run(command[0], Array(command.dropFirst()))
                let lines = result.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
                // Counters go up by themselves, and so do routes' ages.
                let text = lines.joined(separator: "\n")
                    .replacing(/\[\d+:\d+\]/, with: "[]").replacing(/\ expires \d+sec/, with: "")
                texts[command.joined(separator: " ")] = "status \(result.status)\n\(text)"
            }
            return texts
        }
    }
}
