import Addressing

/// What becomes of packets, in terms that hold for rules of any origin.
public enum TrafficOutcome: Sendable, Hashable {
    /// They get to an endpoint.
    case endpoint(SocketAddress)
    /// They come back to the endpoint that sent them.
    case itself
    /// They go on to the destination that they have.
    case untouched
    /// They reach the node itself, as one of its addresses is their destination.
    case node
    /// They are thrown away.
    case dropped
    /// They are thrown away and their sender is told: by "port unreachable" (nil), or in the words of the rule.
    case rejected(with: String?)
    /// kube-proxy takes the connection and closes it at once, as it has no endpoint (userspace mode).
    case closed
    /// The kernel wouldn't load these rules: they lead in a circle.
    case circle
}

/// How likely an outcome is.
public struct TrafficShare: Sendable, Hashable {
    /// The outcome.
    public let outcome: TrafficOutcome
    /// Whether whoever gets the packets sees an address of the node as their source.
    public let seesNode: Bool
    /// Whether something that proxyplan doesn't know may have changed the outcome.
    public let isUncertain: Bool
    /// How likely it is, as the rules mean it.
    public let share: Fraction
}

/// Where a client goes that was there before.
public struct ReturningClient: Sendable, Hashable {
    /// Its endpoint, or whatever became of its packets.
    public let outcome: TrafficOutcome
    /// For how many seconds it stays there; 0 for any time.
    public let seconds: UInt32
}

/// All that may become of the packets of one class.
public struct TrafficDistribution: Sendable, Hashable {
    /// What becomes of the first packet of a client that is new. The shares add up to 1.
    public internal(set) var shares: [TrafficShare] = []
    /// Where clients go that are known, with session affinity.
    public internal(set) var returning: [ReturningClient] = []

    /// The endpoints, in order.
    public var endpoints: [SocketAddress] {
        shares.compactMap { if case .endpoint(let socket) = $0.outcome { socket } else { nil } }
    }

    /// For how many seconds clients keep their endpoint; nil without affinity.
    public var affinitySeconds: UInt32? { returning.map(\.seconds).max() }
}

/// What becomes of packets of one class, with what proxyplan can't know of them: one distribution for each answer to
/// matches that it doesn't know.
public struct TrafficBehavior: Sendable, Hashable {
    /// The matches that matter, sorted; mostly none.
    public internal(set) var unknown: [String] = []
    /// What becomes of packets: if no match is unknown one distribution, or else one for each row of answers; the first
    /// match's answer is the lowest bit of the row's number, 1 for "it holds".
    public internal(set) var cases: [TrafficDistribution]

    /// What becomes of packets if none of the unknown matches holds.
    public var usual: TrafficDistribution { cases.first ?? TrafficDistribution() }
}

extension TrafficOutcome: Comparable {
    /// Endpoints first, by address; then what isn't one.
    public static func < (a: TrafficOutcome, b: TrafficOutcome) -> Bool {
        switch (a, b) {
        case (.endpoint(let left), .endpoint(let right)):
            (left.address, left.port) < (right.address, right.port)
        case (.rejected(let left), .rejected(let right)): (left ?? "") < (right ?? "")
        default: a.rank < b.rank
        }
    }

    private var rank: Int {
        switch self {
        case .endpoint: 0
        case .itself: 1
        case .untouched: 2
        case .node: 3
        case .dropped: 4
        case .rejected: 5
        case .closed: 6
        case .circle: 7
        }
    }
}
