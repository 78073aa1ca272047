import Diagnostics
import Manifests

/// No selected container declares the number that a Service port leads to.
///
/// `targetPort` is `port` if nothing is written, so this is often a forgotten `targetPort`. What a container declares
/// isn't binding, so the pods may listen there nevertheless; if they don't, connections are refused by the pod. Pods
/// that declare no port of the protocol say nothing about it and aren't looked at.
///
/// Bad, for a container with `containerPort: 8080`:
/// ```yaml
/// ports: [{port: 80}]
/// ```
/// Good:
/// ```yaml
/// ports: [{port: 80, targetPort: 8080}]
/// ```
/// Source: the endpointslice controller, FindPort.
enum UndeclaredTargetNumber: LintRule {
    static let description = RuleDescription(
        "PORT-025", .warning, "Numeric `targetPort` no selected container declares", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for selection in context.selections where !selection.workloads.isEmpty {
            for service in selection.services {
                for port in service.ports {
                    let declared = selection.declaredNumbers(port.transport)
                    guard let number = port.targetNumber, !declared.isEmpty, !declared.contains(number) else {
                        continue
                    }
                    add(service, port, number, declared.sorted().map(String.init), selection, &report)
                }
            }
        }
    }

    private static func add(
        _ service: ServiceObject, _ port: ServiceObject.Port, _ number: Int64, _ declared: [String],
        _ selection: PodSelection, _ report: inout FindingReport
    ) {
        let target = port.field["targetPort"]
        let isWritten = target.isPresent
        let examples = selection.workloads.lazy.compactMap { workload in
            workload.ports.first { $0.isNameable && $0.transport == port.transport }
        }.prefix(3)
        report.add(
            description, at: isWritten ? target : port.field["port"], path: target.path,
            (isWritten ? "targetPort \(number)" : "port \(number) has no targetPort, so it leads to \(number), which")
                + " is no port that a selected container declares: they declare \(Wording.list(declared)), and"
                + " connections are refused unless something listens on \(number)",
            advice: declared.count == 1
                ? "write targetPort: \(Wording.list(declared))" : "write one of these as targetPort",
            related: examples.map { report.place($0.field["containerPort"], "declares \($0.number)") })
    }
}
