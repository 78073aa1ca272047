import Diagnostics
import Manifests

/// A backend names a Service that isn't in the Ingress's namespace.
///
/// Backends are always in the namespace of their Ingress. Without the Service the controller has nothing to send
/// requests to and answers 503, or leaves the whole Ingress out. If the input has no Service of the namespace at all,
/// the Services may be elsewhere, and it is a warning. Services that exist already are listed in the cluster
/// description.
///
/// Bad, beside a Service wear-service:
/// ```yaml
/// defaultBackend: {service: {name: sear-service, port: {number: 80}}}
/// ```
/// Good:
/// ```yaml
/// defaultBackend: {service: {name: wear-service, port: {number: 80}}}
/// ```
/// Source: the documentation of Ingress.
enum MissingBackendService: LintRule {
    static let description = RuleDescription(
        "ING-022", .error, "Backend Service missing", needs: [.ingresses, .services])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var names: ServiceNames?
        let namespaces = Set(context.services.lazy.map(\.namespace))
        for backend in context.ingresses.lazy.flatMap(\.backends) {
            guard let name = backend.serviceName, context.service(backend.namespace, name) == nil,
                !context.cluster.existingServices.contains("\(backend.namespace)/\(name)")
            else { continue }
            var known = names ?? ServiceNames(context)
            let meant = MissingService(name, backend.namespace, context, &known)
            names = known
            report.add(
                description, at: backend.service["name"],
                severity: namespaces.contains(backend.namespace) ? nil : .warning,
                "namespace \(backend.namespace.inMessage) has no Service \(name.quoted): \(backend.requests) get 503",
                advice: meant.advice, related: meant.places(&report),
                fixes: meant.isNear
                    ? meant.service.map { FixIt.replacing(backend.service["name"], with: $0.name) } ?? [] : [])
        }
    }
}
