import Addressing
import Manifests

/// What kube-proxy in userspace mode (up to 1.25) knows of the cluster: the service ports that it opens a socket for.
/// It serves one family only, and knows of no endpoints where it makes rules.
public struct UserspaceView: Sendable {
    /// The family: that of kube-proxy's bind address, or else of the node's primary address.
    public let family: IPFamily
    /// Whose view it is.
    public let node: NodeContext
    /// The service ports with a socket, sorted by namespace, name and port name; TCP and UDP only.
    public private(set) var servicePorts: [PortalPort] = []

    /// The view of `node` on `manifests`.
    public init(of manifests: ManifestSet, on node: NodeContext) {
        self.node = node
        family = Self.family(of: node)
        for (place, service) in manifests.services.enumerated() where isServed(service) {
            guard let clusterIP = service.clusterIP?.value else { continue }
            for port in service.ports where port.transport != .sctp {
                servicePorts.append(
                    PortalPort(service, port, at: place, clusterIP: clusterIP, behavior: node.behavior))
            }
        }
        servicePorts.sort { a, b in
            if a.namespace != b.namespace { return a.namespace.utf8.lexicographicallyPrecedes(b.namespace.utf8) }
            if a.name != b.name { return a.name.utf8.lexicographicallyPrecedes(b.name.utf8) }
            return a.portName.utf8.lexicographicallyPrecedes(b.portName.utf8)
        }
        keepLastOfEachKey()
    }

    /// The family that a node is served in.
    public static func family(of node: NodeContext) -> IPFamily {
        node.configuration.bindAddress?.family ?? node.addresses.first?.family ?? .ipv4
    }

    /// The address that packets of the node itself are sent to: kube-proxy's bind address, or the node's.
    public var hostAddress: IPAddress { node.address(family) }

    private func isServed(_ service: Service) -> Bool {
        let labels = service.metadata.labels
        if labels[.serviceProxyName] != nil || service.isHeadless || service.type == .externalName { return false }
        return !(node.behavior.headlessLabelHidesServices && labels[.headless] != nil)
    }

    /// The protocol isn't part of the key: of two ports with one name the later replaces the earlier.
    private mutating func keepLastOfEachKey() {
        var kept: [PortalPort] = []
        kept.reserveCapacity(servicePorts.count)
        for port in servicePorts {
            if let last = kept.last, last.key == port.key { kept.removeLast() }
            kept.append(port)
        }
        servicePorts = kept
    }
}

/// One port of one Service as kube-proxy in userspace mode knows it.
public struct PortalPort: Sendable {
    /// The Service's namespace.
    public let namespace: String
    /// The Service's name.
    public let name: String
    /// The port's name; empty if it has none.
    public let portName: String
    /// `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`: what comments call it.
    public let key: String
    /// The protocol.
    public let transport: TransportProtocol
    /// `spec.clusterIP`, of whatever family.
    public let clusterIP: IPAddress
    /// The port on the cluster IP.
    public let port: UInt16
    /// The port on the node; 0 if it has none.
    public let nodePort: UInt16
    /// External IPs, of whatever family.
    public let externalIPs: [IPAddress]
    /// Load-balancer addresses, of whatever family.
    public let loadBalancerIPs: [IPAddress]
    /// Its Service's place in `ManifestSet.services`.
    public let service: Int

    init(_ service: Service, _ port: Service.Port, at place: Int, clusterIP: IPAddress, behavior: Behavior) {
        (namespace, name, portName) = (service.metadata.namespace, service.metadata.name, port.name)
        key = portName.isEmpty ? "\(namespace)/\(name)" : "\(namespace)/\(name):\(portName)"
        transport = port.transport
        self.clusterIP = clusterIP
        self.port = port.port
        nodePort = port.nodePort
        externalIPs = service.externalIPs.map(\.value)
        loadBalancerIPs = service.loadBalancerIngress
            .filter { !($0.isProxy && behavior.skipsProxyModeIngress) }.map(\.address.value)
        self.service = place
    }
}
