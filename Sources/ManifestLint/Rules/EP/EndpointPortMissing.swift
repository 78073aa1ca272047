import Diagnostics
import Manifests

/// A port of an EndpointSlice has no number, or 0.
///
/// The API has a meaning for it, all ports, but kube-proxy passes over the entry. The Service port of that name has no
/// endpoints.
///
/// Bad:
/// ```yaml
/// ports: [{name: http}]
/// ```
/// Good:
/// ```yaml
/// ports: [{name: http, port: 8080}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go; observed.
enum EndpointPortMissing: LintRule {
    static let description = RuleDescription("EP-021", .error, "Endpoint port 0 or absent", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices where slice.isAddressed {
            let empty = slice.ports.filter { $0.field["port"].kind == nil || $0.port == 0 }
            guard !empty.isEmpty else { continue }
            let service = context.service(slice.namespace, slice.serviceName)
            if let service, !service.isKubeProxys { continue }
            let wanted = service.map { starved($0, context) }
            for port in empty {
                // Another slice serves the port, or the Service hasn't got it: nothing is lost.
                let isHarmless = wanted.map { $0[port.key] == nil } ?? false
                report.add(
                    description, at: port.field["port"], severity: isHarmless ? .warning : nil,
                    (port.port == 0 ? "port 0" : "a missing port number") + " doesn't mean all ports to kube-proxy:"
                        + " it ignores the entry",
                    advice: "set the number that the endpoints listen on",
                    related: wanted?[port.key].map { [report.place($0.field, "the Service's port")] } ?? [])
            }
        }
    }

    /// The ports of a Service that no endpoint port serves.
    private static func starved(_ service: ServiceObject, _ context: LintContext) -> [PortKey: ServiceObject.Port] {
        guard context.endpointsAreComplete(service), let join = PortJoin(service, in: context) else { return [:] }
        return Dictionary(join.unserved.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
