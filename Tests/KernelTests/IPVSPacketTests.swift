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
            let names = FlowTable.cases
            let tables = try names.map { try FlowTable(case: $0) }
            var files: [String: String] = [:]
            for (name, table) in zip(names, tables) {
                let runner = try FlowRunner(ipvs: table.manifests)
                files["\(name).json"] = try runner.order(
                    table.flows(for: "ipvs"), served: table.flows, patience: 3, limit: Self.connections)
            }
            let result = try await UserModeLinux.run(
                Self.script, input: names.joined(separator: "\n") + "\n", files: files, seconds: 900)
            try #require(result.status == 0, "\(result.errors)")
            let reports = IPVSLoad.parse(result.output)
            #expect(reports.map(\.name) == names)
            for (report, table) in zip(reports, tables) { try judge(report, table) }
        }

        /// Round robin needs no thousands: every endpoint has its exact share.
        private static let connections = 60

        private func judge(_ report: IPVSLoad, _ table: FlowTable) throws {
            try #require(report.status == 0, "\(report.name): \(report.complaints)")
            let flows = table.flows(for: "ipvs")
            let results = try FlowRunner.results(report.dumps[""] ?? "", count: flows.count)
            for (flow, result) in zip(flows, results) {
                let objections = FlowJudge.objections(to: result, of: flow)
                if !objections.isEmpty {
                    Issue.record("\(report.name):\(flow.line): \(flow.text)\n\(objections.map(\.description))")
                }
            }
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
