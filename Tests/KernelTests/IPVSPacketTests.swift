import Addressing
import Foundation
import Netfilter
import RuleCompiler
import TestSupport
import Testing

extension Kernel {
    /// Real connections in ipvs mode, inside User-Mode Linux: `fixtures/trace/CASE/flows.txt`.
    @Suite("ipvs packets", .enabled(if: UserModeLinux.shouldRun, UserModeLinux.comment))
    struct IPVSPacketTests {
        /// Each case's flows run in a network namespace of its own, all cases in one boot.
        private static let script = """
            while read -r name; do
                unshare -n -m timeout -s KILL 120 \\
                    python3 \(FlowRunner.script) <"$name.json" 2>"$name.errors" >"$name.report"
                echo "== $name $?"
                sed 's/^/! /' "$name.errors"
                cat "$name.report"
                echo
            done
            """

        @Test func everyFlowLandsWhereItsLineSays() async throws {
            try UserModeLinux.require()
            let wrong = (name: "wrong", table: try FlowTable(parsing: Self.wrong, manifests: ""))
            let chosen = try Self.tables() + [wrong]
            var files: [String: String] = [:]
            for (name, table) in chosen {
                let runner = try FlowRunner(ipvs: table.manifests)
                files["\(name).json"] = try runner.order(
                    table.flows(for: "ipvs"), served: table.flows, patience: 3, limit: Self.connections)
            }
            let names = chosen.map(\.name)
            let result = try await UserModeLinux.run(
                Self.script, input: names.joined(separator: "\n") + "\n", files: files, seconds: 600)
            try #require(result.status == 0, "\(result.errors)")
            let reports = IPVSLoad.parse(result.output)
            #expect(reports.map(\.name) == names)
            for (report, entry) in zip(reports, chosen) {
                let found = try Self.judge(report, entry.table)
                if entry.name == wrong.name {
                    #expect(found.map(\.flow.line) == wrong.table.flows.map(\.line), "each line is found to be wrong")
                    continue
                }
                for (flow, objections) in found {
                    Issue.record("\(report.name):\(flow.line): \(flow.text)\n\(objections.map(\.description))")
                }
            }
        }

        /// The judge must object to a table that says something else than the rules do.
        private static let wrong = """
            use compile/loadbalancer-source-ranges
            pod                10.96.0.20:80/tcp     kept      10.244.0.5:8080=2/3 10.244.1.5:8080=1/6 10.244.1.6:8080=1/6
            external           10.96.0.20:80/tcp     kept      10.244.0.5:8080=1/3 10.244.1.5:8080=1/3 10.244.1.6:8080=1/3
            pod                10.96.0.20:80/tcp     kept+sticky  10.244.0.5:8080=1/3 10.244.1.5:8080=1/3 10.244.1.6:8080=1/3
            external           203.0.113.10:80/tcp   rejected
            external:10.1.1.1  203.0.113.10:80/tcp   dropped
            """

        /// The cases that have lines for ipvs mode alone, and every third of the others; all if everything is to be
        /// tried.
        private static func tables() throws -> [(name: String, table: FlowTable)] {
            let all = try FlowTable.cases.map { (name: $0, table: try FlowTable(case: $0)) }
            return all.enumerated().filter { place, entry in
                UserModeLinux.triesEverything || place.isMultiple(of: 3)
                    || entry.table.flows.contains { $0.modes == ["ipvs"] }
            }.map(\.element)
        }

        /// Round robin needs no thousands: every endpoint has its exact share.
        private static let connections = 60

        /// The flows that the judge objects to.
        private static func judge(
            _ report: IPVSLoad, _ table: FlowTable
        ) throws -> [(flow: Flow, objections: [FlowJudge.Objection])] {
            try #require(report.status == 0, "\(report.name): \(report.complaints)")
            let flows = table.flows(for: "ipvs")
            let results = try FlowRunner.results(report.dumps[""] ?? "", count: flows.count)
            return zip(flows, results).map { ($0, FlowJudge.objections(to: $1, of: $0)) }
                .filter { !$0.objections.isEmpty }
        }
    }
}

extension FlowRunner {
    /// ipvs mode of both families, with what kube-proxy sets beside it.
    init(ipvs folder: String) throws {
        let mode = try IPVSRules(folder)
        rules = [
            Step(command: ["ip", "-batch", "-"], input: mode.addressCommands),
            Step(command: ["ipset", "restore"], input: mode.text(.ipset, .tool)),
            Step(command: ["iptables-legacy-restore", "-w", "5"], input: mode.text(.ipv4, .iptables, .tool)),
            Step(command: ["ip6tables-legacy-restore", "-w", "5"], input: mode.text(.ipv6, .iptables, .tool)),
            Step(command: ["ipvsadm", "-R"], input: mode.text(.ipvsadm, .tool)),
        ]
        sysctls = [
            "net/ipv4/vs/conntrack": "1", "net/ipv4/vs/expire_nodest_conn": "1",
            "net/ipv4/vs/expire_quiescent_template": "1",
        ]
    }
}
