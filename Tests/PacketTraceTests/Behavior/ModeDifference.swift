import Addressing
import PacketTrace
import ServiceProxy

/// A difference between proxy modes that the manual describes under DIFFERENCES BETWEEN MODES.
struct ModeDifference: Sendable {
    /// What the manual calls it.
    let title: String
    /// What conntrack says of the packets.
    var states: Set<TrafficState> = [.new]
    /// Where they go.
    let isMeant: @Sendable (TrafficDestination) -> Bool
    /// What each mode makes of them; modes that aren't named have nothing to do with it.
    let outcomes: [ProxyMode: Set<RoughOutcome>]
    /// Who sends them.
    var senders = Set(SenderKind.allCases)
    /// What else must hold, of the change and its two modes.
    var condition: @Sendable (TrafficChange, ProxyMode, ProxyMode) -> Bool = { _, _, _ in true }

    /// Whether packets to one target of a change show this difference.
    func explains(_ target: TrafficChange.Target, of change: TrafficChange, _ from: ProxyMode, _ to: ProxyMode) -> Bool
    {
        guard states.contains(change.state), isMeant(target.destination), let before = outcomes[from],
            let after = outcomes[to]
        else { return false }
        return before.contains(RoughOutcome(change.before)) && after.contains(RoughOutcome(change.after))
            && target.senders.allSatisfy { senders.contains($0.source) } && condition(change, from, to)
    }

    static let all: [ModeDifference] = [
        ModeDifference(
            title: "node ports on loopback addresses",
            isMeant: { if case .nodePort(_, _, .loopback) = $0 { true } else { false } },
            outcomes: [
                .iptables: [.served, .dropped, .rejected], .nftables: [.node, .dropped], .ipvs: [.node, .dropped],
            ]),
        ModeDifference(
            title: "node ports on secondary addresses",
            isMeant: { if case .nodePort(_, _, .secondary) = $0 { true } else { false } },
            outcomes: [.iptables: [.served, .dropped, .rejected], .nftables: [.node]]),
        ModeDifference(
            title: "other ports of cluster IPs", isMeant: { isOther($0, [.clusterIP]) },
            outcomes: [.iptables: [.untouched], .nftables: [.rejected], .ipvs: [.rejected, .node]]),
        ModeDifference(
            title: "other ports of external addresses", isMeant: { isOther($0, [.externalIP, .loadBalancerIP]) },
            outcomes: [.iptables: [.untouched], .nftables: [.untouched], .ipvs: [.rejected, .node]]),
        ModeDifference(
            title: "unallocated cluster IPs", isMeant: { $0 == .others },
            outcomes: [.iptables: [.untouched], .nftables: [.dropped], .ipvs: [.untouched]]),
        ModeDifference(
            title: "external addresses without endpoints", isMeant: isExternal,
            outcomes: [.iptables: [.untouched], .nftables: [.rejected, .dropped], .ipvs: [.rejected, .dropped]],
            senders: [.node]),
        ModeDifference(
            title: "source ranges without endpoints", isMeant: isExternal,
            outcomes: [.iptables: [.rejected], .nftables: [.dropped], .ipvs: [.dropped, .rejected]]),
        ModeDifference(
            title: "endpoints that come to themselves", isMeant: isService,
            outcomes: [.iptables: [.itself], .nftables: [.itself], .ipvs: [.itself]],
            condition: { change, from, _ in from == .iptables && change.before.usual.shares.allSatisfy(\.seesNode) }),
        ModeDifference(
            title: "Local policies without local endpoints", isMeant: isService,
            outcomes: [.iptables: [.dropped], .nftables: [.dropped], .ipvs: [.served, .rejected]]),
        ModeDifference(
            title: "Local policies for clients inside", isMeant: isService,
            outcomes: [.iptables: [.served], .nftables: [.served], .ipvs: [.served]],
            senders: [.node, .pod, .remotePod],
            condition: { change, from, _ in
                let (other, ipvs) = from == .ipvs ? (change.after, change.before) : (change.before, change.after)
                let all = Set(other.usual.endpoints)
                return !all.isSubset(of: ipvs.usual.endpoints)
            }),
        ModeDifference(
            title: "the source of the node's own connections", isMeant: isExternal,
            outcomes: [.iptables: [.served], .nftables: [.served], .ipvs: [.served]], senders: [.node],
            condition: { change, from, _ in
                let ipvs = from == .ipvs ? change.before : change.after
                return ipvs.usual.shares.allSatisfy { !$0.seesNode }
            }),
        ModeDifference(
            title: "invalid packets", states: [.invalid], isMeant: { $0 == .others },
            outcomes: [.iptables: [.dropped], .nftables: [.untouched], .ipvs: [.untouched]]),
        ModeDifference(
            title: "source ranges for packets of any connection", states: [.established, .invalid],
            isMeant: { $0 == .others },
            outcomes: [.iptables: [.untouched], .nftables: [.untouched], .ipvs: [.dropped]]),
    ]

    private static func isOther(
        _ destination: TrafficDestination, _ roles: Set<TrafficDestination.ServiceAddress>
    ) -> Bool {
        switch destination {
        case .otherPorts(let role), .otherProtocols(let role): roles.contains(role)
        default: false
        }
    }

    @Sendable private static func isExternal(_ destination: TrafficDestination) -> Bool {
        switch destination {
        case .service(.externalIP, _, _, _), .service(.loadBalancerIP, _, _, _): true
        default: false
        }
    }

    @Sendable private static func isService(_ destination: TrafficDestination) -> Bool {
        switch destination {
        case .service, .nodePort(_, _, .primary), .nodePort(_, _, .secondary): true
        default: false
        }
    }
}
