import Addressing
import ProxyNames

extension Destination {
    /// It taken apart, as two of them are told apart by.
    var parts: [LinePart: String] {
        switch self {
        case .socket(let transport, let socket):
            [.match: socket.address.description, .port: "\(socket.port)", .transport: "\(transport.manifestName)"]
        case .nodePort(let transport, let port): [.port: "\(port)", .transport: "\(transport.manifestName)"]
        case .address(let address): [.match: address.description]
        }
    }
}

extension LineRole {
    /// What an address of a Service is to it.
    init(_ role: ServiceDirectory.Role) {
        switch role {
        case .clusterIP: self = .clusterIP
        case .externalIP: self = .externalIP
        case .loadBalancerIP: self = .loadBalancerIP
        case .nodePort: self = .nodePort
        }
    }
}
