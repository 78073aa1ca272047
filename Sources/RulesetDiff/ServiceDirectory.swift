import Addressing
import ServiceProxy

/// Which service port an address, a port of the node or a hash belongs to, made from a node's view.
///
/// Rules of iptables and nftables name their Service themselves; those of ipvs only its addresses.
public struct ServiceDirectory: Sendable {
    private var sockets: [Socket: String] = [:]
    private var nodePorts: [NodePort: String] = [:]

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
                if port.nodePort != 0 {
                    nodePorts[NodePort(transport: port.transport, port: port.nodePort)] = port.key
                }
            }
        }
    }

    /// The key of the service port that packets to an address and port are for, if that is one of its addresses.
    public func service(at socket: SocketAddress, _ transport: TransportProtocol) -> String? {
        sockets[Socket(transport: transport, socket: socket)]
    }

    /// The key of the service port that has a port of the node.
    public func service(atNodePort port: UInt16, _ transport: TransportProtocol) -> String? {
        nodePorts[NodePort(transport: transport, port: port)]
    }
}
