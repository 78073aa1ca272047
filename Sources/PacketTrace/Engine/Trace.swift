import Addressing

/// What becomes of packets: every end that they may come to.
public struct Trace: Sendable {
    /// The ends, in the order of the rules that lead to them. For each packet and each answer to the conditions the
    /// probabilities add up to 1.
    public internal(set) var endings: [Ending] = []
    /// The steps of all ends; each says which one came before.
    var trail: [TrailStep] = []
    /// The conditions of all ends, likewise.
    var conditions: [ConditionStep] = []

    struct TrailStep: Sendable {
        let step: Step
        let previous: Int
    }

    struct ConditionStep: Sendable {
        let condition: Condition
        let holds: Bool
        let previous: Int
    }

    /// Something on the way.
    public enum Step: Sendable, Hashable {
        /// The packets came to a hook.
        case hook(FilterProgram.Hook)
        /// They entered a chain of the hook, by its place in the program's `chains`.
        case chain(Int)
        /// They matched a rule, by its place in the program's `rules`, which does something.
        case rule(Int, FilterProgram.Action)
        /// A chance that they were lucky or unlucky with, at a rule.
        case chance(rule: Int, Fraction, held: Bool)
        /// A condition that nobody here knows was taken for true or false.
        case assumed(Condition, Bool)
        /// They reached the end of a chain of the hook.
        case policy(chain: Int, drops: Bool)
        /// They were routed.
        case routed(Route)
        /// A virtual server of IPVS chose an endpoint.
        case scheduled(server: Int, to: SocketAddress)
        /// A virtual server of IPVS has no endpoint.
        case unscheduled(server: Int)
        /// kube-proxy's own socket took the connection (userspace mode).
        case proxied(to: SocketAddress)
    }

    /// Where packets are routed to.
    public enum Route: Sendable, Hashable {
        /// To the node itself.
        case local
        /// On to another machine or a pod.
        case forward
        /// From the node to another machine or a pod.
        case output
        /// From the node to itself.
        case loopback
    }

    /// Something that the rules don't say and that packets don't tell.
    public enum Condition: Sendable, Hashable {
        /// The client was put down in a list no longer than so many seconds ago (0: ever).
        case seen(list: String, seconds: UInt32)
        /// A match that proxyplan doesn't know holds.
        case unknown(String)
    }

    /// One end.
    public struct Ending: Sendable {
        /// The packets, as they came to the node.
        public let packet: PacketClass
        /// What became of them.
        public let fate: Fate
        /// Where they went, if their destination was changed.
        public let translated: SocketAddress?
        /// Whether the other side sees the node's address.
        public let isMasqueraded: Bool
        /// How likely they come here, by the random numbers of the kernel.
        public let probability: Fraction
        /// The same by what the rules are meant to say.
        public let nominal: Fraction
        /// Whether something on the way may have changed it that nobody here knows.
        public let isUncertain: Bool
        /// The last step.
        let trail: Int
        /// The last condition.
        let conditions: Int
    }

    /// What becomes of packets.
    public enum Fate: Sendable, Hashable {
        /// They reach a process of the node.
        case local
        /// They leave the node, or go to a pod on it.
        case sent
        /// A rule threw them away; by its place in the program's `rules`.
        case dropped(rule: Int)
        /// The policy of a chain threw them away; by its place in the program's `chains`.
        case droppedByPolicy(chain: Int)
        /// A rule threw them away and told the sender.
        case rejected(rule: Int, FilterProgram.Answer)
        /// A virtual server of IPVS without endpoints: the sender is told.
        case refused(server: Int)
        /// kube-proxy's socket has no endpoint: the connection is opened and closed again (userspace mode).
        case unserved
        /// The kernel throws packets from other machines to loopback addresses away.
        case martian
        /// The rules lead in a circle; the kernel wouldn't load them.
        case circle
    }

    /// The steps to an end, in order.
    public func steps(to ending: Ending) -> [Step] {
        var result: [Step] = []
        var place = ending.trail
        while place >= 0 {
            result.append(trail[place].step)
            place = trail[place].previous
        }
        return result.reversed()
    }

    /// The conditions under which an end is reached, in the order in which they were met.
    public func conditions(of ending: Ending) -> [(condition: Condition, holds: Bool)] {
        var result: [(Condition, Bool)] = []
        var place = ending.conditions
        while place >= 0 {
            result.append((conditions[place].condition, conditions[place].holds))
            place = conditions[place].previous
        }
        return result.reversed()
    }

    /// Whether a condition was met on the way to `place`, and what was taken for true.
    func answer(to condition: Condition, at place: Int) -> Bool? {
        var place = place
        while place >= 0 {
            if conditions[place].condition == condition { return conditions[place].holds }
            place = conditions[place].previous
        }
        return nil
    }
}
