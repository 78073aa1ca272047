import Diagnostics
import Manifests

/// The label `service.kubernetes.io/service-proxy-name` hands a Service to another proxy.
///
/// kube-proxy doesn't see a Service with this label, whatever its value, the empty one too. Unless a proxy that goes
/// by this name runs on every node, there are no rules, and connections to the Service go nowhere.
///
/// Bad:
/// ```yaml
/// metadata: {labels: {service.kubernetes.io/service-proxy-name: cilium}}
/// ```
/// Good:
/// ```yaml
/// metadata: {labels: {app: web}}
/// ```
/// Source: cmd/kube-proxy/app/server.go.
enum IgnoredByProxy: LintRule {
    static let description = RuleDescription("SVC-021", .warning, "kube-proxy is told to ignore the Service")

    private static let label = "service.kubernetes.io/service-proxy-name"

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isProxied {
            guard let value = service.labels[label] else { continue }
            report.add(
                description, at: service.field["metadata"]["labels"][key: label],
                "label \(label) is \(value.quoted): kube-proxy makes no rules for the Service",
                advice: "remove the label, unless a proxy of this name runs on every node")
        }
    }
}
