import Diagnostics
import Manifests

/// A port of the endpoints has a name that no port of their Service has.
///
/// kube-proxy joins the two by the name of the port and the protocol, never by number. A missing name counts as empty:
/// a named Service port doesn't find an endpoint port without a name. The Service port then has no endpoints, and its
/// connections are refused.
///
/// Bad, for a Service port called `http`:
/// ```yaml
/// ports: [{port: 8080}]
/// ```
/// Good:
/// ```yaml
/// ports: [{name: http, port: 8080}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go and servicechangetracker.go; observed.
enum EndpointPortNameMismatch: LintRule {
    static let description = RuleDescription(
        "EP-019", .error, "Endpoint port name ≠ Service port name", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services {
            guard let join = PortJoin(service, in: context) else { continue }
            let names = Set(service.ports.map(\.name))
            let offered = Set(join.leftovers.map(\.port.name))
            let starved = join.unserved.filter { !offered.contains($0.name) }
            guard let first = starved.first else { continue }
            let isComplete = context.endpointsAreComplete(service)
            for leftover in join.leftovers where !names.contains(leftover.port.name) {
                let name = leftover.port.name
                let place = report.place(first.field["name"], "the Service's port")
                report.add(
                    description, at: leftover.port.field["name"], severity: isComplete ? nil : .warning,
                    (name.isEmpty ? "the port has no name" : "the port is called \(name.quoted)")
                        + ", but \(service.reference) has \(Self.list(starved)):"
                        + " kube-proxy joins ports by name, so connections to it are refused",
                    advice: advice(starved), related: [place])
            }
        }
    }

    private static func list(_ ports: [ServiceObject.Port]) -> String {
        Wording.list(ports.prefix(4).map { $0.name.isEmpty ? "a port without a name" : $0.name.quoted })
    }

    private static func advice(_ starved: [ServiceObject.Port]) -> String {
        guard starved.count == 1, let port = starved.first else { return "use the names of the Service's ports" }
        return port.name.isEmpty ? "remove the name" : "write name: \(port.name.inMessage)"
    }
}
