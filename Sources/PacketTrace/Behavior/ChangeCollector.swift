import Addressing

/// Puts differences of single classes together: one change for all that meets the same, by Service.
struct ChangeCollector {
    private let directory: TrafficDirectory
    private let own: AddressSet
    private let primary: UInt128
    private let loopback: AddressSet
    /// The addresses of all senders of each kind that differences can be about.
    private let senders: [SenderKind: AddressSet]
    private var places: [Group: Int] = [:]
    private var groups: [(group: Group, targets: [TrafficDestination: Entry])] = []

    /// What makes one change of several differences.
    private struct Group: Hashable {
        let service: String?
        let state: TrafficState
        let before: TrafficBehavior
        let after: TrafficBehavior
    }

    /// What is known of the packets to one destination.
    fileprivate struct Entry {
        var addresses: [ClosedRange<UInt128>] = []
        var senders: [SenderKind: [ClosedRange<UInt128>]] = [:]
    }

    init(
        _ directory: TrafficDirectory, _ nodes: [NodeNetwork], family: IPFamily,
        senders: [SenderKind: AddressSet]
    ) {
        self.directory = directory
        self.senders = senders
        own = nodes.reduce(.none) { $0.union($1.addresses) }
        primary = nodes.last?.primary.number ?? 0
        loopback = NodeNetwork.loopback(family)
    }

    /// Who sends the packets of a difference.
    struct Senders {
        let source: SenderKind
        /// Their addresses.
        let addresses: AddressSet
    }

    /// Adds what differs for packets of a class that `senders` send.
    mutating func add(_ difference: ClassDifference, _ packets: PacketClass, _ senders: Senders, _ state: TrafficState)
    {
        guard state == .new else {
            note(nil, .others, packets.destinations, difference, senders, state)
            return
        }
        let known = packets.destinations.intersection(directory.addresses)
        for range in known.ranges {
            for address in range { add(address, difference, packets, senders) }
        }
        if known == packets.destinations { return }
        let rest = packets.destinations.subtracting(directory.addresses)
        let node = rest.intersection(own)
        for (addresses, name) in nodeAddresses(node) where !addresses.isEmpty {
            addNode(addresses, name, difference, packets, senders)
        }
        let others = rest.subtracting(own)
        if !others.isEmpty { note(nil, .others, others, difference, senders, state) }
    }

    private func nodeAddresses(_ addresses: AddressSet) -> [(AddressSet, TrafficDestination.NodeAddresses)] {
        let primary = loopback.contains(self.primary) ? AddressSet.none : AddressSet(self.primary)
        return [
            (addresses.intersection(loopback), .loopback), (addresses.intersection(primary), .primary),
            (addresses.subtracting(loopback).subtracting(primary), .secondary),
        ]
    }

    /// Packets to an address of Services: those for its ports, and those for others.
    private mutating func add(
        _ address: UInt128, _ difference: ClassDifference, _ packets: PacketClass, _ senders: Senders
    ) {
        guard let role = directory.roles[address] else { return }
        var ports: [UInt8: [ClosedRange<UInt16>]] = [:]
        for socket in directory.ports[address] ?? [] {
            guard packets.protocols.contains(socket.transport), packets.destinationPorts.contains(socket.port),
                let service = directory.sockets[socket]
            else { continue }
            ports[socket.transport, default: []].append(socket.port...socket.port)
            let destination = TrafficDestination.service(
                role, IPAddress(number: address, packets.family), port: socket.port, transport: socket.transport)
            note(service, destination, AddressSet(address), difference, senders)
        }
        let rest = packets.rest(without: ports)
        if rest.hasPorts { note(nil, .otherPorts(role), AddressSet(address), difference, senders) }
        if rest.hasProtocols { note(nil, .otherProtocols(role), AddressSet(address), difference, senders) }
    }

    /// Packets to addresses of the node: those for node ports, and those for others.
    private mutating func addNode(
        _ addresses: AddressSet, _ name: TrafficDestination.NodeAddresses, _ difference: ClassDifference,
        _ packets: PacketClass, _ senders: Senders
    ) {
        var ports: [UInt8: [ClosedRange<UInt16>]] = [:]
        for port in nodePorts(of: packets) {
            guard let service = directory.nodePorts[port] else { continue }
            ports[port.transport, default: []].append(port.port...port.port)
            note(service, .nodePort(port.port, transport: port.transport, name), addresses, difference, senders)
        }
        let rest = packets.rest(without: ports)
        if rest.hasPorts || rest.hasProtocols { note(nil, .node(name), addresses, difference, senders) }
    }

    private func nodePorts(of packets: PacketClass) -> [TrafficDirectory.NodePort] {
        if let port = packets.destinationPorts.single, let transport = packets.protocols.single {
            return [TrafficDirectory.NodePort(transport: transport, port: port)]
        }
        return directory.nodePorts.keys.filter {
            packets.protocols.contains($0.transport) && packets.destinationPorts.contains($0.port)
        }
    }

    private mutating func note(
        _ service: String?, _ destination: TrafficDestination, _ addresses: AddressSet, _ difference: ClassDifference,
        _ senders: Senders, _ state: TrafficState = .new
    ) {
        let group = Group(
            service: service, state: state, before: difference.before, after: difference.after)
        let place = places[group] ?? groups.count
        if place == groups.count {
            places[group] = place
            groups.append((group, [:]))
        }
        groups[place].targets[destination, default: Entry()].addresses += addresses.ranges
        groups[place].targets[destination]?.senders[senders.source, default: []] += senders.addresses.ranges
    }

    /// The changes: those of Services by name, then the others.
    func changes() -> [TrafficChange] {
        groups.map { group, targets in
            TrafficChange(
                service: group.service, state: group.state,
                kind: TrafficChangeKind(from: group.before, to: group.after),
                targets: targets.map { destination, entry in
                    TrafficChange.Target(
                        destination: destination, addresses: AddressSet(entry.addresses),
                        senders: entry.list(of: senders))
                }.sorted { $0.sortKey < $1.sortKey },
                before: group.before, after: group.after)
        }.sorted { $0.sortKey < $1.sortKey }
    }
}

extension ChangeCollector.Entry {
    fileprivate func list(of all: [SenderKind: AddressSet]) -> [TrafficSender] {
        senders.map { source, addresses in
            TrafficSender(source: source, addresses: .init(AddressSet(addresses), of: all[source] ?? .none))
        }.sorted { $0.source < $1.source }
    }
}

extension PacketClass {
    /// Whether anything is left beside some ports: packets with ports, and packets without.
    fileprivate func rest(without ports: [UInt8: [ClosedRange<UInt16>]]) -> (hasPorts: Bool, hasProtocols: Bool) {
        let withPorts = protocols.intersection(PacketClass.protocolsWithPorts)
        let hasPorts = withPorts.ranges.contains { range in
            range.contains { transport in
                !destinationPorts.subtracting(PortSet(ports[transport] ?? [])).isEmpty
            }
        }
        return (hasPorts, withPorts != protocols)
    }
}
