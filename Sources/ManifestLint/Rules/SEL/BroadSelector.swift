import Diagnostics
import Manifests

/// A selector catches the pods of several workloads that don't do the same.
///
/// Connections are spread over all pods that the selector matches. When pods of a database, a worker or a CronJob
/// carry the label as well, a part of the connections goes to them. It shows in a label that the selector leaves out
/// and in which the pods differ, such as component or tier. Labels of versions and of controllers don't count.
///
/// Bad, beside a Deployment web-db whose pods have `app: web, tier: db`:
/// ```yaml
/// selector: {app: web}
/// ```
/// Good:
/// ```yaml
/// selector: {app: web, tier: front}
/// ```
/// Source: the endpointslice controller.
enum BroadSelector: LintRule {
    static let description = RuleDescription(
        "SEL-006", .warning, "Selector catches several workloads", needs: [.workloads])

    /// Labels in which pods of one purpose may differ.
    private static let neutral: Set<String> = [
        "pod-template-hash", "controller-revision-hash", "pod-template-generation", "controller-uid",
        "batch.kubernetes.io/controller-uid", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/job-completion-index", "version", "app.kubernetes.io/version", "helm.sh/chart", "chart",
        "heritage", "app.kubernetes.io/managed-by", "app.kubernetes.io/instance", "release", "revision",
        "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
    ]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for selection in context.selections where selection.workloads.count > 1 {
            var byOwner: [String: Workload] = [:]
            for workload in selection.workloads where byOwner[workload.ownerName] == nil {
                byOwner[workload.ownerName] = workload
            }
            let owners = byOwner.sorted { $0.key < $1.key }.map(\.value)
            guard owners.count > 1, let key = differingKey(owners, selection.selector) else { continue }
            let selector = Wording.selector(selection.selector)
            for service in selection.services {
                report.add(
                    description, at: service.spec["selector"],
                    "selector \(selector) catches the pods of \(Wording.list(owners)), which differ in label"
                        + " \(key.inMessage): connections are spread over all of them",
                    advice: "add \(key.inMessage) to the selector if not all of them are meant",
                    related: report.places(owners, "the labels of its pods"))
            }
        }
    }

    /// The first label that the selector leaves out and that the pods don't have in common.
    private static func differingKey(_ workloads: [Workload], _ selector: [String: String]) -> String? {
        var counts: [NearLabels.Label: Int] = [:]
        for workload in workloads {
            for (key, value) in workload.podLabels where selector[key] == nil && !neutral.contains(key) {
                counts[NearLabels.Label(key: key, value: value), default: 0] += 1
            }
        }
        return counts.lazy.filter { $0.value < workloads.count }.map(\.key.key).min()
    }
}

extension Workload {
    /// The name of what its pods belong to in the end: a pod's controller, and that of a ReplicaSet.
    var ownerName: String {
        guard let owner = field["metadata"]["ownerReferences"].items.first?["name"].nonEmpty else { return name }
        // A ReplicaSet is called after its Deployment and the hash of the template.
        guard kind == .pod, let hash = podLabels["pod-template-hash"], owner.hasSuffix("-\(hash)") else { return owner }
        return String(owner.dropLast(hash.count + 1))
    }
}
