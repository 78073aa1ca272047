import Diagnostics
import Manifests

/// A backend names a port that its Service doesn't have.
///
/// An Ingress names the port of the Service, by number or name, not that of the pods and not a node port. The
/// controller finds no port, and requests get 503.
///
/// Bad, for a Service with port 80 and targetPort 8080:
/// ```yaml
/// defaultBackend: {service: {name: web, port: {number: 8080}}}
/// ```
/// Good:
/// ```yaml
/// defaultBackend: {service: {name: web, port: {number: 80}}}
/// ```
/// Source: the documentation of Ingress.
enum BackendPortNotOffered: LintRule {
    static let description = RuleDescription(
        "ING-023", .error, "Backend port not offered by the Service", needs: [.ingresses, .services])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        context.forEachBackend { backend, service in
            // What a controller does with an alias, or with the pods of a headless Service, is its own matter.
            guard !service.ports.isEmpty, service.isProxied, backend.portField.isPresent,
                backend.ports(of: service).isEmpty
            else { return }
            let place = report.place(service.spec["ports"], "the Service's ports")
            let meant = meant(backend, service)
            report.add(
                description, at: backend.portField,
                "port \(backend.portField.asJSON) isn't one of \(service.reference)\(meant.map { ", \($0.what)" } ?? ""):"
                    + " \(backend.requests) get 503",
                advice: meant.map { "write \($0.text)" } ?? "use one of \(list(service, backend))", related: [place],
                fixes: meant.map { FixIt.replacing(backend.portField, with: $0.text) } ?? [])
        }
    }

    /// The one port that has the number as its target's or node's, or a name that differs in case only.
    private static func meant(_ backend: IngressBackend, _ service: ServiceObject) -> (what: String, text: String)? {
        if let name = backend.portName {
            let alike = service.ports.filter { $0.name.lowercased() == name.lowercased() }
            let target = service.ports.filter { $0.targetName == name && !$0.name.isEmpty }
            if alike.count == 1 { return ("which has one called \(alike[0].name.quoted)", alike[0].name) }
            return target.count == 1 ? ("but the name of a target port", target[0].name) : nil
        }
        guard let number = backend.portNumber else { return nil }
        let targets = service.ports.filter { $0.targetNumber == number }
        if targets.count == 1 { return ("but the target port of \(targets[0].port)", "\(targets[0].port)") }
        let nodePorts = service.ports.filter { $0.nodePort == number }
        return nodePorts.count == 1 ? ("but the node port of \(nodePorts[0].port)", "\(nodePorts[0].port)") : nil
    }

    private static func list(_ service: ServiceObject, _ backend: IngressBackend) -> String {
        let names = service.ports.map(\.name).filter { !$0.isEmpty }
        if backend.portName != nil && !names.isEmpty { return Wording.list(names.map(\.quoted)) }
        return Wording.list(service.ports.map { "\($0.port)" })
    }
}
