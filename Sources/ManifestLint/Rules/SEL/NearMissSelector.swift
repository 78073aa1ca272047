import Diagnostics
import Manifests

/// A selector that misses pods by a trifle.
///
/// Nothing matches, but the pods of a workload would if the selector differed in one thing: the case of letters, `_`
/// for `-`, one letter of a key or value, one label less, or `app` for `app.kubernetes.io/name`. Labels are compared
/// to the letter, so the Service selects nothing.
///
/// Bad, beside a Deployment whose pods have `app: web`:
/// ```yaml
/// selector: {App: web}
/// ```
/// Good:
/// ```yaml
/// selector: {app: web}
/// ```
/// Source: the endpoints controllers.
enum NearMissSelector: LintRule {
    static let description = RuleDescription("SEL-005", .error, "Selector is a near miss", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let unmatched = context.unmatchedServices
        guard !unmatched.isEmpty else { return }
        let own = WorkloadLabels(context.workloads)
        var labels = NearLabels(context)
        for (selection, service) in unmatched where own.workload(selection) == nil {
            guard let miss = labels.miss(selection, context) else { continue }
            let field = service.spec["selector"][key: miss.key]
            let selector = Wording.selector(selection.selector)
            let written = "\(miss.key)=\(selection.selector[miss.key] ?? "")".inMessage
            let difference =
                if let meant = miss.meant {
                    "they have \("\(meant.key)=\(meant.value)".inMessage) for \(written)"
                } else {
                    "they have no label \(miss.key.inMessage)"
                }
            report.add(
                description, at: field, path: "spec.selector[\(miss.key.inMessage)]",
                "selector \(selector) misses the pods of \(miss.workload.reference) only because \(difference): the"
                    + " Service selects nothing",
                advice: miss.meant.map { "did you mean \("\($0.key): \($0.value)".inMessage)?" }
                    ?? "remove the label from the selector, or add it to the pod template",
                related: report.places([miss.workload], "the labels of its pods"),
                fixes: miss.isCertain ? fixes(miss, service) : [])
        }
    }

    /// The key or value as the pods have it.
    private static func fixes(_ miss: NearLabels.Miss, _ service: ServiceObject) -> [FixIt] {
        guard let meant = miss.meant else { return [] }
        let entry = service.spec["selector"].entries.last { $0.key.text == miss.key }
        guard let entry else { return [] }
        return meant.key == miss.key
            ? FixIt.replacing(entry.value, with: meant.value) : FixIt.replacing(entry.key, with: meant.key)
    }
}

/// The labels of the pods of each namespace, to find those that a selector may mean.
struct NearLabels {
    /// What keeps a selector from matching.
    struct Miss {
        /// The workload whose pods would match otherwise.
        var workload: Workload
        /// The selector's label that doesn't match.
        var key: String
        /// The label of the pods that is meant; nil if they have none such.
        var meant: Label?
        /// Whether nothing but the spelling differs: letters' case, or `_` and `-`.
        var isCertain: Bool
    }

    struct Label: Hashable {
        var key: String
        var value: String

        var text: String { "\(key)=\(value)" }

        /// What is left when case, `_` and `-`, and the two usual keys for an application's name don't count.
        var folded: String {
            let name = key == "app.kubernetes.io/name" ? "app" : key
            return "\(name)=\(value)".spellingFolded
        }
    }

    private var words: [String: NearWords] = [:]
    private var byText: [String: [String: Label]] = [:]
    private var byFold: [String: [String: [Label]]] = [:]

    init(_ context: LintContext) {
        let namespaces = Set(context.selections.lazy.filter(\.workloads.isEmpty).map(\.namespace))
        for namespace in namespaces {
            var labels: Set<Label> = []
            for workload in context.workloads(in: namespace) {
                for (key, value) in workload.podLabels { labels.insert(Label(key: key, value: value)) }
            }
            let sorted = labels.sorted { $0.text < $1.text }
            words[namespace] = NearWords(sorted.lazy.map(\.text))
            byText[namespace] = Dictionary(sorted.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first })
            byFold[namespace] = Dictionary(grouping: sorted, by: \.folded)
        }
    }

    /// The one thing by which a selector misses some pods; nil if it is more than one thing.
    mutating func miss(_ selection: PodSelection, _ context: LintContext) -> Miss? {
        for (key, value) in selection.selector.sorted(by: { $0.key < $1.key }) {
            for meant in candidates(for: Label(key: key, value: value), in: selection.namespace) {
                var selector = selection.selector
                selector[key] = nil
                guard selector[meant.key] == nil else { continue }
                selector[meant.key] = meant.value
                if let workload = context.firstWorkload(in: selection.namespace, carrying: selector) {
                    let isCertain = "\(key)=\(value)".spellingFolded == meant.text.spellingFolded
                    return Miss(workload: workload, key: key, meant: meant, isCertain: isCertain)
                }
            }
        }
        return extraLabel(selection, context)
    }

    /// A label without which the selector would match pods that have no such label.
    private func extraLabel(_ selection: PodSelection, _ context: LintContext) -> Miss? {
        guard selection.selector.count > 1 else { return nil }
        for key in selection.selector.keys.sorted() {
            var selector = selection.selector
            selector[key] = nil
            if let workload = context.firstWorkload(in: selection.namespace, carrying: selector),
                workload.podLabels[key] == nil
            {
                return Miss(workload: workload, key: key, meant: nil, isCertain: false)
            }
        }
        return nil
    }

    /// The labels that `label` may be a slip for: first those that are spelt alike, then those one edit from it.
    private func candidates(for label: Label, in namespace: String) -> [Label] {
        let alike = (byFold[namespace]?[label.folded] ?? []).filter { $0 != label }
        let near = words[namespace]?.near(label.text) ?? []
        return alike + near.compactMap { byText[namespace]?[$0] }.filter { !alike.contains($0) }
    }
}

extension String {
    /// The text without what is easily mistaken: the case of letters, and `_` for `-`.
    fileprivate var spellingFolded: String { String(lowercased().map { $0 == "_" ? "-" : $0 }) }
}
