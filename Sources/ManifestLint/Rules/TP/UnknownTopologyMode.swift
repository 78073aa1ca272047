import Diagnostics
import Manifests

/// The annotation `service.kubernetes.io/topology-mode` has a value that means nothing.
///
/// Only `Auto` and `auto` turn hints on. Everything else turns them off without a word; `Disabled` says so.
///
/// Bad:
/// ```yaml
/// metadata: {annotations: {service.kubernetes.io/topology-mode: enabled}}
/// ```
/// Good:
/// ```yaml
/// metadata: {annotations: {service.kubernetes.io/topology-mode: Auto}}
/// ```
/// Source: staging/src/k8s.io/endpointslice; the API server takes it.
enum UnknownTopologyMode: LintRule {
    static let description = RuleDescription("TP-021", .warning, "Unrecognised `topology-mode` value")

    private static let known: Set<String> = ["", "Auto", "auto", "Disabled", "disabled"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services {
            guard let annotation = service.topologyAnnotation, let value = annotation.string, !known.contains(value)
            else { continue }
            let isAuto = value.lowercased() == "auto"
            report.add(
                description, at: annotation, "\(value.quoted) turns no hints on: only Auto and auto do",
                advice: isAuto ? "write Auto" : "write Auto, or remove the annotation",
                fixes: isAuto ? FixIt.replacing(annotation, with: "Auto") : [])
        }
    }
}
