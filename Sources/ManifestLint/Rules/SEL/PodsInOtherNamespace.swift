import Diagnostics
import Manifests

/// The pods that a selector matches live in another namespace.
///
/// A Service selects only pods of its own namespace, and has no endpoint otherwise. Usually one of the two manifests
/// lacks `metadata.namespace` and goes to `default`. For the use of pods across namespaces put a Service beside them,
/// and let clients call it by its full name.
///
/// Bad:
/// ```yaml
/// kind: Service
/// metadata: {name: web, namespace: default}
/// ---
/// kind: Deployment
/// metadata: {name: web, namespace: shop}
/// ```
/// Good: both in namespace shop.
///
/// Source: the endpoints controllers list pods by namespace.
enum PodsInOtherNamespace: LintRule {
    static let description = RuleDescription(
        "SEL-004", .error, "Matching pods live in another namespace", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for (selection, service) in context.unmatchedServices {
            guard let workload = context.firstWorkload(carrying: selection.selector) else { continue }
            let written = service.field["metadata"]["namespace"]
            report.add(
                description, at: written.isPresent ? written : service.spec["selector"],
                path: written.path,
                "the pods with \(Wording.selector(selection.selector)) are those of \(workload.reference), but the"
                    + " Service goes to namespace \(selection.namespace.inMessage)"
                    + (written.isPresent ? "" : ", because it says none") + " and selects nothing there",
                advice: "put the Service into namespace \(workload.namespace.inMessage)",
                related: report.places([workload], "the labels of its pods"))
        }
    }
}
