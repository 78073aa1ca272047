import Diagnostics
import Manifests

/// A selector that matches a workload's own labels, but not those of its pods.
///
/// A Service never looks at the labels of a Deployment or at what that selects: only at the labels that the pods
/// carry, which stand in `spec.template.metadata.labels`. So it selects nothing, and connections to it are refused.
///
/// Bad:
/// ```yaml
/// kind: Service
/// spec: {selector: {app: my-app-2}}
/// ---
/// kind: Deployment
/// metadata: {labels: {app: my-app-2}}
/// spec: {template: {metadata: {labels: {app: web}}}}
/// ```
/// Good: the Service with `selector: {app: web}`.
///
/// Source: the endpoints controllers look pods up by their labels.
enum SelectorOfWorkloadLabels: LintRule {
    static let description = RuleDescription(
        "SEL-003", .error, "Selector matches the workload object, not its pods", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let unmatched = context.unmatchedServices
        guard !unmatched.isEmpty else { return }
        let index = WorkloadLabels(context.workloads)
        for (selection, service) in unmatched {
            guard let (workload, field) = index.workload(selection) else { continue }
            let pods = Wording.selector(workload.podLabels)
            report.add(
                description, at: service.spec["selector"],
                "selector \(Wording.selector(selection.selector)) matches \(field.path) of \(workload.reference), but"
                    + " its pods have \(pods.isEmpty ? "no labels" : pods): a Service looks only at the pods, and this"
                    + " one selects none",
                advice: pods.isEmpty
                    ? "add the labels to spec.template.metadata.labels" : "select labels of the pod template",
                related: [
                    report.place(field, "the labels that match"),
                    report.place(workload.template["metadata"]["labels"], "the labels of the pods"),
                ])
        }
    }
}

/// Workloads by the labels that they have themselves and that they select.
struct WorkloadLabels {
    private var index = LabelIndex()
    private var entries: [(workload: Workload, field: FieldCursor)] = []

    init(_ workloads: [Workload]) {
        for workload in workloads where workload.kind != .pod {
            add(workload, workload.field["metadata"]["labels"])
            add(workload, workload.field["spec"]["selector"]["matchLabels"])
        }
    }

    private mutating func add(_ workload: Workload, _ field: FieldCursor) {
        index.add(field.stringMap, in: workload.namespace)
        entries.append((workload, field))
    }

    /// The first workload of the selection's namespace with its labels, and where they stand.
    func workload(_ selection: PodSelection) -> (workload: Workload, field: FieldCursor)? {
        index.first(in: selection.namespace, carrying: selection.selector).map { entries[$0] }
    }
}
