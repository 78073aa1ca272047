import Addressing
import Bytes
import Netfilter

/// One side of a comparison: the rules of one family, ready to be followed.
struct TrafficSide: Sendable {
    private let tracer: Tracer
    /// The node.
    var network: NodeNetwork { tracer.network }
    private let sensitivity: SourceSensitivity
    /// The addresses that only these rules make the node's own.
    let boundAddresses: AddressSet
    private let loopback: AddressSet

    /// - Parameter mayHaveOtherAddresses: whether an address stands for those that the node may have beside the known
    ///   ones: of bridges, of tunnels.
    init(_ side: TrafficComparison.Side, mayHaveOtherAddresses: Bool) {
        var network = side.node.network
        if mayHaveOtherAddresses {
            let other = TrafficNode.someAddress(network.family, 11)
            network.addresses = network.addresses.union(AddressSet(other))
        }
        network.routesLocalhost = side.rules.servesLocalhostNodePorts
        tracer = Tracer(side.traced, on: network)
        sensitivity = SourceSensitivity(tracer.ruleset.program)
        boundAddresses = tracer.localAddresses.subtracting(network.addresses)
        loopback = NodeNetwork.loopback(network.family)
    }

    /// All ends of the packets of a kind of sender. For each packet the shares of its ends add up to 1, for new clients
    /// and any answers to unknown matches.
    func endings(of source: SenderKind, _ packets: PacketClass, _ state: TrafficState) -> [TrafficEnding] {
        guard source == .node else { return endings(packets, state, hidesSource: false) { $0 } }
        return nodeClasses(packets).flatMap { part in
            endings(part.packets, state, hidesSource: part.hidesSource) { packet in
                var packet = packet
                packet.sources = packets.sources
                return packet
            }
        }
    }

    /// The node's processes send from the destination's own address if that is the node's, or else from its primary
    /// one. Addresses that no rule tells apart as sources go together.
    private func nodeClasses(_ packets: PacketClass) -> [(packets: PacketClass, hidesSource: Bool)] {
        let local = tracer.localAddresses
        let own = local.subtracting(boundAddresses).subtracting(loopback)
        var classes: [(PacketClass, Bool)] = []
        func add(_ destinations: AddressSet, from source: UInt128?, hidesSource: Bool) {
            var part = packets
            part.destinations = packets.destinations.intersection(destinations)
            guard let source, !part.isEmpty else { return }
            part.sources = AddressSet(source)
            classes.append((part, hidesSource))
        }
        add(packets.destinations.subtracting(local), from: tracer.network.primary.number, hidesSource: true)
        add(loopback, from: IPAddress.loopback(tracer.network.family).number, hidesSource: false)
        for group in sensitivity.groups(of: own) { add(group, from: group.first, hidesSource: true) }
        for group in sensitivity.groups(of: boundAddresses) { add(group, from: group.first, hidesSource: false) }
        return classes
    }

    /// - Parameter hidesSource: whether the packets' source is an address of the node that others know it by.
    private func endings(
        _ packets: PacketClass, _ state: TrafficState, hidesSource: Bool, _ map: (PacketClass) -> PacketClass
    ) -> [TrafficEnding] {
        let trace = tracer.trace(packets, tracking: state.tracking, isRecorded: false)
        return trace.endings.compactMap { ending in
            var returning: UInt32?
            var unknown: [TrafficEnding.Assumption] = []
            if ending.conditions >= 0 {
                for (condition, holds) in trace.conditions(of: ending) {
                    switch condition {
                    case .seen(_, let seconds): if holds { returning = seconds }
                    case .unknown(let text): unknown.append(.init(match: text, holds: holds))
                    }
                }
                unknown.sort { $0.match < $1.match }
            }
            if state != .new && returning != nil { return nil }
            let outcome = outcome(of: ending, state)
            var seesNode = false
            if case .endpoint = outcome { seesNode = ending.isMasqueraded || hidesSource }
            if outcome == .untouched && state == .new { seesNode = ending.isMasqueraded && !hidesSource }
            return TrafficEnding(
                packet: map(ending.packet),
                key: .init(
                    outcome: outcome, seesNode: seesNode, isUncertain: ending.isUncertain, returning: returning),
                share: returning == nil ? ending.nominal : .one, unknown: unknown)
        }
    }

    private func outcome(of ending: Trace.Ending, _ state: TrafficState) -> TrafficOutcome {
        switch ending.fate {
        case .dropped, .droppedByPolicy, .martian: return .dropped
        case .rejected(_, let answer): return .rejected(with: words(answer))
        // A connection that is there has an endpoint already.
        case .refused: return state == .new ? .rejected(with: nil) : .untouched
        case .unserved: return state == .new ? .closed : .untouched
        case .circle: return .circle
        case .sent, .local:
            guard state == .new else { return .untouched }
            if let translated = ending.translated { return .endpoint(translated) }
            return ending.fate == .local ? .node : .untouched
        }
    }

    private func words(_ answer: FilterProgram.Answer) -> String? {
        switch answer {
        case .portUnreachable: nil
        case .reset: "tcp-reset"
        case .other(let text): tracer.ruleset.program.texts[text]
        }
    }
}
