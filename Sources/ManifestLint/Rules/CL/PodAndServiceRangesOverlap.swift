import Addressing
import Diagnostics

/// A network of pods has addresses in common with a network of cluster IPs.
///
/// A pod whose address is also a cluster IP can't be reached: kube-proxy's rules take the packet for one to the
/// Service. In nftables mode it drops packets to any address of the service networks that no Service has, so that even
/// pods with an address that is nobody's cluster IP are cut off. Give pods and Services networks of their own.
///
/// Bad: `serviceCIDRs: [10.96.0.0/12]` (it ends with 10.111.255.255) with `podCIDR: 10.100.0.0/16`.
/// Good: `serviceCIDRs: [10.96.0.0/12]` with `podCIDR: 10.244.0.0/16`.
///
/// Source: pkg/proxy/nftables/proxier.go, the `cluster-ips` check; observed in nftables mode.
enum PodAndServiceRangesOverlap: LintRule {
    static let description = RuleDescription(
        "CL-001", .error, "Pod and service ranges overlap", needs: [.serviceCIDRs, .podCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        let services = NetworkIndex(cluster.serviceCIDRs)
        var reported: [IPPrefix] = []
        for network in cluster.podCIDRs {
            guard let service = services.network(overlapping: network) else { continue }
            reported.append(network)
            add(network, service, .podCIDR(network), cluster, &report)
        }
        // A node's share of a network that was reported is no news.
        let known = NetworkIndex(reported)
        for node in cluster.nodes {
            for network in node.podCIDRs where known.network(containing: network) == nil {
                guard let service = services.network(overlapping: network) else { continue }
                add(network, service, .nodePodCIDR(node: node.name, network), cluster, &report)
            }
        }
    }

    private static func add(
        _ network: IPPrefix, _ service: IPPrefix, _ fact: ClusterFact, _ cluster: ClusterDescription,
        _ report: inout FindingReport
    ) {
        let places = report.places(of: .serviceCIDR(service), of: cluster, "the service range")
        report.add(
            description, about: fact, of: cluster,
            "pod range \(network) overlaps service range \(service): pods with addresses of both can't be reached",
            advice: "use a pod range outside \(service)", related: places)
    }
}
