/// One line of a flow table: where a connection comes from, where to, and what must become of it.
/// The format is described in `fixtures/trace/README.md`.
public struct Flow: Sendable, Equatable {
    /// Who opens the connection.
    public enum Source: Sendable, Equatable {
        /// A machine outside the cluster, on the node's network; with its address, or 192.168.0.100 / fd00:192:168::64.
        case external(address: String?)
        /// A pod on the node that backs no Service: 10.244.0.200 / fd00:10:244::c8.
        case pod
        /// A process on the node itself.
        case node
        /// The pod that backs a Service, by its address.
        case endpoint(address: String)
    }

    /// The transport protocol.
    public enum Transport: String, Sendable {
        case tcp, udp
    }

    /// Whose address the endpoint sees.
    public enum SeenSource: String, Sendable {
        /// The client's own.
        case kept
        /// The node's.
        case masqueraded
        /// The client's own, but the node's when an endpoint was sent to itself.
        case hairpin
    }

    /// A chance of one endpoint, as a fraction.
    public struct Share: Sendable, Equatable {
        /// The endpoint, as `10.244.0.5:8080` or `[fd00:10:244::5]:8080`.
        public let endpoint: String
        /// The number above the line.
        public let numerator: Int
        /// The number below the line.
        public let denominator: Int

        /// A share of `numerator` in `denominator`.
        public init(endpoint: String, numerator: Int, denominator: Int) {
            (self.endpoint, self.numerator, self.denominator) = (endpoint, numerator, denominator)
        }
    }

    /// What becomes of the connection.
    public enum Outcome: Sendable, Equatable {
        /// An endpoint answers. `sticky`: all connections of one client meet the same one.
        case answered(seen: SeenSource, sticky: Bool, shares: [Share])
        /// The node answers with "port unreachable".
        case rejected
        /// Nobody answers.
        case dropped
        /// The rules leave the packet alone: it goes on to the destination it has.
        case untouched
    }

    /// Who opens the connection.
    public let source: Source
    /// The destination's address, without brackets.
    public let address: String
    /// The destination's port.
    public let port: Int
    /// The transport protocol.
    public let transport: Transport
    /// What becomes of the connection.
    public let outcome: Outcome
    /// The proxy modes for which the line holds; nil for all.
    public let modes: Set<String>?
    /// The line as written, for messages, and its number.
    public let text: String
    /// The line's number in its file.
    public let line: Int

    /// The destination as `address:port`, with brackets for IPv6.
    public var destination: String { Flow.joined(address, port) }

    /// The address of the source where the flow names one.
    public var sourceAddress: String? {
        switch source {
        case .external(let address): address
        case .endpoint(let address): address
        case .pod, .node: nil
        }
    }

    /// `address:port`, with brackets for IPv6.
    public static func joined(_ address: String, _ port: Int) -> String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
