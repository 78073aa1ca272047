import Diagnostics
import Manifests

/// A traffic policy is Local, and ipvs mode doesn't keep to it.
///
/// On a node without an endpoint of its own iptables and nftables mode drop the packets. ipvs mode uses the endpoints
/// of the whole cluster instead: traffic crosses nodes although it shouldn't, and clients from outside may get answers
/// from an address that they didn't ask. Nothing is said if the input shows an endpoint on every node.
///
/// Bad, with `proxy: {mode: ipvs}`:
/// ```yaml
/// spec: {internalTrafficPolicy: Local}
/// ```
/// Good:
/// ```yaml
/// spec: {internalTrafficPolicy: Cluster}
/// ```
/// Source: pkg/proxy/ipvs/proxier.go.
enum LocalPolicyFallsBack: LintRule {
    static let description = RuleDescription(
        "MODE-IPVS-003", .warning, "Local policy falls back to all endpoints under ipvs")

    private static let scope = ProxyModeScope("ipvs")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard let severity = scope.severity(of: description, in: cluster) else { return }
        var placement = PodPlacement(context)
        for service in context.services {
            let fields = [service.localInternalPolicy, service.localExternalPolicy].compactMap { $0 }
            if fields.isEmpty || isEverywhere(service, context, &placement) { continue }
            for field in fields {
                report.add(
                    description, at: field, severity: severity,
                    "\(scope.prefix(in: cluster)) nodes without an endpoint of their own use those of other nodes"
                        + (cluster.proxyMode == nil ? "; in iptables and nftables mode they drop the packets" : ""),
                    advice: "run a pod on every node, or use policy Cluster")
            }
        }
    }

    /// Whether the input shows an endpoint of a Service on every node.
    private static func isEverywhere(
        _ service: ServiceObject, _ context: LintContext, _ placement: inout PodPlacement
    ) -> Bool {
        let nodes = context.cluster.nodes
        if nodes.isEmpty { return false }
        let endpoints = context.groups(of: service).lazy.flatMap(\.endpoints).filter(\.isReady)
        if Set(endpoints.compactMap(\.nodeName)).isSuperset(of: nodes.map(\.name)) { return true }
        let agents = (context.selection(of: service)?.workloads ?? []).filter { $0.kind == .daemonSet }
        return agents.contains { placement.nodes(admitting: $0).count == nodes.count }
    }
}
