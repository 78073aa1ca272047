import Diagnostics
import Manifests

/// A preference for the same zone in a cluster whose nodes have no zone.
///
/// A node's zone is its label `topology.kubernetes.io/zone`. Without one, endpoints on it get no zone, and with one
/// such endpoint there are no hints for any; a proxy on such a node ignores hints.
///
/// Bad, in a cluster whose nodes have no such label:
/// ```yaml
/// spec: {trafficDistribution: PreferSameZone}
/// ```
/// Good:
/// ```yaml
/// spec: {trafficDistribution: PreferSameNode}
/// ```
/// Source: staging/src/k8s.io/endpointslice; pkg/proxy/topology.go.
enum ZonesWithoutLabels: LintRule {
    static let description = RuleDescription(
        "TP-018", .warning, "Zone preference without zone labels", needs: [.nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let unlabelled = context.cluster.nodes.filter { $0.zone == nil && !$0.isControlPlane }
        guard !unlabelled.isEmpty else { return }
        let names = Wording.list(unlabelled.map(\.name.inMessage))
        for service in context.services where service.isKubeProxys {
            guard let field = service.zonePreference else { continue }
            report.add(
                description, at: field,
                (unlabelled.count == 1 ? "node \(names) has" : "nodes \(names) have")
                    + " no label topology.kubernetes.io/zone: traffic isn't kept in zones",
                advice: "label the nodes, or use trafficDistribution: PreferSameNode")
        }
    }
}
