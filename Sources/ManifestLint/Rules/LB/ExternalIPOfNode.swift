import Addressing
import Diagnostics
import Manifests

/// An external IP is the address of a node, and the port is one that the node serves itself.
///
/// All nodes redirect packets to this address and port to the Service's pods, and so does the node itself. SSH, the API
/// server or the kubelet there can no longer be reached from inside the cluster, or not at all.
///
/// Bad, where `node-a` is 192.168.50.10:
/// ```yaml
/// spec: {externalIPs: [192.168.50.10], ports: [{port: 22, targetPort: 2222}]}
/// ```
/// Good:
/// ```yaml
/// spec: {type: NodePort, ports: [{port: 22, targetPort: 2222, nodePort: 30022}]}
/// ```
/// Source: pkg/proxy/iptables and pkg/proxy/nftables; observed with port 22.
enum ExternalIPOfNode: LintRule {
    static let description = RuleDescription(
        "LB-018", .error, "External IP captures a node's own service", needs: [.nodes])

    /// What listens on every node.
    private static let everywhere: [Int64: String] = [
        22: "SSH", 10250: "the kubelet", 10256: "kube-proxy's health check",
    ]
    /// What listens on nodes of the control plane.
    private static let controlPlane: [Int64: String] = [6443: "the API server", 2379: "etcd", 2380: "etcd"]

    private struct Port: Hashable {
        var number: Int64
        var transport: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var owners: [IPAddress: ClusterDescription.Node] = [:]
        for node in context.cluster.nodes {
            for address in node.addresses where owners[address] == nil { owners[address] = node }
        }
        let knowsRoles = context.cluster.nodes.contains(where: \.isControlPlane)
        var listeners: [Port: [Workload]] = [:]
        for workload in context.workloads where workload.isHostNetwork {
            for port in workload.ports {
                listeners[Port(number: port.number, transport: port.transport), default: []].append(workload)
            }
        }
        for (address, claims) in context.claims.externalIPs.sorted(by: { $0.key < $1.key }) {
            guard let node = owners[address] else { continue }
            for claim in claims where claim.service.isKubeProxys {
                for port in claim.service.ports {
                    if let listener = listener(port, node, knowsRoles: knowsRoles) {
                        add(claim, port, node, listener, [], &report)
                    } else if let workload = listeners[Port(number: port.port, transport: port.transport)]?.first(
                        where: {
                            !leads(port, of: claim.service, to: $0)
                                && PlacementConstraints($0).admit(node.name, node.state)
                        })
                    {
                        let place = report.place(workload.podSpec["hostNetwork"], "listens on its node")
                        add(claim, port, node, workload.reference.description, [place], &report)
                    }
                }
            }
        }
    }

    /// What a node runs at a port; nil if nothing is known.
    private static func listener(
        _ port: ServiceObject.Port, _ node: ClusterDescription.Node, knowsRoles: Bool
    ) -> String? {
        if let number = UInt16(exactly: port.port), node.hostPorts.contains(number) {
            return "what the node runs there"
        }
        guard port.transport == "TCP" else { return nil }
        if let service = everywhere[port.port] { return service }
        return node.isControlPlane || !knowsRoles ? controlPlane[port.port] : nil
    }

    /// Whether the Service only leads to what listens there anyway.
    private static func leads(_ port: ServiceObject.Port, of service: ServiceObject, to workload: Workload) -> Bool {
        guard workload.namespace == service.namespace, !service.selector.isEmpty else { return false }
        return service.selector.allSatisfy { workload.podLabels[$0.key] == $0.value }
    }

    private static func add(
        _ claim: ServiceClaims.Claim, _ port: ServiceObject.Port, _ node: ClusterDescription.Node, _ victim: String,
        _ related: [RelatedPlace], _ report: inout FindingReport
    ) {
        let place = report.place(port.field["port"], "the port")
        report.add(
            description, at: claim.field,
            "\(claim.field.text.inMessage) is the address of node \(node.name.quoted): port \(port.port) goes to the"
                + " Service's pods, and \(victim) can't be reached there from within the cluster",
            advice: "use another port, or type NodePort", related: [place] + related)
    }
}
