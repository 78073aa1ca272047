import Diagnostics
import Manifests

/// A Service selects pods that use the network of their node.
///
/// Their address is that of the node. Each takes its ports from the node, so there is one replica a node at most, and
/// another such workload can't have the same port. NetworkPolicies for pods don't apply to them, and traffic from the
/// node itself goes from the host to the host.
///
/// Bad, in a cluster of three nodes:
/// ```yaml
/// spec: {replicas: 5, template: {spec: {hostNetwork: true}}}
/// ```
/// Good:
/// ```yaml
/// spec: {replicas: 5}
/// ```
/// Source: pkg/apis/core/v1/defaults.go.
enum HostNetworkPodsSelected: LintRule {
    static let description = RuleDescription(
        "EP-043", .note, "Selected pods use the host network", needs: [.workloads], partlyNeeds: [.nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var placement = PodPlacement(context)
        for selection in context.selections {
            let hosts = selection.workloads.filter(\.isHostNetwork)
            guard !hosts.isEmpty else { continue }
            let crowded = hosts.first { workload in
                workload.ports.contains(where: \.isNameable) && !placement.nodes.isEmpty
                    && placement.pods(of: workload) > placement.nodes(admitting: workload).count
            }
            let places = hosts.prefix(3).map { report.place($0.podSpec["hostNetwork"], "uses the node's network") }
            for service in selection.services {
                var message = "the pods of \(Wording.list(hosts)) have the addresses of their nodes"
                if let crowded {
                    message +=
                        "; of the \(placement.pods(of: crowded)) pods of \(crowded.reference) only"
                        + " \(placement.nodes(admitting: crowded).count) find a node where their port is free"
                }
                report.add(
                    description, at: service.spec["selector"], message,
                    advice: "remove hostNetwork, or make it a DaemonSet", related: places)
            }
        }
    }
}
