import Diagnostics
import Manifests

/// The headless Service that gives pods their own DNS names isn't there.
///
/// The pods of a StatefulSet get names such as db-0.db through the headless Service that `serviceName` names, and so
/// does a pod with `hostname` and `subdomain`. The Service has to exist in the same namespace, have `clusterIP: None`,
/// and select the pods. Otherwise these names have no address.
///
/// Bad, without a Service db:
/// ```yaml
/// kind: StatefulSet
/// spec: {serviceName: db}
/// ```
/// Good: with
/// ```yaml
/// kind: Service
/// metadata: {name: db}
/// spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
/// ```
/// Source: the endpointslice controller; the API server takes it.
enum MissingGoverningService: LintRule {
    static let description = RuleDescription(
        "SEL-012", .warning, "StatefulSet without its governing headless Service", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for workload in context.workloads {
            if workload.kind == .statefulSet {
                check(workload, workload.field["spec"]["serviceName"], context, &report)
            } else if workload.podSpec["hostname"].nonEmpty != nil && !isOwnedByStatefulSet(workload) {
                check(workload, workload.podSpec["subdomain"], context, &report)
            }
        }
    }

    /// A StatefulSet gives its pods hostname and subdomain; it is enough to say it of the set.
    private static func isOwnedByStatefulSet(_ workload: Workload) -> Bool {
        workload.field["metadata"]["ownerReferences"].items.contains { $0["kind"].text == "StatefulSet" }
    }

    private static func check(
        _ workload: Workload, _ field: FieldCursor, _ context: LintContext, _ report: inout FindingReport
    ) {
        guard let name = field.nonEmpty else { return }
        guard let service = context.service(workload.namespace, name) else {
            if context.cluster.existingServices.contains("\(workload.namespace)/\(name)") { return }
            add(field, "which the input doesn't have", nil, &report)
            return
        }
        if service.type == "ExternalName" || !service.isHeadless {
            add(field, "which isn't headless", service.spec["clusterIP"], &report)
        } else if service.selector.isEmpty
            || !service.selector.allSatisfy({ workload.podLabels[$0.key] == $0.value })
        {
            add(field, "which doesn't select its pods", service.spec["selector"], &report)
        }
    }

    private static func add(
        _ field: FieldCursor, _ problem: String, _ service: FieldCursor?, _ report: inout FindingReport
    ) {
        let kind = field.path.hasSuffix("serviceName") ? "serviceName" : "subdomain"
        report.add(
            description, at: field,
            "\(kind) \(field.text.quoted) means a Service \(problem): the pods get no DNS names of their own",
            advice: "add a Service of this name with clusterIP: None that selects the pods",
            related: service.map { [report.place($0, "the Service")] } ?? [])
    }
}
