import Diagnostics
import Manifests

/// Source ranges of a Service that can be reached by node ports or external IPs as well.
///
/// The ranges hold for the load balancer's address only. Whoever reaches a node at the node port, or the external IP,
/// gets in from anywhere.
///
/// Bad:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: [203.0.113.0/24]}
/// ```
/// Source: pkg/proxy/iptables and pkg/proxy/nftables; observed.
enum SourceRangesBypassed: LintRule {
    static let description = RuleDescription("LB-011", .warning, "Source ranges do not protect the node port")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "LoadBalancer" && service.isKubeProxys {
            guard SourceRanges(service).restrictAnything else { continue }
            let external = service.spec["externalIPs"]
            let ways = [
                service.getsNodePorts ? "the node ports" : nil, external.items.isEmpty ? nil : "the external IPs",
            ].compactMap { $0 }
            guard !ways.isEmpty else { continue }
            let pinned = service.ports.first { $0.nodePort != 0 }.map { $0.field["nodePort"] }
            let open = external.items.isEmpty ? pinned : external
            report.add(
                description, at: service.sourceRanges,
                "the ranges hold for the load balancer's address only: \(ways.joined(separator: " and ")) are open to"
                    + " everyone who reaches a node",
                advice: service.getsNodePorts
                    ? "set allocateLoadBalancerNodePorts: false if the load balancer needs no node ports, or close"
                        + " them elsewhere"
                    : "remove the external IPs, or close them elsewhere",
                related: open.map { [report.place($0, "is not protected")] } ?? [])
        }
    }
}
