import Diagnostics
import Manifests

/// Source ranges are set by annotation only.
///
/// kube-proxy reads `spec.loadBalancerSourceRanges` and never the annotation. A cloud's load balancer may honour it, but
/// on the nodes the address is open to everyone who gets there.
///
/// Bad:
/// ```yaml
/// metadata: {annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: 203.0.113.0/24}}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}
/// ```
/// Source: pkg/proxy/serviceport.go; observed.
enum SourceRangesAsAnnotation: LintRule {
    static let description = RuleDescription(
        "LB-008", .warning, "Source ranges only as annotation: kube-proxy does not enforce them")

    private static let key = "service.beta.kubernetes.io/load-balancer-source-ranges"

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "LoadBalancer" {
            let annotation = service.field["metadata"]["annotations"][key: key]
            guard let text = annotation.nonEmpty, service.sourceRanges.items.isEmpty else { continue }
            report.add(
                description, at: annotation,
                "kube-proxy doesn't read the annotation: on the nodes the load balancer address is open to everyone",
                advice: "write loadBalancerSourceRanges: [\(text.inMessage)]")
        }
    }
}
