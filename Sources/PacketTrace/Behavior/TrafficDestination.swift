import Addressing

/// What packets are sent to, as a Service knows it.
public enum TrafficDestination: Sendable, Hashable {
    /// A port of one of a Service's addresses.
    case service(ServiceAddress, IPAddress, port: UInt16, transport: UInt8)
    /// A Service's port of the node, on its own addresses.
    case nodePort(UInt16, transport: UInt8, NodeAddresses)
    /// The ports that no Service has, on addresses of Services.
    case otherPorts(ServiceAddress)
    /// Protocols without ports (ping), to addresses of Services.
    case otherProtocols(ServiceAddress)
    /// What no Service has, on addresses of the node.
    case node(NodeAddresses)
    /// Any other address.
    case others

    /// What an address is to its Service.
    public enum ServiceAddress: String, Sendable, Hashable, CaseIterable {
        case clusterIP = "cluster IP"
        case externalIP = "external IP"
        case loadBalancerIP = "load balancer IP"
    }

    /// Which of the node's addresses.
    public enum NodeAddresses: String, Sendable, Hashable, CaseIterable {
        /// The loopback ones.
        case loopback
        /// The one that kube-proxy takes for the node's.
        case primary
        /// Any other.
        case secondary
    }
}

/// Who sends packets.
public struct TrafficSender: Sendable, Hashable {
    /// The kind of sender.
    public let source: SenderKind
    /// Which of the kind.
    public let addresses: Addresses

    /// Which senders of a kind.
    public enum Addresses: Sendable, Hashable {
        /// All.
        case all
        /// Those with these addresses.
        case only(AddressSet)
        /// All but those with these addresses.
        case allBut(AddressSet)

        /// Those in `addresses` of `all`, whichever way is shorter to say.
        init(_ addresses: AddressSet, of all: AddressSet) {
            let others = all.subtracting(addresses)
            if others.isEmpty {
                self = .all
            } else {
                self = others.ranges.count < addresses.ranges.count ? .allBut(others) : .only(addresses)
            }
        }
    }
}
