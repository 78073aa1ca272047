import Diagnostics
import Manifests

/// A selector gets a label that the running pods don't carry yet.
///
/// The Service changes at once, the pods only as the rollout goes on. In between the Service has fewer endpoints, or
/// none if no pod carried the label before. Give the pods the label first, and narrow the selector when they are out.
///
/// Bad, together with a Deployment whose pods get `version: v2` only now:
/// ```yaml
/// selector: {app: web, version: v2}   # was: {app: web}
/// ```
/// Good: the Deployment first, the selector later.
///
/// Source: the endpointslice controller.
enum SelectorAheadOfPods: LintRule {
    static let description = RuleDescription(
        "SEL-010", .warning, "Selector changed before the pods carry the label",
        needs: [.previousVersions, .workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for selection in context.selections {
            // What each workload's pods carried before is looked up once for all Services of the selector.
            let before = selection.workloads.map { previousLabels(of: $0, context) }
            for service in selection.services {
                guard let previous = context.previous(of: service.field.object).map({ ServiceObject($0) }),
                    !previous.selector.isEmpty
                else { continue }
                let added = selection.selector.filter { previous.selector[$0.key] != $0.value }
                if !added.isEmpty { check(service, added, selection, before, previous, &report) }
            }
        }
    }

    private static func check(
        _ service: ServiceObject, _ added: [String: String], _ selection: PodSelection, _ before: [[String: String]?],
        _ previous: ServiceObject, _ report: inout FindingReport
    ) {
        let late = zip(selection.workloads, before).filter { _, labels in
            guard let labels else { return true }
            return !added.allSatisfy { labels[$0.key] == $0.value }
        }
        // A workload that is new altogether takes nothing away as long as another one carries the label.
        let isEmptied = late.count == selection.workloads.count
        let gaining = isEmptied ? late : late.filter { $0.1 != nil }
        guard isEmptied || !gaining.isEmpty else { return }
        let workloads = gaining.map(\.0)
        let labels = Wording.selector(added)
        let cause =
            workloads.isEmpty
            ? "no pods of the input carry it"
            : "the pods of \(Wording.list(workloads)) get it only with this change"
        report.add(
            description, at: service.spec["selector"],
            "the selector now asks for \(labels), but \(cause): until the rollout is through the Service has"
                + " \(isEmptied ? "no" : "fewer") endpoints",
            advice: "give the pods the label first, and change the selector when they are out",
            related: [report.place(previous.spec["selector"], "the selector before")]
                + report.places(workloads, "the labels of its pods"))
    }

    /// The labels that a workload's pods carried before; nil if it is new.
    private static func previousLabels(of workload: Workload, _ context: LintContext) -> [String: String]? {
        context.previous(of: workload.field.object).flatMap { Workload($0) }?.podLabels
    }
}
