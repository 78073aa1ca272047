import Diagnostics
import Manifests

/// An object names a namespace that neither the input nor the cluster description has.
///
/// The API server answers 404, and nothing of that namespace is applied. Namespaces that every cluster has count as
/// known. If only the input has Namespaces, others may exist in the cluster: then it is a warning.
///
/// Source: observed.
enum NamespaceMissing: LintRule {
    static let description = RuleDescription(
        "CL-006", .error, "Namespace missing", needs: [.namespaces], repeatsServer: true)

    private static let builtIn: Set<String> = ["default", "kube-system", "kube-public", "kube-node-lease"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let known = builtIn.union(context.cluster.namespaces).union(context.objects(.namespace).map(\.name))
        let severity: Severity = context.cluster.namespaces.isEmpty ? .warning : .error
        var advice: [String: String] = [:]
        var looked: Set<String> = []
        for object in context.manifests.objects {
            guard ObjectKind(of: object)?.isNamespaced == true, !known.contains(object.effectiveNamespace) else {
                continue
            }
            let name = object.namespace
            // More slips than these are none, and each costs a look at every namespace.
            if looked.count < 20 && looked.insert(name).inserted {
                advice[name] = suggestion(for: name, among: known)
            }
            report.add(
                description, at: object.root["metadata"]["namespace"], severity: severity,
                "there is no namespace \(name.asJSON)",
                advice: advice[name] ?? "add the Namespace, or list it in the cluster description",
                serverText: "namespaces \(name.asJSON) not found")
        }
    }

    private static func suggestion(for name: String, among known: Set<String>) -> String? {
        let near = known.compactMap { candidate in
            EditDistance.between(name, candidate, atMost: 2).map { ($0, candidate) }
        }
        return near.min { $0 < $1 }.map { "did you mean \($0.1)" }
    }
}
