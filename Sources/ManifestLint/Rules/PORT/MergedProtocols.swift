import Diagnostics
import Manifests

/// Two ports of a Service have one number and different protocols.
///
/// The Service itself is right. But `kubectl apply`, unless it is told `--server-side`, merges the list of ports by
/// `port` alone: adding the second protocol to a Service that has the first replaces it, and one of the two stops
/// working. An edit of one of them can hit the other. Making the Service anew, replacing it, and applying on the
/// server's side are safe.
///
/// Bad: adding the second port with `kubectl apply`
/// ```yaml
/// ports: [{name: dns, port: 53}, {name: dns-udp, port: 53, protocol: UDP}]
/// ```
/// Good: the same with `kubectl apply --server-side`.
///
/// Source: the patch merge key of ServicePort; kubernetes#39188, #105610.
enum MergedProtocols: LintRule {
    static let description = RuleDescription(
        "PORT-018", .warning, "TCP and UDP on one number are merged by `kubectl apply`",
        partlyNeeds: [.previousVersions])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard context.cluster.appliesOnServer != true else { return }
        for service in context.services {
            var first: [Int64: ServiceObject.Port] = [:]
            let previous = context.previous(of: service.field.object).map { ServiceObject($0) }
            let counts = Dictionary(
                (previous?.ports ?? []).map { ($0.port, 1) }, uniquingKeysWith: { $0 + $1 })
            for port in service.ports {
                guard let other = first.updateValue(port, forKey: port.port) else { continue }
                guard other.transport != port.transport else { continue }
                let isAdded = counts[port.port] == 1
                report.add(
                    description, at: port.field, severity: isAdded ? .warning : .note,
                    "port \(port.port) stands under \(other.transport.inMessage) and \(port.transport.inMessage): "
                        + (isAdded
                            ? "the Service has one of them, and kubectl apply replaces it with the other"
                            : "kubectl apply takes them for one entry when either is changed later"),
                    advice: "apply it with kubectl apply --server-side",
                    related: [report.place(other.field, "the other protocol")])
            }
        }
    }
}
