import Addressing
import Manifests
import ServiceProxy

/// What can reach what: every address and node port of a node's Services, from every kind of source.
public struct TraceMatrix: Sendable {
    /// Who sends.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// A pod of the node that backs no Service.
        case pod
        /// A process of the node.
        case node
        /// A machine outside the cluster.
        case external
    }

    /// What an address is to its Service.
    public enum Role: Sendable, Hashable {
        case clusterIP, externalIP, loadBalancer, nodePort

        /// What reports call it.
        public var words: String {
            switch self {
            case .clusterIP: "cluster IP"
            case .externalIP: "external IP"
            case .loadBalancer: "load balancer"
            case .nodePort: "node port"
            }
        }
    }

    /// One address of a service port.
    public struct Target: Sendable, Hashable {
        /// The service port's key: `shop/web:http`.
        public let key: String
        /// What the address is.
        public let role: Role
        /// The address and port.
        public let socket: SocketAddress
        /// The protocol.
        public let transport: TransportProtocol
    }

    /// One line: what becomes of packets.
    public struct Line: Sendable {
        /// Who sends.
        public let source: Source
        /// Where to.
        public let target: Target
        /// What becomes of them.
        public let outcomes: Outcomes
    }

    private let tracer: Tracer
    private let addresses: [Source: IPAddress]
    /// All targets, sorted by Service as the view is.
    public let targets: [Target]

    /// The matrix of a view's service ports that `includes` says yes to.
    public init(_ view: ProxyView, by tracer: Tracer, includes: (ServicePort) -> Bool) {
        self.tracer = tracer
        let nodeAddress = view.node.address(view.family)
        addresses = [
            .pod: Self.podAddress(view), .external: Self.outsideAddress(view.family), .node: nodeAddress,
        ]
        targets = view.servicePorts.filter(includes).flatMap { Self.targets(of: $0, nodeAddress) }
    }

    private static func targets(of port: ServicePort, _ nodeAddress: IPAddress) -> [Target] {
        func target(_ role: Role, _ address: IPAddress, _ number: UInt16) -> Target {
            Target(
                key: port.key, role: role, socket: SocketAddress(address, port: number), transport: port.transport)
        }
        var targets = [target(.clusterIP, port.clusterIP, port.port)]
        targets += port.externalIPs.map { target(.externalIP, $0.value, port.port) }
        targets += port.loadBalancerVIPs.map { target(.loadBalancer, $0.value, port.port) }
        if port.nodePort != 0 { targets.append(target(.nodePort, nodeAddress, port.nodePort)) }
        return targets
    }

    /// An address that a pod of the node may have and no endpoint has: the last one of the node's pod network.
    private static func podAddress(_ view: ProxyView) -> IPAddress {
        let taken = Set(view.endpoints.lazy.map { $0.socket.address.number })
        var networks = view.node.podCIDRs.map(\.value)
        if case .prefix(let prefix, _) = view.localDetector { networks.append(prefix) }
        let network = networks.first { $0.family == view.family }
        let fallback = IPPrefix(view.family == .ipv4 ? "10.244.0.0/16" : "fd00:10:244::/48")
        guard let range = (network ?? fallback)?.range else { return .unspecified(view.family) }
        var number = range.upperBound - (range.upperBound > range.lowerBound ? 1 : 0)
        while taken.contains(number), number > range.lowerBound { number -= 1 }
        return IPAddress(number: number, view.family)
    }

    /// An address outside the cluster: of a network that is kept for documentation (RFC 5737, RFC 3849).
    private static func outsideAddress(_ family: IPFamily) -> IPAddress {
        IPAddress(family == .ipv4 ? "192.0.2.1" : "2001:db8:ffff::1") ?? .unspecified(family)
    }

    /// The source's address for packets to a target.
    public func address(of source: Source, to target: Target) -> IPAddress {
        if source == .node { return tracer.processAddress(to: target.socket.address) }
        return addresses[source] ?? .unspecified(target.socket.address.family)
    }

    /// What becomes of packets from a source to a target.
    public func line(from source: Source, to target: Target) -> Line {
        let interface: PacketInterface =
            switch source {
            case .pod: .pod
            case .node: .process
            case .external: .outside
            }
        let packet = PacketClass(
            from: interface, source: address(of: source, to: target), to: target.socket, target.transport.rawValue)
        return Line(source: source, target: target, outcomes: Outcomes(tracer.trace(packet, isRecorded: false)))
    }
}
