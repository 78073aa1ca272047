import Diagnostics
import Manifests

/// A load balancer that nodes make no rules for: `ipMode: Proxy`, or a host name without an address.
///
/// Packets of pods to such an address go out to the load balancer and come back. kube-proxy enforces no source ranges
/// for it either.
///
/// Bad, with source ranges:
/// ```yaml
/// status: {loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: Proxy}]}}
/// ```
/// Good:
/// ```yaml
/// status: {loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: VIP}]}}
/// ```
/// Source: pkg/proxy/serviceport.go; observed.
enum LoadBalancerWithoutNodeRules: LintRule {
    static let description = RuleDescription(
        "LB-012", .note, "`ipMode: Proxy` or hostname-only LB: no node-level rules")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "LoadBalancer" && service.isKubeProxys {
            let passing = service.ingress.first { entry in
                entry["ip"].nonEmpty == nil ? entry["hostname"].nonEmpty != nil : entry["ipMode"].string == "Proxy"
            }
            guard let entry = passing else { continue }
            let hasRanges = SourceRanges(service).restrictAnything
            let field = entry["ip"].nonEmpty == nil ? entry["hostname"] : entry["ipMode"]
            report.add(
                description, at: field,
                "nodes make no rules for this load balancer address: traffic from inside the cluster goes out to the"
                    + " load balancer"
                    + (hasRanges ? ", and only the load balancer can enforce the source ranges" : ""),
                advice: "see that the load balancer does what is needed",
                related: hasRanges ? [report.place(service.sourceRanges, "not enforced by nodes")] : [])
        }
    }
}
