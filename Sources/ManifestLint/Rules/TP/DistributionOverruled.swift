import Diagnostics
import Manifests

/// `trafficDistribution` is set beside a topology annotation that turns hints on.
///
/// The annotation wins, and the field is ignored. Of the two annotations the older one, `topology-aware-hints`, counts.
///
/// Bad:
/// ```yaml
/// metadata: {annotations: {service.kubernetes.io/topology-mode: Auto}}
/// spec: {trafficDistribution: PreferSameNode}
/// ```
/// Good:
/// ```yaml
/// spec: {trafficDistribution: PreferSameNode}
/// ```
/// Source: staging/src/k8s.io/endpointslice/reconciler.go; observed.
enum DistributionOverruled: LintRule {
    static let description = RuleDescription(
        "TP-013", .warning, "`trafficDistribution` overruled by the topology annotation")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services {
            guard let field = service.distribution, let annotation = service.topologyAuto else { continue }
            let place = report.place(annotation, "the annotation")
            report.add(
                description, at: field,
                "trafficDistribution \(field.text.inMessage) has no effect: the topology annotation wins",
                advice: "remove the annotation", related: [place])
        }
    }
}
