import Diagnostics
import Manifests

/// Two Services have one port of one load balancer address.
///
/// kube-proxy keeps both claims. In iptables mode the rule that comes first wins, and the order changes from sync to
/// sync; in nftables mode the Service that is written last wins. The other gets no traffic.
///
/// Bad, in two Services:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.20, ports: [{port: 80}]}
/// ```
/// Good, in one of them:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.20, ports: [{port: 81}]}
/// ```
/// Source: pkg/proxy/nftables and pkg/proxy/iptables; observed.
enum LoadBalancerIPTaken: LintRule {
    static let description = RuleDescription("LB-015", .error, "One load-balancer address, same port, two Services")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        SharedAddress.check(context.claims.loadBalancerIPs, description, "load balancer address", &report)
    }
}
