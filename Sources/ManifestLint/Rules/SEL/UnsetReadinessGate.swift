import Diagnostics
import Manifests

/// Pods behind a Service wait for a readiness gate that nothing sets.
///
/// A pod with a readiness gate is ready only once somebody writes that condition into its status. Controllers of load
/// balancers do so for theirs. If nobody does, the pods run but never become endpoints, and connections are refused.
/// Name gates of your own controllers in the cluster description, `readinessGates`.
///
/// Bad:
/// ```yaml
/// readinessGates: [{conditionType: example.com/ok}]
/// ```
/// Good: no gate, or one that a controller of the cluster sets.
///
/// Source: the endpointslice controller; the documentation of pod readiness.
enum UnsetReadinessGate: LintRule {
    static let description = RuleDescription(
        "SEL-011", .warning, "Pods need a readiness gate nobody sets", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var set = context.cluster.readinessGates
        for workload in context.workloads where workload.kind == .pod {
            for condition in workload.field["status"]["conditions"].items { set.insert(condition["type"].text) }
        }
        var seen: Set<ObjectIdentifier> = []
        for selection in context.selections {
            guard let service = selection.services.first else { continue }
            for workload in selection.workloads where seen.insert(ObjectIdentifier(workload.field.object)).inserted {
                for gate in workload.podSpec["readinessGates"].items {
                    let type = gate["conditionType"].text
                    if set.contains(type) || ReadinessGates.isKnown(type) { continue }
                    add(gate["conditionType"], service, &report)
                }
            }
        }
    }

    private static func add(_ gate: FieldCursor, _ service: ServiceObject, _ report: inout FindingReport) {
        report.add(
            description, at: gate,
            "readiness gate \(gate.text.quoted) is set by nothing that is known: the pods never become ready, and"
                + " \(service.reference) gets no endpoint from them",
            advice: "remove the gate, or name it in readinessGates of the cluster description",
            related: [report.place(service.spec["selector"], "selects the pods")])
    }
}
