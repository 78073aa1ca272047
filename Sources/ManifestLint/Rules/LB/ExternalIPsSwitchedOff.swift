import Diagnostics
import Manifests

/// External IPs in a cluster that doesn't allow them.
///
/// With kube-proxy's gate `AllowServiceExternalIPs` off no rules are made for them. With the admission plugin
/// `DenyServiceExternalIPs` the API server refuses new ones.
///
/// Bad, in such a cluster:
/// ```yaml
/// spec: {externalIPs: [192.0.2.30]}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer}
/// ```
/// Source: pkg/proxy/serviceport.go; plugin/pkg/admission/network/denyserviceexternalips.
enum ExternalIPsSwitchedOff: LintRule {
    static let description = RuleDescription(
        "LB-020", .warning, "External IPs switched off in the cluster", partlyNeeds: [.proxyConfiguration])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cause: String
        if context.cluster.proxy?.featureGates["AllowServiceExternalIPs"] == false {
            cause = "kube-proxy runs with AllowServiceExternalIPs=false: it makes no rules for external IPs"
        } else if context.cluster.admissionPlugins.contains("DenyServiceExternalIPs") {
            cause = "the API server runs DenyServiceExternalIPs: it refuses new external IPs"
        } else {
            return
        }
        for service in context.services where service.isProxied {
            let field = service.spec["externalIPs"]
            guard !field.items.isEmpty else { continue }
            report.add(description, at: field, cause, advice: "use type LoadBalancer or NodePort")
        }
    }
}
