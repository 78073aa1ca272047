/// A protocol that a Service port can have.
public enum TransportProtocol: UInt8, Sendable, Hashable, CaseIterable {
    case tcp = 6
    case udp = 17
    case sctp = 132

    /// As manifests write it: `TCP`, `UDP`, `SCTP`.
    public var manifestName: StaticString {
        switch self {
        case .tcp: "TCP"
        case .udp: "UDP"
        case .sctp: "SCTP"
        }
    }

    /// As netfilter's tools write it: `tcp`, `udp`, `sctp`.
    public var name: StaticString {
        switch self {
        case .tcp: "tcp"
        case .udp: "udp"
        case .sctp: "sctp"
        }
    }
}
