import Diagnostics
import Manifests

/// A Local policy beside a preference for zones or nodes.
///
/// Local means this node, whatever the hints say. They count only for traffic whose policy is Cluster: with
/// `internalTrafficPolicy: Local` none inside the cluster.
///
/// Bad:
/// ```yaml
/// spec: {internalTrafficPolicy: Local, trafficDistribution: PreferSameZone}
/// ```
/// Good:
/// ```yaml
/// spec: {trafficDistribution: PreferSameNode}
/// ```
/// Source: pkg/proxy/topology.go; observed.
enum LocalPolicyBeatsTopology: LintRule {
    static let description = RuleDescription("TP-019", .note, "Local policy beats topology")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            guard let preference = service.distribution ?? service.topologyAuto else { continue }
            let isInternal = service.isInternallyLocal
            guard isInternal || service.isExternallyLocal else { continue }
            let policy = service.spec[isInternal ? "internalTrafficPolicy" : "externalTrafficPolicy"]
            let all = isInternal && (service.isExternallyLocal || !service.isExternal)
            let path = isInternal ? "within the cluster" : "from outside"
            let place = report.place(policy, "the policy")
            let what = service.distribution == nil ? "the topology annotation" : "trafficDistribution"
            report.add(
                description, at: preference,
                all
                    ? "\(what) has no effect: the Local policy keeps all traffic on the node"
                    : "\(what) has no effect on traffic \(path): the Local policy keeps it on the node",
                advice: "use the Cluster policy with trafficDistribution: PreferSameNode if other nodes may help out",
                related: [place])
        }
    }
}
