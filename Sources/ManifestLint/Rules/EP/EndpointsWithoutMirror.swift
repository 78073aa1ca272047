import Diagnostics
import Manifests

/// Endpoints ask not to be mirrored, and the Service has no EndpointSlices of its own.
///
/// kube-proxy reads slices only. The label `endpointslice.kubernetes.io/skip-mirror: "true"`, of exactly this value,
/// and the annotation `control-plane.alpha.kubernetes.io/leader` keep the mirror away, so nothing gets there.
///
/// Bad:
/// ```yaml
/// kind: Endpoints
/// metadata: {name: web, labels: {endpointslice.kubernetes.io/skip-mirror: "true"}}
/// ```
/// Good:
/// ```yaml
/// kind: Endpoints
/// metadata: {name: web}
/// ```
/// Source: pkg/controller/endpointslicemirroring; observed.
enum EndpointsWithoutMirror: LintRule {
    static let description = RuleDescription(
        "EP-036", .error, "Endpoints that opt out of mirroring", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for object in context.endpointsObjects {
            guard let optOut = object.optOut, let service = context.service(object.namespace, object.name),
                service.isKubeProxys, service.selector.isEmpty, context.slices(of: service).isEmpty,
                // The API server makes the slice of this one itself.
                (object.namespace, object.name) != ("default", "kubernetes")
            else { continue }
            let place = report.place(service.field["metadata"]["name"], "its Service")
            report.add(
                description, at: optOut,
                "no slices are made of these Endpoints, and there are no others: \(service.reference) has no endpoints",
                advice: "remove it, or write an EndpointSlice", related: [place])
        }
    }
}
