import Addressing
import Diagnostics
import Manifests

/// kube-proxy is to tell pods by the cluster's pod range, and doesn't know it, or has another one.
///
/// With `detectLocalMode: ClusterCIDR`, the default, packets from `clusterCIDR` are those of pods. Without it nothing
/// is: a pod that dials an external address of a Service with a Local policy is taken for an outside client
/// (MODE-ANY-002). With one that doesn't contain the pods' addresses, their packets to Services are masqueraded as if
/// they came from outside, and servers don't see who they are from.
///
/// Bad: `proxy: {clusterCIDR: ""}` with `podCIDR: 10.244.0.0/16`.
/// Good: `proxy: {clusterCIDR: 10.244.0.0/16}` with `podCIDR: 10.244.0.0/16`.
///
/// Source: cmd/kube-proxy/app/server_linux.go, pkg/proxy/iptables/proxier.go.
enum PodRangeUnknownToProxy: LintRule {
    static let description = RuleDescription(
        "CL-011", .warning, "kube-proxy does not know the pod range", needs: [.localDetection])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard let proxy = cluster.proxy, proxy.detectLocalMode ?? .clusterCIDR == .clusterCIDR else { return }
        let known = NetworkIndex(proxy.clusterCIDR.map(\.value))
        guard !known.isEmpty else {
            let advice = cluster.podCIDRs.isEmpty ? "the pod range" : list(cluster.podCIDRs)
            return report.add(
                description, about: .clusterCIDR, of: cluster,
                "kube-proxy is to tell pods by clusterCIDR, which is empty: it takes pods for outside clients",
                advice: "set clusterCIDR to \(advice), or another detectLocalMode")
        }
        // A node's share of a network that was reported is no news.
        let missing = cluster.podCIDRs.filter { known.network(containing: $0) == nil }
        for network in missing { add(network, .podCIDR(network), cluster, &report) }
        let reported = NetworkIndex(missing)
        for node in cluster.nodes {
            for network in node.podCIDRs
            where known.network(containing: network) == nil && reported.network(containing: network) == nil {
                add(network, .nodePodCIDR(node: node.name, network), cluster, &report)
            }
        }
    }

    private static func add(
        _ network: IPPrefix, _ fact: ClusterFact, _ cluster: ClusterDescription, _ report: inout FindingReport
    ) {
        let known = list(cluster.proxy?.clusterCIDR.map(\.value) ?? [])
        let places = report.places(of: fact, of: cluster, "the pod range")
        report.add(
            description, about: .clusterCIDR, of: cluster,
            "clusterCIDR \(known) doesn't contain pod range \(network): packets of those pods are masqueraded",
            advice: "set clusterCIDR to the networks of all pods", related: places)
    }

    private static func list(_ networks: [IPPrefix]) -> String { networks.map(\.description).joined(separator: ",") }
}
