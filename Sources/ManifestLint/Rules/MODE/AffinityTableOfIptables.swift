import Diagnostics
import Manifests

/// Session affinity in iptables mode remembers 100 clients of each endpoint.
///
/// kube-proxy uses netfilter's `recent` match, whose lists hold `ip_list_tot` addresses, 100 by default. With more
/// clients to a pod they push each other out and lose their stickiness before the time is over. nftables mode has no
/// such limit; else set `ip_list_tot` of module xt_recent on all nodes.
///
/// Bad, with `proxy: {mode: iptables}`:
/// ```yaml
/// spec: {sessionAffinity: ClientIP}
/// ```
/// Good: the same with `proxy: {mode: nftables}`.
///
/// Source: pkg/proxy/iptables/proxier.go; ip_list_tot read on a running kernel.
enum AffinityTableOfIptables: LintRule {
    static let description = RuleDescription("MODE-IPT-001", .note, "Affinity table of 100 clients per endpoint")

    private static let scope = ProxyModeScope("iptables")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let severity = scope.severity(of: description, in: context.cluster) else { return }
        for service in context.services where service.isKubeProxys {
            let field = service.spec["sessionAffinity"]
            guard field.string == "ClientIP" else { continue }
            report.add(
                description, at: field, severity: severity,
                "\(scope.prefix(in: context.cluster)) each endpoint remembers 100 clients: more push each other out",
                advice: "raise ip_list_tot of module xt_recent, or use nftables mode, if a pod has more clients")
        }
    }
}
