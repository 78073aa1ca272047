import TestSupport
import Testing

extension Kernel {
    /// Real connections through the rules, and where each of them lands: `fixtures/trace/CASE/flows.txt`.
    @Suite("packets") struct PacketTests {
        @Test(arguments: FlowTable.cases, WayToLoad.allCases)
        func everyFlowLandsWhereItsLineSays(_ name: String, _ way: WayToLoad) async throws {
            try KernelAvailability.require()
            let table = try FlowTable(case: name)
            let runner = try FlowRunner(table.manifests, way)
            for (flow, objections) in try await Self.judge(table.flows(for: way.mode), runner) {
                Issue.record("\(name):\(flow.line): \(flow.text)\n\(objections.map(\.description))")
            }
        }

        /// The judge must object to a table that says something else than the rules do.
        @Test(arguments: WayToLoad.allCases)
        func wrongLinesAreFound(_ way: WayToLoad) async throws {
            try KernelAvailability.require()
            let table = try FlowTable(parsing: Self.wrong, manifests: "")
            let runner = try FlowRunner(table.manifests, way)
            let found = try await Self.judge(table.flows, runner).map(\.0.line)
            #expect(found == table.flows.map(\.line), "each line is wrong, and is found to be")
        }

        private static let wrong = """
            use compile/loadbalancer-source-ranges
            pod             10.96.0.20:80/tcp       kept         10.244.0.5:8080=1/2 10.244.1.5:8080=1/4 10.244.1.6:8080=1/4
            pod             10.96.0.20:80/tcp       kept         10.244.0.5:8080=1/2 10.244.1.5:8080=1/2
            pod             10.96.0.20:80/tcp       masqueraded  10.244.0.5:8080=1/3 10.244.1.5:8080=1/3 10.244.1.6:8080=1/3
            external        10.96.0.20:80/tcp       kept         10.244.0.5:8080=1/3 10.244.1.5:8080=1/3 10.244.1.6:8080=1/3
            endpoint:10.244.0.5 10.96.0.20:80/tcp   kept         10.244.0.5:8080=1/3 10.244.1.5:8080=1/3 10.244.1.6:8080=1/3
            pod             10.96.0.20:80/tcp       kept+sticky  10.244.0.5:8080=1/3 10.244.1.5:8080=1/3 10.244.1.6:8080=1/3
            external        203.0.113.10:80/tcp     rejected
            external        203.0.113.10:80/tcp     untouched
            external:10.1.1.1 203.0.113.10:80/tcp   dropped
            external        192.168.0.10:30081/tcp  rejected
            """

        /// The flows the judge objects to. One that is only improbable gets a second chance with new connections:
        /// among some dozens of fair flows one would else fail every few runs.
        private static func judge(
            _ flows: [Flow], _ runner: FlowRunner
        ) async throws -> [(Flow, [FlowJudge.Objection])] {
            var found: [(Flow, [FlowJudge.Objection])] = []
            for (flow, result) in zip(flows, try await runner.run(flows, served: flows)) {
                var objections = FlowJudge.objections(to: result, of: flow)
                if case .improbable = objections.first {
                    let again = try await runner.run([flow], served: flows)
                    objections = again.flatMap { FlowJudge.objections(to: $0, of: flow) }
                }
                if !objections.isEmpty { found.append((flow, objections)) }
            }
            return found
        }
    }
}
