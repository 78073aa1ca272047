import Diagnostics
import Manifests

/// The label `kubernetes.io/service-name` of an EndpointSlice names a Service that isn't in the slice's namespace.
///
/// kube-proxy looks for the Service in the slice's own namespace. Endpoints of a Service that isn't there are kept and
/// never used. It is checked only if the input has Services.
///
/// Bad, beside Service `web`:
/// ```yaml
/// metadata: {labels: {kubernetes.io/service-name: wbe}}
/// ```
/// Good:
/// ```yaml
/// metadata: {labels: {kubernetes.io/service-name: web}}
/// ```
/// Source: pkg/proxy/endpointslicecache.go.
enum SliceOfMissingService: LintRule {
    static let description = RuleDescription(
        "EP-018", .error, "EndpointSlice bound to a Service that is not there", needs: [.endpoints, .services])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var names = ServiceNames(context)
        for slice in context.slices where !slice.serviceName.isEmpty {
            let (namespace, name) = (slice.namespace, slice.serviceName)
            guard context.service(namespace, name) == nil,
                !context.cluster.existingServices.contains("\(namespace)/\(name)")
            else { continue }
            let hint = MissingService(name, namespace, context, &names)
            report.add(
                description, at: slice.serviceNameLabel,
                "there is no Service \(name.quoted) in namespace \(namespace.quoted): the endpoints serve nothing",
                advice: hint.advice, related: hint.places(&report),
                fixes: hint.isNear
                    ? hint.service.map { FixIt.replacing(slice.serviceNameLabel, with: $0.name) } ?? [] : [])
        }
    }
}
