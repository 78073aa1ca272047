import Addressing
import ServiceProxy

/// Which service port an address, a port of the node or a hash belongs to, made from a node's view.
///
/// Rules of iptables and nftables name their Service themselves; those of ipvs only its addresses.
public struct ServiceDirectory: Sendable {
    private var sockets: [Socket: String] = [:]
    private var nodePorts: [NodePort: String] = [:]
    private var loadBalancerIPs: Set<IPAddress> = []
    /// Keys by the beginnings of long names in nftables mode; empty keys for those that several begin with.
    private var cutNames: [String: String] = [:]

    private struct Socket: Hashable {
        let transport: TransportProtocol
        let socket: SocketAddress
    }

    private struct NodePort: Hashable {
        let transport: TransportProtocol
        let port: UInt16
    }

    /// A directory without Services.
    public init() {}

    /// The Services of some views, of one family or both.
    public init(_ views: [ProxyView]) {
        for view in views {
            for port in view.servicePorts {
                for address in [port.clusterIP] + (port.externalIPs + port.loadBalancerVIPs).map(\.value) {
                    sockets[Socket(transport: port.transport, socket: SocketAddress(address, port: port.port))] =
                        port.key
                }
                loadBalancerIPs.formUnion(port.loadBalancerVIPs.map(\.value))
                addCutNames(of: port)
                if port.nodePort != 0 {
                    nodePorts[NodePort(transport: port.transport, port: port.nodePort)] = port.key
                }
            }
        }
    }

    /// How much is left of the paths that kube-proxy cuts in the names of chains and sets (1.29, and later versions).
    private static let cutLengths = [KubernetesVersion(minor: 29), .newest].map {
        Behavior(for: $0).nftablesLongestName - "HASHHASH-...".utf8.count
    }

    private mutating func addCutNames(of port: ServicePort) {
        guard port.namespace.utf8.count + port.name.utf8.count > 64 else { return }
        let path = "\(port.namespace)/\(port.name)/\(port.transport.name)/\(port.portName)"
        for length in Self.cutLengths where path.utf8.count > length {
            let beginning = String(decoding: path.utf8.prefix(length), as: UTF8.self)
            let known = cutNames.updateValue(port.key, forKey: beginning)
            if let known, known != port.key { cutNames[beginning] = "" }
        }
    }

    /// The key of the only service port whose path (`NAMESPACE/NAME/PROTOCOL/PORT`) begins with what is left of one.
    func service(cutName path: Substring) -> String? {
        cutNames[String(path)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether an address is a load balancer's.
    func isLoadBalancerIP(_ address: IPAddress) -> Bool { loadBalancerIPs.contains(address) }

    /// The key of the service port that packets to an address and port are for, if that is one of its addresses.
    public func service(at socket: SocketAddress, _ transport: TransportProtocol) -> String? {
        sockets[Socket(transport: transport, socket: socket)]
    }

    /// The key of the service port that has a port of the node.
    public func service(atNodePort port: UInt16, _ transport: TransportProtocol) -> String? {
        nodePorts[NodePort(transport: transport, port: port)]
    }
}
