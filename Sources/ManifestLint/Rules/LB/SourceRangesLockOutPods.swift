import Addressing
import Diagnostics
import Manifests

/// Source ranges don't include the pods of the cluster.
///
/// A node catches packets to the load balancer's address, those of its own pods too, and drops what comes from outside
/// the ranges. Pods that use the public name of the Service are locked out. For the node itself it is the same, unless
/// its address is in one of the ranges.
///
/// Bad, in a cluster with the pod range 10.244.0.0/16:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24, 10.244.0.0/16]}
/// ```
/// Source: pkg/proxy/iptables and pkg/proxy/nftables.
enum SourceRangesLockOutPods: LintRule {
    static let description = RuleDescription(
        "LB-013", .warning, "Source ranges lock out in-cluster clients", needs: [.podCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let written = context.cluster.podCIDRs
        // Nodes have their networks from one range: a few tell as much as all.
        let pods = written.isEmpty ? context.cluster.nodes.prefix(64).flatMap(\.podCIDRs) : written
        for service in context.services where service.type == "LoadBalancer" && service.isKubeProxys {
            // Nodes don't catch packets to an address that isn't theirs to handle.
            if !service.ingress.isEmpty && service.caughtIPs.isEmpty { continue }
            let ranges = SourceRanges(service)
            let families = Set(context.families(of: service) ?? IPFamily.allCases)
            let locked = pods.first { network in
                guard families.contains(network.family), let own = ranges.restriction(network.family) else {
                    return false
                }
                return !own.contains { $0.covers(network) }
            }
            guard let locked else { continue }
            report.add(
                description, at: service.sourceRanges,
                "pods (\(locked)) are outside the ranges: what they send to the load balancer's address is dropped on"
                    + " their node",
                advice: "add \(locked) if pods use the address or its public name")
        }
    }
}
