import Addressing
import Netfilter

/// All of a node that packets of one family meet: netfilter's rules and IPVS's virtual servers.
public struct TracedRuleset: Sendable {
    /// The rules.
    public let program: FilterProgram
    /// The virtual servers; nil if the node has none.
    public let virtualServers: VirtualServers?
    /// The sockets that kube-proxy itself listens at (userspace mode), and where it sends connections.
    public var proxySockets: [ProxySocket: Backends] = [:]

    /// Where kube-proxy sends the connections of one of its sockets, in turn.
    public struct Backends: Sendable, Hashable {
        /// The endpoints.
        public let endpoints: [SocketAddress]
        /// For how many seconds a client stays at its endpoint; nil if it doesn't.
        public let affinitySeconds: UInt32?

        /// Endpoints.
        public init(_ endpoints: [SocketAddress], affinitySeconds: UInt32? = nil) {
            self.endpoints = endpoints
            self.affinitySeconds = affinitySeconds
        }
    }

    /// A socket of kube-proxy in userspace mode: a port of the node.
    public struct ProxySocket: Sendable, Hashable {
        /// The port.
        public let port: UInt16
        /// The protocol (IANA).
        public let transport: UInt8

        /// A port of a protocol.
        public init(port: UInt16, transport: UInt8) {
            self.port = port
            self.transport = transport
        }
    }
}
