import Diagnostics
import Manifests

/// Session affinity of a Service whose clients come through a proxy.
///
/// Affinity goes by the source address of a connection. Behind a load balancer that opens connections of its own, or
/// behind an Ingress controller, that is the proxy's address. All clients then look like a few, and stick to a few
/// pods.
///
/// Bad:
/// ```yaml
/// spec: {type: LoadBalancer, sessionAffinity: ClientIP}
/// status: {loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: Proxy}]}}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer, sessionAffinity: ClientIP, externalTrafficPolicy: Local}
/// ```
/// Source: pkg/proxy: affinity matches on the source address.
enum AffinityBehindProxy: LintRule {
    static let description = RuleDescription(
        "AFF-005", .note, "Affinity behind a source-rewriting hop", partlyNeeds: [.ingresses])

    private struct Name: Hashable {
        var namespace: String
        var name: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var backends: [Name: FieldCursor] = [:]
        for ingress in context.objects(.ingress) {
            for backend in Self.backends(of: ingress.root["spec"]) {
                let name = Name(namespace: ingress.effectiveNamespace, name: backend["service"]["name"].text)
                if backends[name] == nil { backends[name] = backend["service"]["name"] }
            }
        }
        for service in context.services where service.isProxied && service.hasClientIPAffinity {
            let mode = service.field["status"]["loadBalancer"]["ingress"].items.lazy
                .map { $0["ipMode"] }.first { $0.string == "Proxy" }
            if let mode, service.type == "LoadBalancer" {
                add(service, "the load balancer, whose ipMode is Proxy,", report.place(mode, "the mode"), &report)
            } else if let backend = backends[Name(namespace: service.namespace, name: service.name)] {
                add(service, "the Ingress controller", report.place(backend, "leads to the Service"), &report)
            }
        }
    }

    private static func backends(of spec: FieldCursor) -> [FieldCursor] {
        let paths = spec["rules"].items.flatMap { $0["http"]["paths"].items }
        return [spec["defaultBackend"]] + paths.map { $0["backend"] }
    }

    private static func add(
        _ service: ServiceObject, _ proxy: String, _ place: RelatedPlace, _ report: inout FindingReport
    ) {
        report.add(
            description, at: service.spec["sessionAffinity"],
            "affinity goes by the source address, which behind \(proxy) is the proxy's own: all clients share a few"
                + " pods",
            advice: "let the proxy keep clients to a pod, with a cookie for example", related: [place])
    }
}
