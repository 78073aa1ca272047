import Diagnostics
import Manifests

/// A selector that matches no pod of the input.
///
/// A Service selects pods of its own namespace that carry every label of its selector. If there are none its
/// EndpointSlice is empty, and every connection to it is refused. If the input has no workload of that namespace at
/// all the pods may come from elsewhere, and this is only a note. SEL-003, SEL-004 and SEL-005 tell the cause where
/// they find one.
///
/// Bad, beside a Deployment whose pods have `app: web`:
/// ```yaml
/// selector: {app: webb}
/// ```
/// Good:
/// ```yaml
/// selector: {app: web}
/// ```
/// Source: the endpointslice controller.
enum UnmatchedSelector: LintRule {
    static let description = RuleDescription(
        "SEL-002", .error, "Selector matches no pod template", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for (selection, service) in context.unmatchedServices {
            let selector = Wording.selector(selection.selector)
            let count = context.workloadCount(in: selection.namespace)
            let namespace = selection.namespace.inMessage
            guard count > 0 else {
                report.add(
                    description, at: service.spec["selector"], severity: .note,
                    "the input has no pods in namespace \(namespace), so nothing tells whether selector \(selector)"
                        + " matches any",
                    advice: "lint the Service together with its workload")
                continue
            }
            report.add(
                description, at: service.spec["selector"],
                "selector \(selector) matches no pods in namespace \(namespace), for which the input has"
                    + " \(Wording.count(count, "workload")): the Service has no endpoint, and connections to it are refused",
                advice: "write labels that the pods carry",
                related: count > 3
                    ? [] : report.places(context.workloads(in: selection.namespace), "the labels of its pods"))
        }
    }
}

extension LintContext {
    /// The Services whose selector matches nothing in the input, and that have no endpoints in it either.
    var unmatchedServices: [(PodSelection, ServiceObject)] {
        selections.filter(\.workloads.isEmpty).flatMap { selection -> [(PodSelection, ServiceObject)] in
            if hasForeignPods(in: selection.namespace, carrying: selection.selector) { return [] }
            return selection.services.filter { !hasEndpoints($0) }.map { (selection, $0) }
        }
    }
}
