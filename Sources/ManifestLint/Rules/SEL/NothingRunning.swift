import Diagnostics
import Manifests

/// Everything that a Service selects is scaled to zero, or has an end.
///
/// A workload with `replicas: 0` has no pods, and pods that have succeeded or failed are never endpoints. So there is
/// nothing to connect to, or only while a Job runs. An autoscaler that has the workload as its target may change that,
/// and then nothing is said; nor of a headless Service that is the `subdomain` of a Job's pods, by which they find each
/// other while they run.
///
/// Bad, for a Deployment behind a Service:
/// ```yaml
/// spec: {replicas: 0}
/// ```
/// Good:
/// ```yaml
/// spec: {replicas: 2}
/// ```
/// Source: the endpointslice controller.
enum NothingRunning: LintRule {
    static let description = RuleDescription(
        "SEL-008", .warning, "Everything selected is scaled to zero or finished", needs: [.workloads])

    private struct Target: Hashable {
        var namespace: String
        var kind: String
        var name: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var scaled: Set<Target> = []
        for kind in ["HorizontalPodAutoscaler", "ScaledObject"] {
            for object in context.objects(named: kind) {
                let target = object.root["spec"]["scaleTargetRef"]
                scaled.insert(
                    Target(
                        namespace: object.effectiveNamespace, kind: target["kind"].nonEmpty ?? "Deployment",
                        name: target["name"].text))
            }
        }
        for selection in context.selections {
            let idle = selection.workloads.lazy.filter { workload in
                isIdle(workload)
                    && !scaled.contains(
                        Target(namespace: workload.namespace, kind: workload.kind.rawValue, name: workload.name))
            }
            guard !selection.workloads.isEmpty, idle.count == selection.workloads.count else { continue }
            for service in selection.services where !isMeetingPlace(service, of: selection) {
                let reasons = selection.workloads.prefix(3).map { "\($0.reference) \(state(of: $0))" }
                report.add(
                    description, at: service.spec["selector"],
                    "nothing that the Service selects keeps running: \(Wording.list(reasons)); connections are refused",
                    advice: "scale a workload up, or select one that keeps running",
                    related: selection.workloads.prefix(3).map { report.place(cause($0), state(of: $0)) })
            }
        }
    }

    /// Whether the Service only gives the pods of Jobs names.
    private static func isMeetingPlace(_ service: ServiceObject, of selection: PodSelection) -> Bool {
        service.isHeadless
            && selection.workloads.allSatisfy { workload in
                [.job, .cronJob].contains(workload.kind) && workload.podSpec["subdomain"].string == service.name
            }
    }

    private static func isIdle(_ workload: Workload) -> Bool {
        switch workload.kind {
        case .job, .cronJob: true
        case .pod: ["Succeeded", "Failed"].contains(workload.field["status"]["phase"].text)
        default: workload.replicas == 0
        }
    }

    private static func state(of workload: Workload) -> String {
        switch workload.kind {
        case .job, .cronJob: "has pods only while it runs"
        case .pod: "has ended"
        default: "has 0 replicas"
        }
    }

    private static func cause(_ workload: Workload) -> FieldCursor {
        switch workload.kind {
        case .job, .cronJob: workload.field["kind"]
        case .pod: workload.field["status"]["phase"]
        default: workload.field["spec"]["replicas"]
        }
    }
}
