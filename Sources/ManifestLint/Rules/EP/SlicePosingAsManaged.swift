import Diagnostics
import Manifests

/// A hand-written EndpointSlice says that one of Kubernetes' own controllers manages it.
///
/// The controller finds its slices by the labels `kubernetes.io/service-name` and
/// `endpointslice.kubernetes.io/managed-by`. One that it has no use for it deletes, within seconds. Slices that were
/// read from a cluster, with a uid or an owner, are meant to look so.
///
/// Bad, for a Service with a selector:
/// ```yaml
/// metadata: {labels: {endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}}
/// ```
/// Good, for a Service without one:
/// ```yaml
/// metadata: {labels: {endpointslice.kubernetes.io/managed-by: ci.example.com}}
/// ```
/// Source: pkg/controller/endpointslice; staging/src/k8s.io/endpointslice/reconciler.go; observed.
enum SlicePosingAsManaged: LintRule {
    static let description = RuleDescription(
        "EP-027", .error, "Hand-written slice posing as controller-managed", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices {
            guard let manager = slice.manager, !slice.isControllers,
                let service = context.service(slice.namespace, slice.serviceName),
                let (cause, place) = reason(manager, service, context, &report)
            else { continue }
            report.add(
                description, at: slice.managedBy,
                "the slice says that \(manager.rawValue) manages it, and \(cause): the controller replaces it"
                    + " within seconds",
                advice: "write another value, such as ci.example.com, and leave the Service without a selector",
                related: [place])
        }
    }

    /// Why the controller looks after the slices of the Service; nil if it doesn't.
    private static func reason(
        _ manager: SliceObject.Manager, _ service: ServiceObject, _ context: LintContext,
        _ report: inout FindingReport
    ) -> (String, RelatedPlace)? {
        if !service.selector.isEmpty && service.type != "ExternalName" {
            return ("\(service.reference) has a selector", report.place(service.spec["selector"], "the selector"))
        }
        guard manager == .mirror, let object = context.mirrored(for: service) else { return nil }
        return ("there is an Endpoints object", report.place(object.field["metadata"]["name"], "the Endpoints object"))
    }
}
