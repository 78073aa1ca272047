import Addressing
import Manifests

/// Whose rules are meant: the node, its kube-proxy's settings and that kube-proxy's behaviour.
public struct NodeContext: Sendable {
    /// The name that endpoints call the node by; empty for a node without local endpoints.
    public var name = ""
    /// The zone (label `topology.kubernetes.io/zone`); empty if it has none.
    public var zone = ""
    /// The node's own addresses, the primary one first.
    public var addresses: [IPAddress] = []
    /// The networks of its pods.
    public var podCIDRs: [Written<IPPrefix>] = []
    /// kube-proxy's settings.
    public var configuration = ProxyConfiguration()
    /// kube-proxy's behaviour.
    public var behavior = Behavior()

    /// A node that nothing is known of.
    public init() {}

    /// The node as its Node object describes it.
    public init(_ node: Node, configuration: ProxyConfiguration, behavior: Behavior = Behavior()) {
        name = node.metadata.name
        zone = node.zone
        addresses = node.internalAddresses + node.externalAddresses
        podCIDRs = node.podCIDRs
        self.configuration = configuration
        self.behavior = behavior
    }

    /// The node's address of a family: kube-proxy's bind address, or the first one, or the loopback address if
    /// it has none.
    public func address(_ family: IPFamily) -> IPAddress {
        if let bound = configuration.bindAddress, bound.family == family, !bound.isUnspecified { return bound }
        return addresses.first { $0.family == family } ?? .loopback(family)
    }

    /// The addresses of its interfaces as far as they are known: loopback and its own.
    public func interfaceAddresses(_ family: IPFamily) -> [IPAddress] {
        var seen = Set<IPAddress>()
        return ([.loopback(family)] + addresses.filter { $0.family == family }).filter { seen.insert($0).inserted }
    }
}
