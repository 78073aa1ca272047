import Diagnostics
import Manifests

/// Endpoints are written for a Service that has a selector.
///
/// The endpoints controller replaces them with the selected pods, and they aren't mirrored into slices either.
///
/// Bad, beside Endpoints `web`:
/// ```yaml
/// spec: {selector: {app: web}}
/// ```
/// Good:
/// ```yaml
/// spec: {ports: [{name: http, port: 80}]}
/// ```
/// Source: pkg/controller/endpoint; pkg/controller/endpointslicemirroring; observed.
enum EndpointsBesideSelector: LintRule {
    static let description = RuleDescription(
        "EP-035", .error, "Endpoints written for a Service that has a selector", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for object in context.endpointsObjects where !object.isControllers {
            guard let service = context.service(object.namespace, object.name), service.type != "ExternalName",
                !service.selector.isEmpty
            else { continue }
            let place = report.place(service.spec["selector"], "the selector")
            report.add(
                description, at: object.field["metadata"]["name"],
                "these Endpoints are for \(service.reference), which has a selector"
                    + " (\(Wording.selector(service.selector))): its controller overwrites them, and traffic goes to the"
                    + " selected pods only",
                advice: "remove the selector, or the Endpoints", related: [place])
        }
    }
}
