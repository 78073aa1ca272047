import Diagnostics
import Manifests

/// A Service has no selector, and the input has neither EndpointSlices nor Endpoints for it.
///
/// Without a selector no controller makes slices. Until somebody does, every connection is refused. If an operator
/// supplies the endpoints, say so with the annotation `proxyplan.dev/endpoints-from` and its name: then this is a note.
///
/// Bad:
/// ```yaml
/// spec: {ports: [{name: http, port: 80}]}
/// ```
/// Good:
/// ```yaml
/// metadata: {labels: {kubernetes.io/service-name: web}}
/// endpoints: [{addresses: [192.0.2.10]}]
/// ```
/// Source: pkg/controller/endpointslice; pkg/proxy/iptables; observed.
enum ServiceWithoutEndpoints: LintRule {
    static let description = RuleDescription("EP-029", .warning, "Selector-less Service without endpoints")

    /// Who supplies the endpoints of a Service, in its annotations.
    static let annotation = "proxyplan.dev/endpoints-from"

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys && service.selector.isEmpty {
            // The API server supplies its own.
            if service.namespace == "default" && service.name == "kubernetes" { continue }
            guard context.slices(of: service).isEmpty,
                context.endpointsObject(service.namespace, service.name) == nil
            else { continue }
            let source = service.annotation(annotation) ?? ""
            report.add(
                description, at: service.spec["selector"], severity: source.isEmpty ? nil : .note,
                source.isEmpty
                    ? "there is no selector, and nothing in the input lists endpoints: all connections are refused"
                    : "there is no selector: all connections are refused until \(source.inMessage) lists endpoints",
                advice: "add a selector, or an EndpointSlice with label kubernetes.io/service-name:"
                    + " \(service.name.inMessage)")
        }
    }
}
