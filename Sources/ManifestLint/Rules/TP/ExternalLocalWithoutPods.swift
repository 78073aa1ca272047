import Diagnostics
import Manifests

/// `externalTrafficPolicy: Local`, and not every node that gets traffic can have one of the pods.
///
/// What arrives from outside at a node without a ready pod is dropped. A load balancer finds out by the health check
/// node port, if it asks; nobody does so for plain node ports and external IPs. Where pods are, traffic is spread over
/// nodes and not over pods, so a node with one pod gives it as much as another gives its five.
///
/// Bad, in a cluster of five nodes with two pods:
/// ```yaml
/// spec: {type: NodePort, externalTrafficPolicy: Local}
/// ```
/// Good:
/// ```yaml
/// spec: {type: NodePort, externalTrafficPolicy: Cluster}
/// ```
/// Source: pkg/proxy/iptables; pkg/proxy/healthcheck/service_health.go; observed.
enum ExternalLocalWithoutPods: LintRule {
    static let description = RuleDescription(
        "TP-011", .warning, "`externalTrafficPolicy: Local` and unevenly placed pods", needs: [.workloads, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var placement = PodPlacement(context)
        let all = placement.nodes.count
        let balanced = placement.nodes.lazy.filter { !$0.isExcludedFromLoadBalancers }.count
        for selection in context.selections {
            let services = selection.services.filter(\.isExternallyLocal)
            guard !services.isEmpty else { continue }
            let everywhere = placement.extent(of: selection.workloads) { _ in true }
            let behindBalancers = placement.extent(of: selection.workloads) { !$0.isExcludedFromLoadBalancers }
            // Without any pod connections are refused, which is another rule's matter.
            guard everywhere.pods > 0 else { continue }
            let places = report.places(selection.workloads, "its pods")
            for service in services {
                let isBalanced = service.type == "LoadBalancer" && service.spec["externalIPs"].items.isEmpty
                let (extent, nodes) = isBalanced ? (behindBalancers, balanced) : (everywhere, all)
                let words = Words(
                    selection.workloads, extent, nodes: nodes, isEveryNode: nodes == all, isBalanced: isBalanced)
                guard let (message, advice) = words.problem else { continue }
                report.add(
                    description, at: service.spec["externalTrafficPolicy"], message, advice: advice, related: places)
            }
        }
    }

    /// What there is to say about where the pods are.
    private struct Words {
        /// The message and the advice; nil if every node has its share.
        let problem: (message: String, advice: String)?

        init(
            _ workloads: [Workload], _ extent: PodPlacement.Extent, nodes: Int, isEveryNode: Bool, isBalanced: Bool
        ) {
            let (names, total) = (Wording.list(workloads), Wording.count(nodes, "node"))
            if extent.nodes < nodes {
                problem = (
                    "the pods of \(names) can be on \(extent.nodes) of \(total) at most: traffic from outside that"
                        + " arrives at the others is dropped"
                        + (isBalanced ? ", unless the load balancer asks the health check node port" : ""),
                    isBalanced
                        ? "see that the load balancer probes the health check node port, or use Cluster"
                        : "use a DaemonSet that runs on every node, or externalTrafficPolicy: Cluster"
                )
            } else if isEveryNode && nodes > 0 && extent.pods > nodes && extent.pods % nodes != 0 {
                problem = (
                    "the \(extent.pods) pods of \(names) can't be spread evenly over \(total): a node with more pods"
                        + " gets no more traffic from outside than one with fewer",
                    "use as many pods on each node, or externalTrafficPolicy: Cluster"
                )
            } else {
                problem = nil
            }
        }
    }
}
