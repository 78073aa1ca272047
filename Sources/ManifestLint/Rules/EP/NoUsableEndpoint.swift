import Diagnostics
import Manifests

/// No endpoint of a Service port can get traffic.
///
/// kube-proxy uses ready endpoints; if there are none, those that are still serving while they terminate. A missing
/// `ready` or `serving` counts as true, a missing `terminating` as false. An endpoint that is neither ready nor
/// terminating is never used. Connections to the port are refused.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], conditions: {ready: false}}]
/// ```
/// Good:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], conditions: {ready: true}}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go and topology.go; observed.
enum NoUsableEndpoint: LintRule {
    static let description = RuleDescription("EP-030", .error, "No usable endpoint", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            let groups = context.groups(of: service)
            guard !groups.isEmpty, context.endpointsAreComplete(service) else { continue }
            // A port that is there under a wrong name has a rule of its own.
            let offered = groups.reduce(0) { $0 + $1.ports.count }
            var served: Set<PortKey> = []
            var usable: Set<PortKey> = []
            for group in groups {
                let isUsable = group.endpoints.contains(where: \.isUsable)
                for port in group.ports where port.isUsable {
                    served.insert(port.key)
                    if isUsable { usable.insert(port.key) }
                }
            }
            for port in service.ports where !usable.contains(port.key) {
                guard served.contains(port.key) || served.count == offered else { continue }
                if !served.contains(port.key) && hasStrangers(served, service) { continue }
                add(port, service, groups, isListed: served.contains(port.key), &report)
            }
        }
    }

    /// Whether endpoints offer a port that the Service hasn't got.
    private static func hasStrangers(_ served: Set<PortKey>, _ service: ServiceObject) -> Bool {
        !served.isSubset(of: service.ports.map(\.key))
    }

    private static func add(
        _ port: ServiceObject.Port, _ service: ServiceObject, _ groups: [EndpointGroup], isListed: Bool,
        _ report: inout FindingReport
    ) {
        let endpoints = groups.prefix(3).flatMap { $0.endpoints.prefix(1) }
        let places = endpoints.map { endpoint in
            let conditions = endpoint.field["conditions"]
            return report.place(
                conditions.isWritten ? conditions : endpoint.address, isListed ? "not ready" : "has no such port")
        }
        let cause =
            endpoints.isEmpty
            ? "there is no endpoint"
            : isListed
                ? "no endpoint is ready, or serving while it terminates" : "no slice lists the port among its ports"
        report.add(
            description, at: port.field["port"], "\(cause): connections to port \(port.port) are refused",
            advice: endpoints.isEmpty || !isListed
                ? "list endpoints with port name \(port.name.quoted)"
                : "find out why the endpoints aren't ready",
            related: places.isEmpty ? groups.prefix(1).map { report.place($0.field, "no endpoints") } : places)
    }
}
