import Diagnostics
import Manifests

/// A backend names a port of its Service that isn't TCP.
///
/// Ingress controllers speak HTTP over TCP with their backends, whatever clients use in front of them. On a UDP or
/// SCTP port nothing answers.
///
/// Bad:
/// ```yaml
/// ports: [{name: http, port: 80, protocol: UDP}]
/// ```
/// Good:
/// ```yaml
/// ports: [{name: http, port: 80, protocol: TCP}]
/// ```
/// Source: HTTP.
enum BackendPortNotTCP: LintRule {
    static let description = RuleDescription(
        "ING-026", .error, "Backend port is not TCP", needs: [.ingresses, .services])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        context.forEachBackend { backend, service in
            let ports = backend.ports(of: service)
            guard let port = ports.first, service.type != "ExternalName",
                !ports.contains(where: { $0.transport == "TCP" })
            else { return }
            let place = report.place(port.field["protocol"], "the protocol")
            report.add(
                description, at: backend.portField,
                "port \(backend.portField.asJSON) of \(service.reference) is \(port.transport.inMessage), not TCP:"
                    + " \(backend.requests) get no answer",
                advice: "use a TCP port of the Service", related: [place])
        }
    }
}
