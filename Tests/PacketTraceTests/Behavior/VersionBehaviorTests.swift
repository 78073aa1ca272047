import Addressing
import PacketTrace
import ServiceProxy
import TestSupport
import Testing

/// What upgrades of kube-proxy do to traffic: changes that its release notes tell of, and no others.
@Suite("behavior of versions") struct VersionBehaviorTests {
    struct Upgrade: Sendable, CustomStringConvertible {
        let name: String
        let mode: ProxyMode
        let from: Int
        let to: Int
        /// `DESTINATION: BEFORE → AFTER`, of IPv4.
        let expected: Set<String>

        var description: String { "\(name), \(mode.rawValue) 1.\(from) → 1.\(to)" }
    }

    static let upgrades = [
        Upgrade(name: "clusterip-three-endpoints", mode: .iptables, from: 28, to: 36, expected: []),
        Upgrade(name: "loadbalancer-source-ranges", mode: .iptables, from: 28, to: 36, expected: []),
        Upgrade(name: "nodeport", mode: .nftables, from: 33, to: 36, expected: ["cluster IP: itself → itself"]),
        // Endpoints that serve while they terminate.
        Upgrade(
            name: "terminating-all-serving", mode: .iptables, from: 25, to: 26,
            expected: ["cluster IP: rejected → served", "node port: rejected → served"]),
        // Load balancers that proxy.
        Upgrade(
            name: "loadbalancer-ipmode-proxy", mode: .iptables, from: 29, to: 30,
            expected: ["load balancer IP: served → untouched"]),
        // A source range of all addresses, which is none for ipset.
        Upgrade(
            name: "loadbalancer-source-ranges-all", mode: .iptables, from: 33, to: 34, expected: []),
        // Packets that conntrack finds invalid, and ports of cluster IPs that no Service has.
        Upgrade(
            name: "clusterip-three-endpoints", mode: .nftables, from: 29, to: 30,
            expected: ["invalid: dropped → untouched", "cluster IP, others: untouched → rejected"]),
        // KUBE-IPVS-FILTER.
        Upgrade(
            name: "clusterip-three-endpoints", mode: .ipvs, from: 25, to: 26,
            expected: ["cluster IP, others: node → rejected"]),
    ]

    @Test(arguments: upgrades)
    func upgradesChangeWhatTheyShould(_ upgrade: Upgrade) throws {
        let item = try BehaviorCase(upgrade.name)
        let changes = try item.comparison(
            .init(mode: upgrade.mode, version: .init(minor: upgrade.from)),
            .init(mode: upgrade.mode, version: .init(minor: upgrade.to)), .ipv4
        ).changes()
        #expect(Set(changes.flatMap(Self.words)) == upgrade.expected)
    }

    private static func words(_ change: TrafficChange) -> [String] {
        let outcome = "\(RoughOutcome(change.before).rawValue) → \(RoughOutcome(change.after).rawValue)"
        if change.state != .new { return ["\(change.state.rawValue): \(outcome)"] }
        return change.targets.map { target in
            switch target.destination {
            case .service(let role, _, _, _): "\(role.rawValue): \(outcome)"
            case .nodePort: "node port: \(outcome)"
            case .otherPorts(let role), .otherProtocols(let role): "\(role.rawValue), others: \(outcome)"
            case .node: "node: \(outcome)"
            case .others: "others: \(outcome)"
            }
        }
    }
}
