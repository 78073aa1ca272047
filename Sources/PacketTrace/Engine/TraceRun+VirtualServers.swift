import Addressing

extension TraceRun {
    /// IPVS looks whether packets are for a virtual server, and passes them on to one of its endpoints.
    mutating func schedule(_ flight: inout Flight) -> Bool {
        guard let servers = tracer.ruleset.virtualServers, flight.virtualServer == nil else { return true }
        if flight.mark != 0, let server = servers.marks[flight.mark] {
            return serve(flight, server, servers)
        }
        let result = part(flight.packet, by: servers.sockets, VirtualServers.fields)
        for (packet, entry) in result.hits.reversed() {
            guard let server = servers.sockets.value(of: entry) else { continue }
            var taken = flight
            taken.packet = packet
            _ = serve(taken, server, servers)
        }
        for packet in result.misses.dropFirst().reversed() {
            var missed = flight
            missed.packet = packet
            pending.append(missed)
        }
        guard let first = result.misses.first else { return false }
        flight.packet = first
        return true
    }

    /// Chooses an endpoint. What is put aside goes on from there; these packets themselves are at their end.
    private mutating func serve(_ flight: Flight, _ place: Int, _ servers: VirtualServers) -> Bool {
        let server = servers.servers[place]
        var flight = flight
        flight.virtualServer = place
        let endpoints = server.endpoints.filter { $0.weight > 0 }
        guard !endpoints.isEmpty else {
            record(.unscheduled(server: place), &flight)
            end(flight, .refused(server: place))
            return false
        }
        if let seconds = server.persistence {
            for endpoint in server.endpoints {
                // Each of these is a way of its own; what follows is for clients that aren't known to any.
                let list = "\(servers.name(of: place)) → \(endpoint.socket)"
                var returning = flight
                note(.seen(list: list, seconds: seconds), true, &returning)
                note(.seen(list: list, seconds: seconds), false, &flight)
                send(returning, to: endpoint.socket, place)
            }
        }
        let isWeighted = server.scheduler.hasPrefix("w") || server.scheduler == "mh" || server.scheduler == "sh"
        let total = endpoints.reduce(UInt64(0)) { $0 + (isWeighted ? UInt64($1.weight) : 1) }
        for endpoint in endpoints.reversed() {
            let share = Fraction(isWeighted ? UInt64(endpoint.weight) : 1, total)
            var chosen = flight
            chosen.probability = flight.probability * share
            chosen.nominal = flight.nominal * share
            send(chosen, to: endpoint.socket, place)
        }
        return false
    }

    /// Packets that were taken in go out by OUTPUT again, unless the endpoint is the node itself.
    private mutating func send(_ flight: Flight, to socket: SocketAddress, _ server: Int) {
        var flight = flight
        flight.translate(to: socket)
        flight.destinationIsSettled = true
        record(.scheduled(server: server, to: socket), &flight)
        if !tracer.localAddresses.contains(socket.address.number) { arrive(at: .output, &flight) }
        pending.append(flight)
    }
}
