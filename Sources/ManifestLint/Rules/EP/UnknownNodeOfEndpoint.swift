import Diagnostics
import Manifests

/// The `nodeName` of an endpoint is no node of the cluster.
///
/// An endpoint is local only on the node that it names. This one is local nowhere, so Local policies never use it.
///
/// Bad, in a cluster of `node-a` and `node-b`:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], nodeName: node-zz}]
/// ```
/// Good:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], nodeName: node-a}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go.
enum UnknownNodeOfEndpoint: LintRule {
    static let description = RuleDescription(
        "EP-042", .warning, "`nodeName` of an endpoint is not a known node", needs: [.endpoints, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let names = context.cluster.nodes.map(\.name)
        let known = Set(names)
        let near = NearWords(names)
        let groups =
            context.slices.map { EndpointGroup($0) }
            + context.endpointsObjects.flatMap(\.subsets).map { EndpointGroup(subset: $0) }
        for endpoint in groups.lazy.flatMap(\.endpoints) {
            guard let name = endpoint.nodeName, !known.contains(name) else { continue }
            report.add(
                description, at: endpoint.field["nodeName"],
                "there is no node \(name.quoted): the endpoint is local nowhere, and Local policies never use it",
                advice: near.near(name).first.map { "did you mean \($0.quoted)" } ?? "name the node that it runs on")
        }
    }
}
