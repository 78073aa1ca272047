import Diagnostics
import Manifests

/// `selector: {}` selects nothing.
///
/// Elsewhere in Kubernetes an empty selector matches everything. A Service with one counts as a Service without
/// selector: no controller makes endpoints for it, and connections are refused until somebody writes EndpointSlices
/// by hand.
///
/// Bad:
/// ```yaml
/// selector: {}
/// ```
/// Good:
/// ```yaml
/// selector: {app: web}
/// ```
/// Source: the endpointslice controller; seen on the running controller.
enum EmptySelector: LintRule {
    static let description = RuleDescription("SEL-009", .warning, "Empty selector")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type != "ExternalName" {
            let selector = service.spec["selector"]
            guard selector.kind == .mapping, selector.entries.isEmpty, !hasOwnEndpoints(service, context) else {
                continue
            }
            report.add(
                description, at: selector,
                "the empty selector selects nothing, not everything: no controller makes endpoints for the Service",
                advice: "select the pods' labels, or remove selector and write EndpointSlices")
        }
    }

    private static func hasOwnEndpoints(_ service: ServiceObject, _ context: LintContext) -> Bool {
        !context.slices(of: service).isEmpty
            || context.object("Endpoints", service.namespace, service.name) != nil
    }
}
