import Diagnostics
import Manifests

/// A preference for the same zone or node, and too few pods to have several in each.
///
/// All clients of a zone go to the pods there, however few they are. With fewer than two pods a zone, one pod can get
/// the whole traffic of a big zone while others share that of a small one; a zone without pods sends its traffic to all.
/// With a preference for the node the same holds for nodes.
///
/// Bad, in a cluster of zone `z1` with nine nodes and `z2` with one:
/// ```yaml
/// spec: {replicas: 2}
/// ```
/// Good:
/// ```yaml
/// spec: {replicas: 6}
/// ```
/// Source: staging/src/k8s.io/endpointslice/trafficdist; pkg/proxy/topology.go.
enum UnevenDistribution: LintRule {
    static let description = RuleDescription(
        "TP-017", .note, "Same-zone / same-node preference can overload a pod", needs: [.workloads, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var placement = PodPlacement(context)
        let clients = placement.nodes.filter(\.takesAnyPod)
        let zones = Set(clients.compactMap(\.zone)).count
        for selection in context.selections where !selection.workloads.isEmpty {
            let services = selection.services.filter {
                $0.isKubeProxys && $0.distribution != nil && $0.topologyAuto == nil
            }
            guard !services.isEmpty else { continue }
            let extent = placement.extent(of: selection.workloads, where: \.takesAnyPod)
            guard extent.pods > 0 else { continue }
            let places = report.places(selection.workloads, "its pods")
            for service in services {
                guard let field = service.distribution,
                    let cause = cause(field.text, extent, nodes: clients.count, zones: zones)
                else { continue }
                report.add(description, at: field, cause, advice: "use more pods, and spread them", related: places)
            }
        }
    }

    /// What may happen to a pod; nil if there are enough.
    private static func cause(_ distribution: String, _ extent: PodPlacement.Extent, nodes: Int, zones: Int) -> String?
    {
        let pods = Wording.count(extent.pods, "pod")
        switch distribution {
        case "PreferSameZone", "PreferClose":
            guard zones > 1, extent.pods < 2 * zones, extent.nodes < nodes else { return nil }
            return "\(pods) in \(zones) zones: one pod may get all traffic of its zone, and a zone without pods"
                + " sends its traffic to all"
        case "PreferSameNode":
            guard nodes > 1, extent.nodes < nodes else { return nil }
            return "\(pods) on \(extent.nodes) of \(nodes) nodes at most: each gets all traffic of its node, and the"
                + " other nodes' traffic beside"
        default: return nil
        }
    }
}
