import Diagnostics
import Manifests

/// An Endpoints object has a name that no Service of its namespace has.
///
/// kube-proxy reads EndpointSlices only. The controller that makes slices of Endpoints looks for a Service of the same
/// name, and without one makes none. It is checked only if the input has Services.
///
/// Bad, beside Service `web`:
/// ```yaml
/// kind: Endpoints
/// metadata: {name: web-ext}
/// ```
/// Good:
/// ```yaml
/// kind: Endpoints
/// metadata: {name: web}
/// ```
/// Source: pkg/controller/endpointslicemirroring; observed.
enum EndpointsOfMissingService: LintRule {
    static let description = RuleDescription(
        "EP-034", .error, "Endpoints object without a Service of that name", needs: [.endpoints, .services])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var names = ServiceNames(context)
        // What isn't to be mirrored needs no Service: a lock, for instance.
        for object in context.endpointsObjects where object.optOut == nil && !object.isControllers {
            let (namespace, name) = (object.namespace, object.name)
            guard !name.isEmpty, context.service(namespace, name) == nil,
                !context.cluster.existingServices.contains("\(namespace)/\(name)")
            else { continue }
            let hint = MissingService(name, namespace, context, &names)
            report.add(
                description, at: object.field["metadata"]["name"],
                "there is no Service \(name.quoted) in namespace \(namespace.quoted): no slices are made of the"
                    + " Endpoints, and they serve nothing",
                advice: hint.advice, related: hint.places(&report))
        }
    }
}
