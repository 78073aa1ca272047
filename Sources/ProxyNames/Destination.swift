import Addressing

/// What packets for a Service are sent to: an address and port, a port of the node, or an address as a whole.
package enum Destination: Sendable, Hashable {
    case socket(TransportProtocol, SocketAddress)
    case nodePort(TransportProtocol, UInt16)
    case address(IPAddress)

    /// The address, unless it is a port of the node.
    package var address: IPAddress? {
        switch self {
        case .socket(_, let socket): socket.address
        case .nodePort: nil
        case .address(let address): address
        }
    }

    /// `10.96.0.20:80/TCP`, `30080/TCP`, `10.96.0.20`
    package var text: String {
        switch self {
        case .socket(let transport, let socket): "\(socket)/\(transport.manifestName)"
        case .nodePort(let transport, let port): "\(port)/\(transport.manifestName)"
        case .address(let address): address.description
        }
    }
}
