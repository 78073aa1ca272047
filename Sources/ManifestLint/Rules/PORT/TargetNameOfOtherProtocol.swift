import Diagnostics
import Manifests

/// A named `targetPort` that the selected pods declare under another protocol.
///
/// A container's port counts only if its protocol is the Service port's; both are TCP if they say nothing. Otherwise
/// it is as if the name weren't there: no endpoint, and connections are refused.
///
/// Bad, for a container with `ports: [{name: dns, containerPort: 53, protocol: UDP}]`:
/// ```yaml
/// ports: [{port: 53, targetPort: dns}]
/// ```
/// Good:
/// ```yaml
/// ports: [{port: 53, protocol: UDP, targetPort: dns}]
/// ```
/// Source: the endpointslice controller, FindPort; seen on the running controller.
enum TargetNameOfOtherProtocol: LintRule {
    static let description = RuleDescription(
        "PORT-022", .error, "Named `targetPort` exists under another protocol", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        NamedTargets.forEach(context) { service, port, target, _ in
            guard let name = port.targetName, let first = target.otherProtocol.first else { return }
            let written = first.port.transport.inMessage
            let workloads = Wording.list(target.otherProtocol.map(\.workload))
            report.add(
                description, at: port.field["targetPort"], severity: target.severity,
                "port \(name.quoted) of \(workloads) is \(written), but the Service's port is"
                    + " \(port.transport.inMessage): " + target.effect(port),
                advice: "write protocol: \(written) here, or \(port.transport.inMessage) in the container",
                related: target.otherProtocol.prefix(3).map { report.place($0.port.field, "declares the port") })
        }
    }
}
