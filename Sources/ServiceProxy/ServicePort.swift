import Addressing
import Manifests

/// One port of one Service as kube-proxy knows it: what it matches on and which endpoints it may use.
public struct ServicePort: Sendable {
    /// The Service's namespace.
    public let namespace: String
    /// The Service's name.
    public let name: String
    /// The port's name; empty if it has none.
    public let portName: String
    /// The protocol.
    public let transport: TransportProtocol
    /// `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`: what comments and chain names call it.
    public let key: String
    /// The cluster IP of the view's family.
    public let clusterIP: IPAddress
    /// The port on the cluster IP.
    public let port: UInt16
    /// The port on the node; 0 if it has none.
    public let nodePort: UInt16
    /// The seconds of session affinity; nil without affinity.
    public let affinitySeconds: UInt32?
    /// Whether traffic from outside is to stay on the node that it comes to.
    public let externalPolicyIsLocal: Bool
    /// Whether traffic to the cluster IP is to stay on the node that it starts on.
    public let internalPolicyIsLocal: Bool
    /// External IPs of the view's family.
    public let externalIPs: [Spelled<IPAddress>]
    /// Whether it can be reached from outside at all.
    public let isExternallyAccessible: Bool
    /// Load-balancer addresses of the view's family that packets arrive with.
    public let loadBalancerVIPs: [Spelled<IPAddress>]
    /// The networks that may use the load-balancer addresses; empty for everyone.
    public let sourceRanges: [Spelled<IPPrefix>]
    /// The port that a load balancer asks for the node's health; 0 if it has none.
    public let healthCheckNodePort: UInt16
    /// Whether the hints on its slices may count.
    let allowsHints: Bool
    /// The hash in its chains' names.
    public let hash: ChainHash
    /// Its place in `ManifestSet.services`.
    public let service: Int
    /// Its endpoints, by what they are used for.
    public internal(set) var endpoints = EndpointLists()

    /// Whether traffic may go to any of the Service's endpoints.
    public var usesClusterEndpoints: Bool { !internalPolicyIsLocal || isExternallyAccessible }
    /// Whether traffic may be held to endpoints on this node.
    public var usesLocalEndpoints: Bool {
        internalPolicyIsLocal || (externalPolicyIsLocal && isExternallyAccessible)
    }
    /// Whether traffic to the cluster IP finds an endpoint.
    public var hasInternalEndpoints: Bool {
        endpoints.hasAny && !(internalPolicyIsLocal && endpoints.local.isEmpty)
    }
    /// Whether traffic from outside finds an endpoint.
    public var hasExternalEndpoints: Bool {
        endpoints.hasAny && !(externalPolicyIsLocal && endpoints.local.isEmpty)
    }
    /// Whether it has a chain over the cluster's endpoints.
    public var usesClusterChain: Bool { !endpoints.cluster.isEmpty && usesClusterEndpoints }
    /// Whether it has a chain over this node's endpoints.
    public var usesLocalChain: Bool { !endpoints.local.isEmpty && usesLocalEndpoints }
    /// Whether it has a chain for traffic from outside.
    public var usesExternalChain: Bool { endpoints.hasAny && isExternallyAccessible }
}

/// The endpoints of a service port, as ranges of indices: `all` into `ProxyView.endpoints`, the others into
/// `ProxyView.endpointIndices`, which say places in `all`.
public struct EndpointLists: Sendable, Hashable {
    /// All endpoints of the port, sorted by their text.
    public var all = 0..<0
    /// Those that traffic without a Local policy goes to.
    public var cluster = 0..<0
    /// Those on this node that traffic with a Local policy goes to.
    public var local = 0..<0
    /// All that some traffic goes to.
    public var reachable = 0..<0
    /// Whether there is an endpoint at all that could be used on some node.
    public var hasAny = false
}

/// One endpoint of a service port.
public struct Endpoint: Sendable, Hashable {
    /// Where connections go.
    public let socket: SocketAddress
    /// The address's text in its slice, in the view's `spellings`, where a version of kube-proxy keeps it and it isn't the
    /// canonical one: then it is a part of what tells endpoints from each other. Otherwise empty.
    public let text: Symbol
    /// Whether it is on this node.
    public let isLocal: Bool
    /// Whether it takes new connections.
    public let isReady: Bool
    /// Whether it answers.
    public let isServing: Bool
    /// Whether its pod is being deleted.
    public let isTerminating: Bool
    /// The zones it is meant for.
    public let zoneHints: SymbolSet
    /// The nodes it is meant for.
    public let nodeHints: SymbolSet
}
