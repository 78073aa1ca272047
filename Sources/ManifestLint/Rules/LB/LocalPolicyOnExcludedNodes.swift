import Diagnostics
import Manifests

/// `externalTrafficPolicy: Local`, and the pods can only be on nodes that load balancers leave out.
///
/// Load balancers send nothing to nodes with the label `node.kubernetes.io/exclude-from-external-load-balancers`, or to
/// those that the autoscaler is about to remove. Other nodes have no pod, and the policy forbids them to pass packets on.
///
/// Bad, where the nodes with `role: edge` have the label:
/// ```yaml
/// spec: {template: {spec: {nodeSelector: {role: edge}}}}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer, externalTrafficPolicy: Cluster}
/// ```
/// Source: cloud-provider's service controller.
enum LocalPolicyOnExcludedNodes: LintRule {
    static let description = RuleDescription(
        "LB-024", .warning, "Local policy while the pods sit on nodes the LB skips", needs: [.workloads, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var placement = PodPlacement(context)
        for selection in context.selections {
            let services = selection.services.filter { $0.type == "LoadBalancer" && $0.isExternallyLocal }
            guard !services.isEmpty else { continue }
            var hosts: Set<Int> = []
            for workload in selection.workloads { hosts.formUnion(placement.nodes(admitting: workload)) }
            let nodes = hosts.sorted().map { placement.nodes[$0] }
            guard !nodes.isEmpty, nodes.allSatisfy(\.isExcludedFromLoadBalancers) else { continue }
            let places = report.places(selection.workloads, "its pods")
            for service in services {
                report.add(
                    description, at: service.spec["externalTrafficPolicy"],
                    "the pods can only be on \(Wording.list(nodes.map(\.name.inMessage))), which load balancers leave"
                        + " out: nothing from outside reaches them",
                    advice: "use externalTrafficPolicy: Cluster, or let the pods run on other nodes", related: places)
            }
        }
    }
}
