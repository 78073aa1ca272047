import Diagnostics
import Manifests

/// A headless Service has no ports.
///
/// That is allowed, and DNS answers with the pods' addresses. But there are no SRV records, the EndpointSlices list no
/// ports, and clients that look a port up by its name find nothing.
///
/// Bad, if clients look ports up:
/// ```yaml
/// clusterIP: None
/// ```
/// Good:
/// ```yaml
/// clusterIP: None
/// ports: [{name: http, port: 8080}]
/// ```
/// Source: pkg/apis/core/validation; the endpointslice controller.
enum HeadlessWithoutPorts: LintRule {
    static let description = RuleDescription("PORT-020", .note, "Headless Service without ports")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services
        where service.isHeadless && service.type != "ExternalName" && service.ports.isEmpty {
            report.add(
                description, at: service.spec, path: "spec.ports",
                "the headless Service has no ports: there are no SRV records, and its EndpointSlices list no port",
                advice: "add the pods' ports if clients look them up")
        }
    }
}
