import Addressing
import Diagnostics
import Manifests

/// An external IP or load balancer address is one of the cluster's own: a cluster IP or a pod's address.
///
/// Nodes redirect packets to it, wherever they come from. The Service or pod that the address belongs to loses its
/// traffic, and whoever may write Services can read it. In iptables mode two rules compete, in nftables mode the external
/// IP wins.
///
/// Bad, beside a Service with this cluster IP:
/// ```yaml
/// spec: {externalIPs: [10.96.0.71]}
/// ```
/// Good:
/// ```yaml
/// spec: {externalIPs: [192.0.2.30]}
/// ```
/// Source: CVE-2020-8554; pkg/proxy/nftables; observed.
enum ExternalIPOfCluster: LintRule {
    static let description = RuleDescription(
        "LB-017", .error, "External or LB address that belongs to the cluster", partlyNeeds: [.serviceCIDRs, .podCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let kinds = [
            (context.claims.externalIPs, "external IP"), (context.claims.loadBalancerIPs, "load balancer address"),
        ]
        let pods = NetworkIndex(context.cluster.podCIDRs + context.cluster.nodes.flatMap(\.podCIDRs))
        let nodes = Set(context.cluster.nodes.flatMap(\.addresses))
        for (claims, what) in kinds {
            for (address, claims) in claims.sorted(by: { $0.key < $1.key }) {
                for claim in claims where claim.service.isKubeProxys {
                    check(address, claim, what, pods, context, isNode: nodes.contains(address), &report)
                }
            }
        }
    }

    private static func check(
        _ address: IPAddress, _ claim: ServiceClaims.Claim, _ what: String, _ pods: NetworkIndex,
        _ context: LintContext, isNode: Bool, _ report: inout FindingReport
    ) {
        let owners = context.claims.clusterIPs[address] ?? []
        if let owner = owners.first(where: { $0.service.field.object !== claim.service.field.object }) {
            let place = report.place(owner.field, "the cluster IP")
            add(
                claim, "\(what) \(address) is the cluster IP of \(owner.service.reference)", "that Service", [place],
                &report)
        } else if owners.isEmpty, let network = context.cluster.serviceCIDRs.first(where: { $0.contains(address) }) {
            add(claim, "\(what) \(address) is a cluster IP, one of \(network)", "a Service with it", [], &report)
        } else if !isNode, let network = pods.network(containing: address) {
            add(claim, "\(what) \(address) is a pod's address, one of \(network)", "a pod with it", [], &report)
        }
    }

    private static func add(
        _ claim: ServiceClaims.Claim, _ cause: String, _ victim: String, _ related: [RelatedPlace],
        _ report: inout FindingReport
    ) {
        report.add(
            description, at: claim.field, "\(cause): \(victim) loses the traffic of these ports",
            advice: "use an address outside the cluster's own networks", related: related)
    }
}
