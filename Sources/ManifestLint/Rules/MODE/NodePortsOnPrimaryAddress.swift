import Diagnostics
import Manifests

/// A Service has node ports, and kube-proxy accepts them only on each node's primary address.
///
/// That is what nftables mode does unless `nodePortAddresses` is set; the health check's node port listens only there
/// too. Clients and load balancers that use another address of the node, a virtual one that moves between nodes, or
/// 127.0.0.1 get nothing. If the description shows that nodes have no other addresses, it is a note.
///
/// Bad, with `proxy: {mode: nftables}` and clients that use 192.168.60.10, the node's second address:
/// ```yaml
/// spec: {type: NodePort}
/// ```
/// Good: the same with `proxy: {mode: nftables, nodePortAddresses: [192.168.60.0/24]}`.
///
/// Source: cmd/kube-proxy/app/server_linux.go, pkg/proxy/nftables/proxier.go; observed.
enum NodePortsOnPrimaryAddress: LintRule {
    static let description = RuleDescription(
        "MODE-NFT-001", .warning, "Node ports only on the primary node address under nftables")

    private static let scope = ProxyModeScope("nftables")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard cluster.proxy?.nodePortAddresses.isEmpty ?? true,
            let severity = scope.severity(of: description, in: cluster)
        else { return }
        let lowered = hasOnlyPrimaryAddresses(cluster) ? .note : severity
        for service in context.services where service.isKubeProxys && service.allocatesNodePorts {
            report.add(
                description, at: service.spec["type"], severity: lowered,
                "\(scope.prefix(in: cluster)) node ports are only on each node's primary address: other addresses and"
                    + " 127.0.0.1 get nothing",
                advice: "set nodePortAddresses to the networks that clients use")
        }
    }

    private static func hasOnlyPrimaryAddresses(_ cluster: ClusterDescription) -> Bool {
        !cluster.nodes.isEmpty
            && cluster.nodes.allSatisfy { node in
                Set(node.addresses + node.entryAddresses).isSubset(of: node.primaryAddresses)
            }
    }
}
