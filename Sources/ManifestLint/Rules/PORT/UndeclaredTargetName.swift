import Diagnostics
import Manifests

/// A named `targetPort` that the selected pods don't declare.
///
/// The name is looked up among the ports of each pod's containers, and of init containers that keep running. A pod
/// that doesn't declare it is listed without this port. If no pod does, the Service port has no endpoint and every
/// connection to it is refused.
///
/// Bad, for a container with `ports: [{name: http, containerPort: 8080}]`:
/// ```yaml
/// ports: [{port: 80, targetPort: web}]
/// ```
/// Good:
/// ```yaml
/// ports: [{port: 80, targetPort: http}]
/// ```
/// Source: the endpointslice controller, FindPort; seen on the running controller.
enum UndeclaredTargetName: LintRule {
    static let description = RuleDescription(
        "PORT-021", .error, "Named `targetPort` that no selected container declares", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        NamedTargets.forEach(context) { service, port, target, selection in
            guard let name = port.targetName, let first = target.undeclared.first else { return }
            let near = alternatives(to: name, port.transport, in: first)
            report.add(
                description, at: port.field["targetPort"], severity: target.severity,
                "no container of \(Wording.list(target.undeclared, of: target.undeclaredCount)) declares a port named \(name.quoted): "
                    + target.effect(port),
                advice: advice(near, name, first, port.transport),
                related: report.places(target.undeclared, "doesn't declare the port"),
                fixes: fixes(near, name, port, target))
        }
    }

    /// The names that a workload's lasting containers declare under the protocol, the most similar ones first.
    private static func alternatives(to name: String, _ transport: String, in workload: Workload) -> [String] {
        let names = Set(
            workload.ports.lazy.filter { $0.isNameable && $0.transport == transport }.map(\.name).prefix(64))
        let near = names.filter { EditDistance.between($0, name, atMost: 2) != nil }
        return (near.isEmpty ? names : near).filter { !$0.isEmpty }.sorted()
    }

    private static func advice(_ names: [String], _ name: String, _ workload: Workload, _ transport: String) -> String {
        if names.isEmpty {
            let numbers = workload.ports.filter { $0.isNameable && $0.transport == transport }.map { "\($0.number)" }
            return numbers.isEmpty
                ? "declare the port in the container, or write its number"
                : "give the container's port the name, or write its number, \(Wording.list(numbers))"
        }
        let near = names.count == 1 ? names.first.flatMap { EditDistance.between($0, name, atMost: 2) } : nil
        return near != nil
            ? "did you mean \(Wording.list(names.map(\.quoted)))?"
            : "the containers declare \(Wording.list(names.map(\.quoted)))"
    }

    /// A name that differs in the case of its letters alone can only be meant.
    private static func fixes(
        _ names: [String], _ name: String, _ port: ServiceObject.Port, _ target: NamedTarget
    ) -> [FixIt] {
        guard let only = names.first, names.count == 1, target.resolved.isEmpty,
            only.lowercased() == name.lowercased()
        else { return [] }
        return FixIt.replacing(port.field["targetPort"], with: only)
    }
}
