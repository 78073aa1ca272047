import Addressing

/// What packets answer to a test.
enum TestAnswer {
    case yes
    case no
    /// Some say yes, some no.
    case split(yes: [PacketClass], no: [PacketClass])
    /// It is left to chance: so many of 2^31, and what is meant.
    case chance(UInt32, FilterProgram.Ratio)
    /// It depends on something that packets don't tell.
    case condition(Trace.Condition)
}

extension TraceRun {
    /// What packets answer to a test.
    func answer(to test: FilterProgram.Test, _ flight: Flight) -> TestAnswer {
        let packet = flight.packet
        switch test {
        case .source(let prefix): return Self.range(packet, \.sources, prefix.range)
        case .destination(let prefix): return Self.range(packet, \.destinations, prefix.range)
        case .sourceIn(let place): return Self.member(packet, \.sources, program.addressSets[place])
        case .destinationIn(let place): return Self.member(packet, \.destinations, program.addressSets[place])
        case .sourceIsLocal: return sourceIsLocal(flight)
        case .destinationIsLocal: return destinationIsLocal(flight)
        case .transport(let number): return Self.range(packet, \.protocols, number...number)
        case .sourcePort(let range): return Self.port(packet, \.sourcePorts, range)
        case .destinationPort(let range): return Self.port(packet, \.destinationPorts, range)
        case .tracking(let states): return flight.states.isDisjoint(with: states) ? .no : .yes
        case .mark(let mask, let value): return flight.mark & mask == value ? .yes : .no
        case .chance(let number, let nominal): return .chance(number, nominal)
        case .lookup(let table, let fields): return lookup(program.tables[table], fields, packet)
        case .inInterface, .outInterface, .cameThroughBridge, .seen, .virtualServer, .unknown, .never:
            return circumstance(test, flight)
        }
    }

    /// What doesn't stand in the packet.
    private func circumstance(_ test: FilterProgram.Test, _ flight: Flight) -> TestAnswer {
        switch test {
        case .inInterface(let name):
            return interface(flight.isLooped ? .loopback : flight.packet.interface, "-i", program.texts[name])
        case .outInterface(let name):
            guard flight.hook == .forward || flight.hook == .output || flight.hook == .postrouting else { return .no }
            guard let interface = flight.outInterface else {
                return goesOutUnknown(flight, program.texts[name])
            }
            return self.interface(interface, "-o", program.texts[name])
        case .cameThroughBridge: return cameThroughBridge(flight)
        case .seen(let list, let seconds):
            return .condition(.seen(list: program.texts[list], seconds: seconds))
        case .virtualServer(let socket, let transport): return belongs(flight, to: socket, transport) ? .yes : .no
        case .unknown(let text): return .condition(.unknown(program.texts[text]))
        default: return .no
        }
    }

    /// Whether packets whose interface isn't known go out by one of a name. Those that go out by the loopback interface
    /// are known; at OUTPUT it is the interface that the first routing decision chose, whatever was rewritten since.
    private func goesOutUnknown(_ flight: Flight, _ pattern: String) -> TestAnswer {
        let unknown = TestAnswer.condition(.unknown("-o \(pattern)"))
        guard pattern == "lo" else { return unknown }
        guard flight.hook == .output else { return .no }
        guard let arrived = flight.arrived?.destinations else {
            return Self.member(flight.packet, \.destinations, tracer.localAddresses)
        }
        let local = arrived.intersection(tracer.localAddresses)
        return local.isEmpty ? .no : local == arrived ? .yes : unknown
    }

    /// Pods may be behind a bridge. Other machines' packets come in by an interface of the node.
    private func cameThroughBridge(_ flight: Flight) -> TestAnswer {
        switch flight.isLooped ? .loopback : flight.packet.interface {
        case .process, .loopback, .outside: .no
        case .pod, .named: .condition(.unknown("-m physdev --physdev-is-in"))
        }
    }

