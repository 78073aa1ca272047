import Addressing
import Diagnostics
import Manifests

/// Clients use an address of a node that kube-proxy doesn't accept node ports on.
///
/// `nodePortAddresses` says which of a node's addresses node ports are on; in nftables mode it is only the primary
/// one unless something is said. Connections to another address meet no rule: they are refused, or time out. List the
/// network of the addresses that clients use.
///
/// Bad: `proxy: {mode: nftables}` with `nodes: [{addresses: [192.168.50.10], entryAddresses: [192.168.60.10]}]`.
/// Good: the same with `nodePortAddresses: [192.168.60.0/24]`.
///
/// Source: pkg/proxy/util/nodeport_addresses.go, cmd/kube-proxy/app/server_linux.go; observed in nftables mode.
enum EntryAddressNotServed: LintRule {
    static let description = RuleDescription(
        "CL-012", .warning, "Node-port addresses do not include the ones clients use",
        needs: [.proxyConfiguration, .nodes])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        for node in cluster.nodes {
            for address in node.entryAddresses where !cluster.acceptsNodePorts(on: address, of: node) {
                let places = report.places(of: .nodePortAddresses, of: cluster, "the addresses that count")
                report.add(
                    description, about: .entryAddress(node: node.name, address), of: cluster,
                    "clients use \(address) of node \(node.name.escapedForMessage), and kube-proxy accepts node ports"
                        + " only on \(accepted(cluster, node))",
                    advice: "add the network of \(address) to nodePortAddresses", related: places)
            }
        }
    }

    private static func accepted(_ cluster: ClusterDescription, _ node: ClusterDescription.Node) -> String {
        let networks = (cluster.proxy?.nodePortAddresses ?? []).compactMap(\.network).map(\.description)
        if !networks.isEmpty { return networks.joined(separator: ", ") }
        return "the primary address \(node.primaryAddresses.map(\.description).joined(separator: ", "))"
    }
}
