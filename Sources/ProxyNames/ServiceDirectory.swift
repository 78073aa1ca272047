import Addressing
import Manifests
import ServiceProxy

/// Which service port an address, a port of the node or an endpoint belongs to, made from a node's view.
///
/// Rules of iptables and nftables name their Service themselves; those of ipvs only its addresses.
public struct ServiceDirectory: Sendable {
    /// The views that it was made from.
    package let views: [ProxyView]
    private var entries: [Destination: Entry] = [:]
    private var healthChecks: [UInt16: String] = [:]
    private var nodeAddresses: Set<IPAddress> = []
    private var loadBalancerIPs: Set<IPAddress> = []
    /// Keys by the beginnings of long names in nftables mode; empty keys for those that several begin with.
    private var cutNames: [String: String] = [:]

    /// What an address is to its Service.
    package enum Role: Sendable, Hashable {
        case clusterIP, externalIP, loadBalancerIP, nodePort
    }

    /// What a destination is.
    package struct Entry: Sendable, Hashable {
        /// The key of its service port; of an address, that of the first one.
        package let key: String
        /// What it is to its Service.
        package let role: Role
    }

    /// A directory without Services.
    public init() { views = [] }

    /// The Services of some views, of one family or both.
    public init(_ views: [ProxyView]) {
        self.views = views
        for view in views {
            nodeAddresses.formUnion(view.node.addresses)
            for port in view.servicePorts {
                add(port.clusterIP, port, .clusterIP)
                for address in port.externalIPs { add(address.value, port, .externalIP) }
                for address in port.loadBalancerVIPs { add(address.value, port, .loadBalancerIP) }
                loadBalancerIPs.formUnion(port.loadBalancerVIPs.map(\.value))
                addCutNames(of: port)
                if port.nodePort != 0 {
                    entries[.nodePort(port.transport, port.nodePort)] = Entry(key: port.key, role: .nodePort)
                }
                if port.healthCheckNodePort != 0, healthChecks[port.healthCheckNodePort] == nil {
                    healthChecks[port.healthCheckNodePort] = port.key
                }
            }
        }
    }

    private mutating func add(_ address: IPAddress, _ port: ServicePort, _ role: Role) {
        let entry = Entry(key: port.key, role: role)
        entries[.socket(port.transport, SocketAddress(address, port: port.port))] = entry
        if entries[.address(address)] == nil { entries[.address(address)] = entry }
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
    package func service(cutName path: Substring) -> String? {
        cutNames[String(path)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether an address is a load balancer's.
    package func isLoadBalancerIP(_ address: IPAddress) -> Bool { loadBalancerIPs.contains(address) }

    /// The key of the service port that packets to an address and port are for, if that is one of its addresses.
    public func service(at socket: SocketAddress, _ transport: TransportProtocol) -> String? {
        entries[.socket(transport, socket)]?.key
    }

    /// The key of the service port that has a port of the node.
    public func service(atNodePort port: UInt16, _ transport: TransportProtocol) -> String? {
        entries[.nodePort(transport, port)]?.key
    }

    /// The key of the first service port whose health is asked for at a port of the node.
    package func service(atHealthCheckPort port: UInt16) -> String? { healthChecks[port] }

    /// What a destination is, if it is a Service's.
    package func entry(_ destination: Destination) -> Entry? { entries[destination] }

    /// Whether an address is known to be the node's own.
    package func isNodeAddress(_ address: IPAddress) -> Bool { nodeAddresses.contains(address) }

    /// Whether a socket is a Service's node port on an address that only the node itself knows to be one of its own: a
    /// bridge's or a tunnel's.
    package func isNodePortElsewhere(_ socket: SocketAddress, _ transport: TransportProtocol) -> Bool {
        guard entries[.nodePort(transport, socket.port)] != nil, entries[.address(socket.address)] == nil,
            !nodeAddresses.contains(socket.address)
        else { return false }
        return views.contains { $0.family == socket.address.family && $0.nodePortAddresses.matchesAll }
    }

    /// Whether kube-proxy leaves virtual servers at an address alone (`ipvs.excludeCIDRs`).
    package func isExcluded(_ address: IPAddress) -> Bool {
        views.contains { view in view.node.configuration.ipvsExcludeCIDRs.contains { $0.contains(address) } }
    }
}
