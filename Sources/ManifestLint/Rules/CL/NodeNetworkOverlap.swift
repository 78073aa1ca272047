import Addressing
import Diagnostics

/// A node, a load balancer's pool or a network that pods must reach lies in the network of pods or of cluster IPs.
///
/// Every node routes the pod network to pods, and takes addresses of the service network for cluster IPs. A machine
/// with an address in one of them is lost to all pods and nodes, the node itself included. Give pods and Services
/// networks that no machine is in.
///
/// Bad: `serviceCIDRs: [192.168.0.0/16]` with a node at 192.168.50.10.
/// Good: `serviceCIDRs: [10.96.0.0/16]` with a node at 192.168.50.10.
///
/// Source: as for CL-001.
enum NodeNetworkOverlap: LintRule {
    static let description = RuleDescription(
        "CL-002", .error, "Node network overlaps pod or service range", needs: [.serviceCIDRs, .nodes])

    private struct Range {
        let index: NetworkIndex
        let word: String
        let fact: (IPPrefix) -> ClusterFact
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        let ranges = [
            Range(index: NetworkIndex(cluster.serviceCIDRs), word: "service") { .serviceCIDR($0) },
            Range(index: NetworkIndex(cluster.podCIDRs), word: "pod") { .podCIDR($0) },
        ]
        for range in ranges where !range.index.isEmpty {
            for node in cluster.nodes {
                for address in node.addresses {
                    check(
                        IPPrefix(host: address), "address \(address) of node \(node.name.escapedForMessage)",
                        .nodeAddress(node: node.name, address), range, cluster, &report)
                }
            }
            for network in cluster.loadBalancer?.addresses ?? [] {
                check(network, "load balancer pool \(network)", .loadBalancerNetwork(network), range, cluster, &report)
            }
            for network in cluster.externalNetworks {
                check(network, "external network \(network)", .externalNetwork(network), range, cluster, &report)
            }
        }
    }

    private static func check(
        _ network: IPPrefix, _ what: String, _ fact: ClusterFact, _ range: Range, _ cluster: ClusterDescription,
        _ report: inout FindingReport
    ) {
        guard let outer = range.index.network(overlapping: network) else { return }
        let places = report.places(of: range.fact(outer), of: cluster, "the \(range.word) range")
        report.add(
            description, about: fact, of: cluster,
            "\(what) lies in \(range.word) range \(outer): packets to it go to \(range.word)s instead",
            advice: "use a \(range.word) range that no machine is in", related: places)
    }
}
