import Diagnostics
import Manifests

/// A selector has a label that a controller gives to pods.
///
/// The next rollout or run gives its pods another value, and the Service selects nothing from then on. The name and
/// index of a StatefulSet's pod stay; a Service that selects one of them leads to this one pod.
///
/// Bad:
/// ```yaml
/// selector: {app: web, pod-template-hash: 7f69798f94}
/// ```
/// Good:
/// ```yaml
/// selector: {app: web}
/// ```
/// Source: the Deployment, DaemonSet and Job controllers.
enum GeneratedLabelInSelector: LintRule {
    static let description = RuleDescription("SEL-007", .warning, "Selector pins a generated label")

    /// Labels that change, and what changes them.
    private static let changing: [String: String] = [
        "pod-template-hash": "the next rollout", "controller-revision-hash": "the next rollout",
        "pod-template-generation": "the next rollout", "controller-uid": "the next run",
        "batch.kubernetes.io/controller-uid": "the next run", "job-name": "the next run",
        "batch.kubernetes.io/job-name": "the next run",
    ]
    private static let stable: Set<String> = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type != "ExternalName" {
            for (key, _) in service.spec["selector"].entries {
                let name = key.text
                if let change = changing[name] {
                    report.add(
                        description, at: key, path: "spec.selector[\(name)]",
                        "label \(name) of the selector is a controller's: \(change) gives the pods another value, and"
                            + " the Service selects nothing",
                        advice: "select a label of the pod template")
                } else if stable.contains(name) {
                    report.add(
                        description, at: key, severity: .note, path: "spec.selector[\(name)]",
                        "label \(name) of the selector is that of one pod of a StatefulSet: all connections go to it",
                        advice: "remove the label unless this one pod is meant")
                }
            }
        }
    }
}
