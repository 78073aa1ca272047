import Diagnostics
import Manifests

/// `allocateLoadBalancerNodePorts: false` where the load balancer sends packets to node ports.
///
/// Without node ports such a load balancer has nowhere to send them to. Many of the clouds' work like this unless told
/// otherwise.
///
/// Bad, in such a cluster:
/// ```yaml
/// spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer}
/// ```
/// Source: pkg/registry/core/service/storage/alloc.go; the API server stores no node port then.
enum LoadBalancerWithoutNodePorts: LintRule {
    static let description = RuleDescription(
        "LB-022", .warning, "No node ports for an implementation that needs them", needs: [.loadBalancer])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let balancer = context.cluster.loadBalancer,
            balancer.targetsNodePorts ?? (balancer.implementation == "cloud")
        else { return }
        for service in context.services where service.type == "LoadBalancer" && !service.getsNodePorts {
            // A class means that somebody else looks after it.
            guard service.spec["loadBalancerClass"].nonEmpty == nil else { continue }
            report.add(
                description, at: service.spec["allocateLoadBalancerNodePorts"],
                "there are no node ports, and the cluster's load balancers send packets to node ports",
                advice: "remove it, unless the load balancer sends to pods directly")
        }
    }
}
