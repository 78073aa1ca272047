import Diagnostics
import Manifests

/// A port of the endpoints has the name of a Service port, but another protocol.
///
/// kube-proxy joins the two by name and protocol, and a missing protocol is TCP on both sides. The Service port has no
/// endpoints then.
///
/// Bad, for a Service port `dns` of protocol UDP:
/// ```yaml
/// ports: [{name: dns, port: 53}]
/// ```
/// Good:
/// ```yaml
/// ports: [{name: dns, port: 53, protocol: UDP}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go and servicechangetracker.go; observed.
enum EndpointProtocolMismatch: LintRule {
    static let description = RuleDescription(
        "EP-020", .error, "Endpoint port protocol ≠ Service port protocol", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services {
            guard let join = PortJoin(service, in: context), !join.leftovers.isEmpty else { continue }
            let starved = Dictionary(join.unserved.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            let isComplete = context.endpointsAreComplete(service)
            for leftover in join.leftovers {
                guard let port = starved[leftover.port.name] else { continue }
                let field = leftover.port.field["protocol"]
                let place = report.place(port.field["protocol"], "the Service's port is \(port.transport.inMessage)")
                report.add(
                    description, at: field, severity: isComplete ? nil : .warning,
                    "the port is \(leftover.port.transport.inMessage), but \(service.reference) has"
                        + " \(port.transport.inMessage) under the same name: connections to it are refused",
                    advice: "write protocol: \(port.transport.inMessage)", related: [place],
                    fixes: FixIt.replacing(field, with: port.transport))
            }
        }
    }
}
