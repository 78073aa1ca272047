/// What a block of rules is for, the same in every mode.
enum BlockRole: Sendable, Hashable {
    /// A chain of the kernel's own, or a base chain at a hook.
    case base
    /// A chain that serves all Services, or a set that rules look packets up in.
    case fixed
    /// An empty chain by which kube-proxy notices that somebody has flushed the tables.
    case canary
    /// The choice among the endpoints of a service port, in the cluster.
    case clusterEndpoints
    /// The choice among those on this node.
    case localEndpoints
    /// What traffic from outside goes through.
    case external
    /// Who may use the load-balancer addresses.
    case firewall
    /// What happens to a connection to one endpoint.
    case endpoint
    /// The clients that an endpoint has seen.
    case affinity
    /// An address and port, with the endpoints behind it.
    case virtualServer
    /// The interface that has the Services' addresses.
    case interface
}

extension BlockRole {
    /// Whether endpoints are chosen in it.
    var isChoice: Bool { self == .clusterEndpoints || self == .localEndpoints }
}

/// What a line is for, the same in every mode.
enum LineRole: Sendable, Hashable {
    /// Packets to a cluster IP belong to a Service.
    case clusterIP
    /// Packets to an external IP belong to a Service.
    case externalIP
    /// Packets to a load-balancer address belong to a Service.
    case loadBalancerIP
    /// Packets to a port of the node belong to a Service.
    case nodePort
    /// Packets to an address or port of a Service are refused.
    case refusal
    /// Chance decides; each endpoint that it chooses from is a line by itself.
    case balancing
    /// One endpoint is chosen.
    case choice
    /// A client goes where it went before.
    case affinityChoice
    /// A client's endpoint is remembered.
    case affinityRecord
    /// The destination becomes the endpoint.
    case destination
    /// The source is to be rewritten.
    case masquerade
    /// The source is to be rewritten if an endpoint connects to itself.
    case hairpin
    /// Traffic from outside goes to the cluster's or to the node's endpoints.
    case policy
    /// A network may use the load-balancer addresses.
    case sourceRange
    /// All others may not.
    case firewallDrop
    /// What asks for the node's health is let in.
    case healthCheck
    /// Packets from outside to 127.0.0.0/8 are dropped.
    case localnet
    /// Another chain is called.
    case jump
    /// The hook, priority and policy of a base chain.
    case hook
    /// What a set is made for: its types, flags and times.
    case definition
    /// An address that rules compare with: a cluster IP or an address for node ports.
    case address
    /// Any other rule or element of kube-proxy.
    case rule
    /// A rule that kube-proxy doesn't write, in a chain of kube-proxy's.
    case unknown
}

/// What a part of a line is about.
enum LinePart: Sendable, Hashable, CaseIterable {
    /// A network or address that packets are compared with.
    case match
    /// The protocol.
    case transport
    /// A port that packets are compared with.
    case port
    /// The address that packets are sent to.
    case address
    /// The port that packets are sent to.
    case endpointPort
    /// How probable the line is.
    case probability
    /// How many connections it gets beside others, and how packets get there.
    case weight
    /// What becomes of the packet: the chain called, the verdict.
    case verdict
    /// Which of a Service's chains or endpoints packets go to: `cluster`, `local`, `external`, `firewall`.
    case policy
    /// The bits of the mark.
    case mark
    /// How long a client is remembered, and by what.
    case timeout
    /// How connections are spread.
    case scheduler
    /// The state of the connection.
    case state
    /// The hook, priority, policy or type.
    case hook
    /// All else.
    case other
}
