import Diagnostics
import Manifests

/// `internalTrafficPolicy: Local`, and not every node can have one of the pods.
///
/// On a node without a ready pod of the Service, packets to the cluster IP are dropped: the client waits until it gives
/// up, and nothing falls back to other nodes. A DaemonSet that runs on every node avoids it. Nodes that take only pods
/// with tolerations don't count. ipvs mode does otherwise.
///
/// Bad, in a cluster of three nodes:
/// ```yaml
/// kind: Deployment
/// spec: {replicas: 1}
/// ```
/// Good:
/// ```yaml
/// kind: DaemonSet
/// ```
/// Source: pkg/proxy/topology.go; observed.
enum InternalLocalWithoutPods: LintRule {
    static let description = RuleDescription(
        "TP-010", .warning, "`internalTrafficPolicy: Local` without a pod on every client node",
        needs: [.workloads, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var placement = PodPlacement(context)
        let clients = placement.nodes.lazy.filter(\.takesAnyPod).count
        for selection in context.selections {
            let services = selection.services.filter(\.isInternallyLocal)
            guard !services.isEmpty else { continue }
            let extent = placement.extent(of: selection.workloads, where: \.takesAnyPod)
            // Without any pod connections are refused, which is another rule's matter.
            guard extent.pods > 0, extent.nodes < clients else { continue }
            let places = report.places(selection.workloads, "its pods")
            for service in services {
                report.add(
                    description, at: service.spec["internalTrafficPolicy"],
                    "the pods of \(Wording.list(selection.workloads)) can be on \(extent.nodes) of"
                        + " \(Wording.count(clients, "node")) at most: on the others connections to the cluster IP are"
                        + " dropped, and clients time out",
                    advice: "use a DaemonSet that runs on every node, or internalTrafficPolicy: Cluster",
                    related: places)
            }
        }
    }
}
