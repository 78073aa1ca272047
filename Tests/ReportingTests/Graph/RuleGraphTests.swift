import Addressing
import Foundation
import Reporting
import RuleCompiler
import RuleGraph
import ServiceProxy
import TestSupport
import Testing

/// Compiled rules as graphs.
@Suite struct RuleGraphTests {
    private static let modes = [ProxyMode.iptables, .nftables, .ipvs]

    private func graph(
        _ name: String, _ mode: ProxyMode, _ family: IPFamily
    ) throws -> (graph: Graph, view: ProxyView) {
        let compile = try CompileCase(name, mode: mode)
        let rules = ModeCompile(compile.manifests, on: compile.node, family: family, request: OutputRequest())
            .rules(includesAccounting: false)
        let view = compile.view(family)
        return (RuleGraph.graph(of: rules, title: name, views: [view]), view)
    }

    /// Graphviz reads the graph of every fixture, without a word.
    @Test(arguments: modes, [IPFamily.ipv4, .ipv6])
    func graphvizReadsEveryCase(_ mode: ProxyMode, _ family: IPFamily) async throws {
        let names = Fixtures.cases(in: "compile")
        // One process a graph: Graphviz 2.43 can crash on many in a row.
        let folder = try ScratchDirectory()
        for name in names {
            _ = try folder.write(DotWriter(try graph(name, mode, family).graph).text(), to: "\(name).dot")
        }
        let script = #"cd "$0" && for file in *.dot; do dot -Tcanon "$file" >/dev/null || echo "$file"; done"#
        let result = try await Tool.run("bash", ["-c", script, folder.path("")])
        #expect(result.status == 0 && result.output == "" && result.errors == "", "\(result.output) \(result.errors)")
    }

    /// The leaves of a Service are the endpoints that its traffic may go to, where these are few enough.
    @Test(arguments: modes, Fixtures.cases(in: "compile").filter { !$0.hasPrefix("large") })
    func leavesAreTheEndpoints(_ mode: ProxyMode, _ name: String) throws {
        let (graph, view) = try graph(name, mode, .ipv4)
        let isOverview = view.servicePorts.count > 8
        for port in view.servicePorts where port.endpoints.reachable.count > 0 && port.endpoints.reachable.count <= 8 {
            let group = graph.groups.firstIndex { $0.label == "Service \(port.key)" }
            if isOverview {
                #expect(group == nil)
                let node = try #require(graph.nodes.first { $0.label == port.key })
                let count = port.endpoints.reachable.count
                #expect(node.details == ["\(count) endpoint\(count == 1 ? "" : "s")"])
                continue
            }
            let leaves = graph.nodes.filter { $0.group == group && $0.kind == .endpoint }.map(\.label)
            let expected = view.endpoints(port.endpoints.reachable, of: port).map { "\($0.socket)" }
            // IPVS's virtual servers have only the endpoints that their policies mean.
            if mode == .ipvs {
                #expect(Set(leaves).isSubset(of: expected))
            } else {
                #expect(Set(leaves) == Set(expected))
            }
        }
    }

    /// Shares out of a chain, map or virtual server add up.
    @Test(arguments: modes)
    func sharesAddUp(_ mode: ProxyMode) throws {
        for name in [
            "clusterip-three-endpoints", "nodeport-local-policy", "session-affinity-default-timeout",
        ] {
            let (graph, _) = try graph(name, mode, .ipv4)
            var sums: [Int: Double] = [:]
            for edge in graph.edges where !edge.isSecondary {
                for label in edge.labels where label.hasSuffix("%") {
                    sums[edge.source, default: 0] += Double(label.dropLast()) ?? .nan
                }
            }
            try #require(!sums.isEmpty)
            for sum in sums.values { #expect(abs(sum - 100) < 0.5, "\(name)") }
        }
    }
}
