import Addressing

/// Something that one ruleset does with packets and another doesn't.
public struct TrafficChange: Sendable {
    /// The key of the service port (`shop/web:http`); nil for what is for no single one.
    public let service: String?
    /// What conntrack says of the packets.
    public let state: TrafficState
    /// What it is about.
    public let kind: TrafficChangeKind
    /// The packets, by where they are sent.
    public internal(set) var targets: [Target]
    /// What becomes of them by the first ruleset.
    public let before: TrafficBehavior
    /// What becomes of them by the second one.
    public let after: TrafficBehavior

    /// Packets to one destination.
    public struct Target: Sendable, Hashable {
        /// Where they are sent.
        public let destination: TrafficDestination
        /// All addresses that are meant.
        public internal(set) var addresses: AddressSet
        /// Who sends them, in order.
        public internal(set) var senders: [TrafficSender]
    }
}

/// What a change is about.
public enum TrafficChangeKind: String, Sendable, Hashable, CaseIterable {
    /// What got nowhere gets to an endpoint.
    case opened
    /// What got to an endpoint gets nowhere.
    case closed
    /// It gets to other endpoints.
    case endpoints
    /// The same endpoints get other shares.
    case shares
    /// Clients stay at their endpoint for another time, or not any more, or from now on.
    case affinity
    /// Whoever answers sees another source.
    case source
    /// It gets nowhere either way, but its sender learns something else.
    case answer

    /// What the change from one behaviour to another is about.
    init(from before: TrafficBehavior, to after: TrafficBehavior) {
        let (old, new) = (before.usual, after.usual)
        let (served, serves) = (old.isServed, new.isServed)
        if served != serves {
            self = serves ? .opened : .closed
        } else if !served {
            self = .answer
        } else if Set(old.shares.map(\.outcome)) != Set(new.shares.map(\.outcome)) {
            self = .endpoints
        } else if old.outcomeShares != new.outcomeShares {
            self = .shares
        } else if old.returning != new.returning {
            self = .affinity
        } else {
            self = .source
        }
    }
}

extension TrafficDistribution {
    /// Whether any packet gets to an endpoint.
    fileprivate var isServed: Bool {
        shares.contains { share in
            switch share.outcome {
            case .endpoint, .itself: true
            case .untouched, .node, .dropped, .rejected, .closed, .circle: false
            }
        }
    }

    fileprivate var outcomeShares: [TrafficOutcome: Fraction] {
        shares.reduce(into: [:]) { $0[$1.outcome, default: .zero] += $1.share }
    }
}
