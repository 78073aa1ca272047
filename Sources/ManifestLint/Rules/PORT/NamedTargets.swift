import Diagnostics
import Manifests

/// The ports of Services whose `targetPort` is a name, with what it means to the pods that are selected.
enum NamedTargets {
    /// Calls `body` with each such port; ports of Services that select nothing are left out.
    static func forEach(
        _ context: LintContext, _ body: (ServiceObject, ServiceObject.Port, NamedTarget, PodSelection) -> Void
    ) {
        for selection in context.selections where !selection.workloads.isEmpty {
            for service in selection.services {
                for port in service.ports {
                    if let target = selection.target(of: port) { body(service, port, target, selection) }
                }
            }
        }
    }
}

extension NamedTarget {
    /// An error if no pod has the port, a warning if some do.
    var severity: Severity { resolved.isEmpty ? .error : .warning }

    /// What becomes of connections to a Service's port.
    func effect(_ port: ServiceObject.Port) -> String {
        resolved.isEmpty
            ? "port \(port.port) of the Service has no endpoint, and connections to it are refused"
            : "port \(port.port) of the Service leaves these pods out"
    }
}
