import Addressing
import Manifests

extension ClusterDescription {
    /// The proxy mode; nil if unknown. kube-proxy takes none for `iptables`.
    public var proxyMode: String? { proxy?.mode ?? (proxyIsComplete ? "iptables" : nil) }

    /// The minor number of the version of Kubernetes; nil if unknown.
    public var minorVersion: Int? {
        guard let parts = kubernetesVersion?.split(separator: "."), parts.count > 1 else { return nil }
        return Int(parts[1].prefix { $0.isNumber })
    }

    /// Whether it is known how kube-proxy tells its node's pods from others.
    var knowsLocalDetection: Bool {
        guard let proxy else { return false }
        return proxyIsComplete || proxy.detectLocalMode != nil || !proxy.clusterCIDR.isEmpty
            || places[.clusterCIDR] != nil
    }

    /// Whether kube-proxy can tell its node's pods of a family from others.
    func detectsLocalPods(_ family: IPFamily) -> Bool {
        guard let proxy else { return false }
        return switch proxy.detectLocalMode ?? .clusterCIDR {
        case .clusterCIDR: proxy.clusterCIDR.contains { $0.value.family == family }
        default: true
        }
    }

    /// Whether kube-proxy accepts node ports on an address of a node; true if that isn't known.
    func acceptsNodePorts(on address: IPAddress, of node: Node) -> Bool {
        guard let proxy else { return true }
        let networks = proxy.nodePortAddresses.compactMap(\.network)
        if !networks.isEmpty { return networks.contains { $0.contains(address) } }
        let isPrimaryOnly = proxy.nodePortAddresses == [.primary] || proxyMode == "nftables"
        return !isPrimaryOnly || node.primaryAddresses.contains(address)
    }
}

extension ClusterDescription.Node {
    /// The first address of each family, which is the one that kube-proxy takes for the node's own.
    var primaryAddresses: [IPAddress] {
        IPFamily.allCases.compactMap { family in addresses.first { $0.family == family } }
    }
}

extension KubeProxyConfiguration.NodePortAddress {
    /// The network; nil for the primary addresses.
    var network: IPPrefix? {
        guard case .network(let network, _) = self else { return nil }
        return network
    }
}
