import Diagnostics
import Manifests

/// Two documents of the input are the same object: equal group, kind, namespace and name, where a missing namespace
/// is `default`.
///
/// `kubectl apply -f` applies both in the order of the files, and the last one wins; a `kubectl create` fails with the
/// second. Nothing merges them. Remove one of the two, or give it the name or namespace that it should have.
///
/// Source: the API server answers the second POST with 409.
enum SameObjectTwice: LintRule {
    static let description = RuleDescription(
        "SCHEMA-014", .warning, "Same object twice in the input", repeatsServer: true)

    /// What tells objects apart.
    private struct Identity: Hashable {
        var group: String
        var kind: String
        var namespace: String
        var name: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var first: [Identity: ManifestObject] = [:]
        for object in context.manifests.objects where !object.name.isEmpty {
            let namespace = ObjectKind(of: object)?.isNamespaced == false ? "" : object.effectiveNamespace
            let identity = Identity(group: object.group, kind: object.kind, namespace: namespace, name: object.name)
            guard let earlier = first[identity] else {
                first[identity] = object
                continue
            }
            let place = report.place(earlier.root["metadata"]["name"], "the first one")
            report.add(
                description, at: object.root["metadata"]["name"],
                "the object stands in the input twice: applied in this order, this one counts",
                advice: "remove one of the two",
                serverText: "\(object.kind.lowercased())s \(object.name.asJSON) already exists", related: [place])
        }
    }
}
