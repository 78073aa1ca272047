import Addressing
import Manifests
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

@testable import PacketTrace

/// Differences of classes are those of their packets: each packet is followed by itself too.
@Suite("behavior, packet by packet") struct BehaviorPointTests {
    private static let names = [
        "nodeport", "loadbalancer-local-policy-source-ranges", "external-ips-no-endpoints", "internal-traffic-local",
        "session-affinity-600s-nodeport", "loadbalancer-source-ranges-with-node-ip", "multi-port-tcp-udp-sctp",
        "detect-local-bridgeinterface", "dual-stack-prefer", "random-002", "random-008", "random-013", "random-019",
    ]

    private static let pairs: [(BehaviorCase.Proxy, BehaviorCase.Proxy)] = [
        (.init(mode: .iptables), .init(mode: .nftables)), (.init(mode: .iptables), .init(mode: .ipvs)),
        (.init(mode: .iptables, version: .init(minor: 25)), .init(mode: .iptables)),
        (.init(mode: .nftables, version: .init(minor: 29)), .init(mode: .nftables)),
    ]

    @Test(arguments: names)
    func changesCoverThePacketsThatMeetSomethingElse(_ name: String) throws {
        let item = try BehaviorCase(name)
        for (from, to) in Self.pairs {
            for family in IPFamily.allCases {
                let (before, after) = (try item.side(from, family), try item.side(to, family))
                let comparison = TrafficComparison(before: before, after: after)
                let changes = comparison.changes()
                for (source, packet) in packets(after) {
                    let (old, new) = comparison.behaviors(of: packet, from: source)
                    let covering = changes.filter { $0.covers(packet, from: source, node: after.node) }
                    let words = "\(name) \(from) → \(to): \(source) \(packet): \(old) → \(new)"
                    #expect(old == new || !covering.isEmpty, "\(words)")
                    #expect(old != new || !covering.contains(where: \.namesPorts), "\(words)")
                }
            }
        }
    }

    /// Packets from each kind of sender to each destination that the view knows, and to others.
    private func packets(_ side: TrafficComparison.Side) -> [(SenderKind, PacketClass)] {
        guard let view = side.view else { return [] }
        let network = side.node.network
        var addresses = Set(view.servicePorts.map(\.clusterIP.number))
        for port in view.servicePorts {
            addresses.formUnion(port.externalIPs.map(\.value.number))
            addresses.formUnion(port.loadBalancerVIPs.map(\.value.number))
        }
        addresses.formUnion([network.primary.number, IPAddress.loopback(view.family).number])
        addresses.formUnion(view.endpoints.prefix(3).map(\.socket.address.number))
        var ports = Set(view.servicePorts.map { [$0.port, $0.nodePort] }.joined())
        ports.formUnion([9, 22222])
        ports.remove(0)
        var result: [(SenderKind, PacketClass)] = []
        for (source, all) in side.node.senders() {
            for sender in senders(source, all, view) {
                for address in addresses where source == .node || address != sender {
                    for transport: UInt8 in [1, 6, 17] {
                        for port in PacketClass.hasPorts(transport) ? ports.sorted() : [0] {
                            var packet = all
                            packet.sources = source == .node ? all.sources : AddressSet(sender)
                            packet.destinations = AddressSet(address)
                            packet.protocols = ProtocolSet(transport)
                            packet.destinationPorts = PortSet(port)
                            packet.sourcePorts = PortSet(40000)
                            result.append((source, packet))
                        }
                    }
                }
            }
        }
        return result
    }

    private func senders(_ source: SenderKind, _ all: PacketClass, _ view: ProxyView) -> [UInt128] {
        if source == .node { return [0] }
        let known = view.endpoints.prefix(2).map(\.socket.address.number).filter { all.sources.contains($0) }
        let ranges = view.servicePorts.flatMap(\.sourceRanges).prefix(3).map(\.value.range.lowerBound)
            .filter { all.sources.contains($0) }
        return known + ranges + [all.sources.ranges.last?.upperBound].compactMap { $0.map { $0 - 5 } }
    }
}

extension TrafficChange {
    /// Whether its targets are single ports.
    fileprivate var namesPorts: Bool {
        targets.allSatisfy { target in
            switch target.destination {
            case .service, .nodePort: true
            case .otherPorts, .otherProtocols, .node, .others: false
            }
        }
    }

    /// Whether packets of one kind of sender, all alike, are among those of the change.
    fileprivate func covers(_ packet: PacketClass, from source: SenderKind, node: TrafficNode) -> Bool {
        guard state == .new, let address = packet.destinations.single, let port = packet.destinationPorts.single,
            let transport = packet.protocols.single
        else { return false }
        return targets.contains { target in
            guard target.addresses.contains(address) else { return false }
            switch target.destination {
            case .service(_, _, let own, let kind): if own != port || kind != transport { return false }
            case .nodePort(let own, let kind, _): if own != port || kind != transport { return false }
            case .otherPorts: if !PacketClass.hasPorts(transport) { return false }
            case .otherProtocols: if PacketClass.hasPorts(transport) { return false }
            case .node, .others: break
            }
            return target.senders.contains { sender in
                guard sender.source == source else { return false }
                guard source != .node, let own = packet.sources.single else { return source == .node }
                switch sender.addresses {
                case .all: return true
                case .only(let addresses): return addresses.contains(own)
                case .allBut(let addresses): return !addresses.contains(own)
                }
            }
        }
    }
}
