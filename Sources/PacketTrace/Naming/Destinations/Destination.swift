import Addressing

/// Where traffic is sent to: an address, and a port of a protocol or a ping.
public struct Destination: Sendable {
    /// The address.
    public let address: IPAddress
    /// The port; 0 for a ping.
    public let port: UInt16
    /// The layer-4 protocol; nil for a ping.
    public let transport: TransportProtocol?
    /// What the address is.
    public let role: Role
    /// The Service that it is for, by its place in `ManifestSet.services`; nil if it is for none.
    public let service: Int?
    /// How it was found, in order.
    public let steps: [Reason]

    /// What a destination's address is to the cluster.
    public enum Role: Sendable, Hashable {
        /// A Service's cluster IP.
        case clusterIP
        /// One of a Service's `externalIPs`.
        case externalIP
        /// An address of a Service's load balancer.
        case loadBalancer
        /// An address of a node, at a node port of a Service.
        case nodePort
        /// A pod, or another endpoint of a Service, without a Service between.
        case pod
        /// An address of a node that no Service has anything to do with.
        case node
        /// Nothing that the input knows.
        case outside

        /// What reports call it.
        public var words: String {
            switch self {
            case .clusterIP: "cluster IP"
            case .externalIP: "external IP"
            case .loadBalancer: "load-balancer address"
            case .nodePort: "node port"
            case .pod: "pod"
            case .node: "node"
            case .outside: "outside the cluster"
            }
        }
    }

    /// Whether it is a ping.
    public var isPing: Bool { transport == nil }

    /// The protocol's number (IANA): 1 or 58 for a ping.
    public var protocolNumber: UInt8 { transport?.rawValue ?? (address.family == .ipv4 ? 1 : 58) }

    /// The address and port; port 0 for a ping.
    public var socket: SocketAddress { SocketAddress(address, port: port) }

    /// What reports call it: `10.96.0.20:80/tcp`, `icmp:10.96.0.20`.
    public var label: String {
        guard let transport else { return "icmp:\(address)" }
        return "\(socket)/\(transport.name)"
    }

    /// The first packet from an address to it.
    public func packet(from source: IPAddress, interface: PacketInterface) -> PacketClass {
        PacketClass(from: interface, source: source, to: socket, protocolNumber)
    }
}
