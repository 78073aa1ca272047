import Diagnostics
import Manifests

/// `topology-mode: Auto` in a cluster where it can't give hints.
///
/// The controller divides ready endpoints among zones by the CPUs of their nodes. It gives no hints at all if the ready
/// nodes outside the control plane are in fewer than two zones, if one of them has no zone or no CPUs, if there are
/// fewer endpoints than zones, or if a zone would get over 20 % too little. Traffic then goes to all zones alike.
///
/// Bad, in a cluster of three zones:
/// ```yaml
/// spec: {replicas: 2}
/// ```
/// Good:
/// ```yaml
/// spec: {replicas: 6}
/// ```
/// Source: staging/src/k8s.io/endpointslice/topologycache.
enum TopologyModeWithoutHints: LintRule {
    static let description = RuleDescription(
        "TP-014", .warning, "`topology-mode: Auto` that can never produce hints", needs: [.workloads, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var placement = PodPlacement(context)
        let zones = Zones(context.cluster.nodes)
        for selection in context.selections {
            let services = selection.services.filter { $0.isKubeProxys && $0.topologyAuto != nil }
            guard !services.isEmpty, !selection.workloads.isEmpty else { continue }
            let pods = placement.pods(of: selection.workloads)
            guard let (cause, advice) = zones.obstacle(pods: pods) else { continue }
            let places = report.places(selection.workloads, "its pods")
            for service in services {
                guard let annotation = service.topologyAuto else { continue }
                report.add(
                    description, at: annotation, "\(cause): there are no hints, and traffic goes to all zones alike",
                    advice: advice, related: places)
            }
        }
    }

    /// The zones of the nodes that count.
    private struct Zones {
        private var cpus: [String: Int64] = [:]
        private var knowsCPUs = true
        private var unfit: String?

        init(_ nodes: [ClusterDescription.Node]) {
            for node in nodes where node.isReady && !node.isControlPlane {
                guard let zone = node.zone else {
                    unfit = unfit ?? "node \(node.name.quoted) has no label topology.kubernetes.io/zone"
                    continue
                }
                if node.milliCPU == 0 { unfit = unfit ?? "node \(node.name.quoted) reports no CPUs" }
                if node.milliCPU == nil { knowsCPUs = false }
                cpus[zone, default: 0] += node.milliCPU ?? 0
            }
        }

        /// Why so many pods get no hints, and what to do; nil if they may.
        func obstacle(pods: Int) -> (cause: String, advice: String)? {
            if let unfit { return (unfit, "label every node with its zone, or use trafficDistribution") }
            let zones = Wording.count(cpus.count, "zone")
            if cpus.count < 2 { return ("the nodes are in \(zones)", "remove the annotation") }
            let enough = "use at least \(cpus.count) replicas, or trafficDistribution"
            if pods < cpus.count { return ("there are \(pods) endpoints at most for \(zones)", enough) }
            guard knowsCPUs, least(pods) > pods else { return nil }
            return ("\(pods) endpoints can't follow the CPUs of the zones closely enough", "use more replicas")
        }

        /// The endpoints that all zones together must have, none more than a sixth short of its share.
        private func least(_ pods: Int) -> Int {
            let total = cpus.values.reduce(0) { $0 + Double($1) }
            guard total > 0 else { return 0 }
            return cpus.values.reduce(0) { $0 + Int((Double($1) / total * Double(pods) / 1.2).rounded(.up)) }
        }
    }
}
