import Diagnostics
import Manifests

/// A port of a Service of type NodePort has no `nodePort`.
///
/// The API server picks a free one. It stays as long as the Service does, but it is another one in another cluster,
/// and after the Service was deleted and made anew. Firewalls, proxies and documents outside the cluster can't know
/// it beforehand.
///
/// Bad, if somebody has to know the number:
/// ```yaml
/// type: NodePort
/// ports: [{port: 80}]
/// ```
/// Good:
/// ```yaml
/// type: NodePort
/// ports: [{port: 80, nodePort: 30080}]
/// ```
/// Source: pkg/registry/core/service/storage/alloc.go.
enum UnsaidNodePort: LintRule {
    static let description = RuleDescription("PORT-015", .note, "NodePort Service without an explicit `nodePort`")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let range = context.cluster.nodePortRange
        for service in context.services where service.type == "NodePort" && !service.isHeadless {
            // A port of the same number shares the node port of the other protocol.
            let pinned = Set(service.ports.filter { $0.nodePort != 0 }.map(\.port))
            for port in service.ports where port.nodePort == 0 && !pinned.contains(port.port) {
                report.add(
                    description, at: port.field, path: port.field["nodePort"].path,
                    "port \(port.port) has no nodePort: the API server picks one of"
                        + " \(range.lowerBound) to \(range.upperBound), another in each cluster",
                    advice: "set nodePort if anything outside the cluster has to know it")
            }
        }
    }
}
