import Addressing

extension TraceRun {
    /// Goes on behind the last step of a hook. False if nothing is left of these packets.
    mutating func leaveHook(_ flight: inout Flight) -> Bool {
        switch flight.hook {
        case .prerouting:
            flight.destinationIsSettled = true
            return flight.isLooped ? takeIn(&flight) : route(&flight)
        case .input:
            flight.sourceIsSettled = true
            return deliver(flight)
        case .forward:
            arrive(at: .postrouting, &flight)
            return true
        case .output:
            flight.destinationIsSettled = true
            return routeOutput(&flight)
        case .postrouting:
            flight.sourceIsSettled = true
            guard flight.outInterface == .loopback else {
                end(flight, .sent)
                return false
            }
            flight.isLooped = true
            arrive(at: .prerouting, &flight)
            return true
        }
    }

    private mutating func takeIn(_ flight: inout Flight) -> Bool {
        flight.outInterface = nil
        arrive(at: .input, &flight)
        return true
    }

    /// The routing decision for packets from other machines.
    private mutating func route(_ flight: inout Flight) -> Bool {
        guard let forwarded = split(&flight, local: tracer.localAddresses) else { return routeLocal(&flight) }
        if flight.packet.isEmpty {
            flight = forwarded
            return mayBeLocal(&flight) ? routeLocal(&flight) : forward(&flight)
        }
        var other = forwarded
        if forward(&other) { pending.append(other) }
        return routeLocal(&flight)
    }

    /// Whether the destination is taken for one of the node's addresses, where these aren't known. The other answer is
    /// put aside.
    private mutating func mayBeLocal(_ flight: inout Flight) -> Bool {
        guard case .condition(let condition) = destinationIsLocal(flight) else { return false }
        if let known = trace.answer(to: condition, at: flight.conditions) { return known }
        var other = flight
        note(condition, false, &other)
        if forward(&other) { pending.append(other) }
        note(condition, true, &flight)
        return true
    }

    private mutating func routeLocal(_ flight: inout Flight) -> Bool {
        let loopback = IPPrefix(address: .loopback(program.family), length: program.family == .ipv4 ? 8 : 128)
        if !tracer.network.routesLocalhost, let martians = split(&flight, local: AddressSet(loopback.range), out: true)
        {
            end(martians, .martian)
            if flight.packet.isEmpty { return false }
        }
        record(.routed(.local), &flight)
        return takeIn(&flight)
    }

    private mutating func forward(_ flight: inout Flight) -> Bool {
        record(.routed(.forward), &flight)
        flight.outInterface = outInterface(flight)
        arrive(at: .forward, &flight)
        return true
    }

    /// The routing decision for packets of the node's own processes.
    private mutating func routeOutput(_ flight: inout Flight) -> Bool {
        if let away = split(&flight, local: tracer.localAddresses) {
            var other = away
            other.outInterface = outInterface(other)
            record(.routed(.output), &other)
            arrive(at: .postrouting, &other)
            pending.append(other)
            if flight.packet.isEmpty { return false }
        }
        flight.outInterface = .loopback
        record(.routed(.loopback), &flight)
        arrive(at: .postrouting, &flight)
        return true
    }

    /// Takes the packets out whose destination is not among `addresses` (or that is, with `out`), and leaves the others;
    /// nil if there are none to take out.
    private func split(_ flight: inout Flight, local addresses: AddressSet, out: Bool = false) -> Flight? {
        let destinations = flight.packet.destinations
        let inside = destinations.intersection(addresses)
        let outside = inside == destinations ? .none : destinations.subtracting(inside)
        let (stays, leaves) = out ? (outside, inside) : (inside, outside)
        guard !leaves.isEmpty else { return nil }
        var other = flight
        other.packet.destinations = leaves
        if flight.arrived != nil && !stays.isEmpty { return nil }
        flight.packet.destinations = stays
        return other
    }

    /// The interface that packets go out by: that of pods if they go to one of the node's.
    private func outInterface(_ flight: Flight) -> PacketInterface? {
        let pods = AddressSet(tracer.network.podNetworks)
        guard !pods.isEmpty else { return nil }
        let inside = flight.packet.destinations.intersection(pods)
        return inside.isEmpty ? .outside : inside == flight.packet.destinations ? .pod : nil
    }

    /// Packets reach a process of the node: kube-proxy's own sockets pass connections on.
    private mutating func deliver(_ flight: Flight) -> Bool {
        guard let port = flight.packet.destinationPorts.single, let transport = flight.packet.protocols.single,
            let backends = tracer.ruleset.proxySockets[.init(port: port, transport: transport)]
        else {
            end(flight, .local)
            return false
        }
        guard !backends.endpoints.isEmpty else {
            end(flight, .unserved)
            return false
        }
        var flight = flight
        if let seconds = backends.affinitySeconds {
            for endpoint in backends.endpoints {
                let seen = Trace.Condition.seen(list: "kube-proxy: port \(port) → \(endpoint)", seconds: seconds)
                var returning = flight
                note(seen, true, &returning)
                note(seen, false, &flight)
                passOn(returning, to: endpoint)
            }
        }
        let share = Fraction(1, UInt64(backends.endpoints.count))
        flight.probability = flight.probability * share
        flight.nominal = flight.nominal * share
        for endpoint in backends.endpoints { passOn(flight, to: endpoint) }
        return false
    }

    /// kube-proxy opens a connection of its own to an endpoint.
    private mutating func passOn(_ flight: Flight, to endpoint: SocketAddress) {
        var sent = flight
        sent.translate(to: endpoint)
        sent.isMasqueraded = true
        record(.proxied(to: endpoint), &sent)
        end(sent, .sent)
    }
}