    private func interface(_ interface: PacketInterface, _ option: String, _ pattern: String) -> TestAnswer {
        guard let matches = tracer.network.matches(interface, pattern) else {
            return .condition(.unknown("\(option) \(pattern)"))
        }
        return matches ? .yes : .no
    }

    /// Whether the source is the node's own. A process sends from no other address.
    private func sourceIsLocal(_ flight: Flight) -> TestAnswer {
        if flight.packet.interface == .process { return .yes }
        return Self.member(flight.packet, \.sources, tracer.localAddresses)
    }

    /// Whether the destination is the node's own. Where the node's addresses aren't known a destination that nothing was
    /// done to may be one of them.
    func destinationIsLocal(_ flight: Flight) -> TestAnswer {
        let answer = Self.member(flight.packet, \.destinations, tracer.localAddresses)
        guard case .no = answer, !tracer.network.knowsAddresses, flight.translated == nil else { return answer }
        let address = flight.packet.destination.map { "\($0)" } ?? "the destination"
        return .condition(.unknown("\(address) is an address of the node"))
    }

    private func belongs(_ flight: Flight, to socket: SocketAddress, _ transport: TransportProtocol) -> Bool {
        guard let server = flight.virtualServer, let servers = tracer.ruleset.virtualServers else { return false }
        return servers.isServer(server, at: socket, transport)
    }

    /// Whether numbers of packets lie in a range.
    private static func range<Number>(
        _ packet: PacketClass, _ field: WritableKeyPath<PacketClass, NumberSet<Number>>, _ range: ClosedRange<Number>
    ) -> TestAnswer {
        let values = packet[keyPath: field]
        if let single = values.single { return range.contains(single) ? .yes : .no }
        let inside = values.intersection(range)
        if inside.isEmpty { return .no }
        if inside == values { return .yes }
        return split(packet, field, inside, values.subtracting(inside))
    }

    /// Whether numbers of packets are in a set.
    private static func member<Number>(
        _ packet: PacketClass, _ field: WritableKeyPath<PacketClass, NumberSet<Number>>, _ set: NumberSet<Number>
    ) -> TestAnswer {
        let values = packet[keyPath: field]
        if let single = values.single { return set.contains(single) ? .yes : .no }
        let inside = values.intersection(set)
        if inside.isEmpty { return .no }
        if inside == values { return .yes }
        return split(packet, field, inside, values.subtracting(inside))
    }

    private static func split<Number>(
        _ packet: PacketClass, _ field: WritableKeyPath<PacketClass, NumberSet<Number>>, _ inside: NumberSet<Number>,
        _ outside: NumberSet<Number>
    ) -> TestAnswer {
        var (yes, no) = (packet, packet)
        yes[keyPath: field] = inside
        no[keyPath: field] = outside
        return .split(yes: [yes], no: [no])
    }

    /// Whether ports of packets lie in a range; packets without ports never match.
    private static func port(
        _ packet: PacketClass, _ field: WritableKeyPath<PacketClass, PortSet>, _ range: ClosedRange<UInt16>
    ) -> TestAnswer {
        let withPorts = packet.protocols.intersection(PacketClass.protocolsWithPorts)
        if withPorts.isEmpty { return .no }
        if withPorts == packet.protocols { return Self.range(packet, field, range) }
        var (yes, without) = (packet, packet)
        yes.protocols = withPorts
        without.protocols = packet.protocols.subtracting(withPorts)
        switch Self.range(yes, field, range) {
        case .yes: return .split(yes: [yes], no: [without])
        case .split(let inside, let outside): return .split(yes: inside, no: outside + [without])
        default: return .no
        }
    }
}

extension Flight {
    /// All states that a match may ask for.
    var states: TrackingStates {
        var states = isInNAT ? TrackingStates.new : tracking
        if translated != nil && virtualServer == nil { states.insert(.destinationTranslated) }
        if isMasqueraded { states.insert(.sourceTranslated) }
        return states
    }
}

extension PacketClass {
    /// The protocols that have ports.
    static let protocolsWithPorts = ProtocolSet([6...6, 17...17, 33...33, 132...132, 136...136])
}
