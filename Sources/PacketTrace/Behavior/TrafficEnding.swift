import Addressing

/// One end that packets of one kind of sender come to, in terms that hold for rules of any origin.
struct TrafficEnding: Sendable {
    /// The packets.
    let packet: PacketClass
    /// What becomes of them, and for which clients.
    let key: Key
    /// How likely that is.
    let share: Fraction
    /// The matches that proxyplan doesn't know, and what was taken for true.
    let unknown: [Assumption]

    /// What tells ends of one packet from each other.
    struct Key: Sendable, Hashable {
        let outcome: TrafficOutcome
        let seesNode: Bool
        let isUncertain: Bool
        /// For clients that were there before, for how many seconds that counts; nil for new ones.
        let returning: UInt32?
    }

    /// An answer to a match that proxyplan doesn't know.
    struct Assumption: Sendable, Hashable {
        let match: String
        let holds: Bool
    }
}

/// What conntrack says of the packets that are compared.
public enum TrafficState: String, Sendable, Hashable, CaseIterable {
    /// They begin a connection.
    case new
    /// They belong to a connection that was answered.
    case established
    /// conntrack makes nothing of them.
    case invalid

    var tracking: TrackingStates {
        switch self {
        case .new: .new
        case .established: .established
        case .invalid: .invalid
        }
    }
}
