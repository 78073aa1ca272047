import Addressing
import Diagnostics
import Manifests

/// A pod or its node dials a node port on the loopback address.
///
/// That works only in iptables mode, with IPv4, with `localhostNodePorts` (which is on by default) and with loopback
/// among `nodePortAddresses`; never in ipvs or nftables mode. A pod that isn't on the host network has a loopback
/// address of its own, where no node port is. Images are pulled by the node. Dial the Service's name, or the node's
/// address.
///
/// Bad, for a Service with nodePort 30080 and `proxy: {mode: nftables}`:
/// ```yaml
/// hostNetwork: true
/// containers: [{args: ["--url=http://127.0.0.1:30080"]}]
/// ```
/// Good:
/// ```yaml
/// hostNetwork: true
/// dnsPolicy: ClusterFirstWithHostNet
/// containers: [{args: ["--url=http://web"]}]
/// ```
/// Source: pkg/proxy/iptables/proxier.go, pkg/proxy/nftables/proxier.go; kubernetes#90259.
enum NodePortOnLocalhost: LintRule {
    static let description = RuleDescription(
        "MODE-ANY-003", .warning, "Node port on localhost", needs: [.workloads])

    /// Who dials.
    private enum Client { case node, pod }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for workload in context.workloads {
            let own = Set(workload.ports.map(\.number))
            for text in workload.clientTexts {
                var references = LoopbackReference.all(in: text.field.text)
                if case .probeHost(let port?) = text.role {
                    references = LoopbackReference.all(in: "\(text.field.text):\(port)")
                }
                let isProbe = if case .probeHost = text.role { true } else { false }
                let client: Client = workload.isHostNetwork || isProbe ? .node : .pod
                // A port that the pod itself listens on is meant.
                for reference in references where !own.contains(reference.port) {
                    check(reference, at: text.field, client, context, &report)
                }
            }
            for container in workload.allContainers {
                for reference in LoopbackReference.all(in: container["image"].text) {
                    check(reference, at: container["image"], .node, context, &report)
                }
            }
        }
    }

    private static func check(
        _ reference: LoopbackReference, at field: FieldCursor, _ client: Client, _ context: LintContext,
        _ report: inout FindingReport
    ) {
        let claim = context.claims.nodePorts[reference.port]?.first { $0.service.hasNodePorts }
        guard claim != nil || context.cluster.existingNodePorts.contains(reference.port),
            let reason = reason(reference, client, context.cluster)
        else { return }
        let isCertain = client == .pod || context.cluster.proxyMode != nil || reference.isIPv6
        report.add(
            description, at: field, severity: isCertain ? nil : .note,
            "node port \(reference.port) isn't on \(reference.host): \(reason)",
            advice: "dial the Service's name, or an address of the node",
            related: claim.map { [report.place($0.field, "the node port")] } ?? [])
    }

    /// Why a node port doesn't answer there; nil if it does.
    private static func reason(
        _ reference: LoopbackReference, _ client: Client, _ cluster: ClusterDescription
    ) -> String? {
        if client == .pod { return "the pod's loopback address is its own, not the node's" }
        if reference.isIPv6 { return "no proxy mode has IPv6 node ports on loopback" }
        guard let mode = cluster.proxyMode else { return "only iptables mode has node ports on loopback" }
        guard mode == "iptables" else { return "\(mode.inMessage) mode has no node ports on loopback" }
        if cluster.proxy?.localhostNodePorts == false { return "localhostNodePorts is off" }
        let loopback = IPAddress.loopback(.ipv4)
        let addresses = cluster.proxy?.nodePortAddresses ?? []
        let isServed =
            addresses.isEmpty || addresses.contains { $0.network?.contains(loopback) == true }
        return isServed ? nil : "nodePortAddresses leaves loopback out"
    }
}
