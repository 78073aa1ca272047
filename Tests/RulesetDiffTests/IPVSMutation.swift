import Addressing

/// Damage to one thing of a node in ipvs mode, and what is to be found: `KIND SERVICE SUBJECT` for each drift.
struct IPVSMutation {
    let name: String
    let about: String
    let dump: IPVSDump
    let drifts: [String]

    init(_ name: String, _ about: String, _ dump: IPVSDump, _ drifts: String...) {
        (self.name, self.about, self.dump, self.drifts) = (name, about, dump, drifts)
    }

    init(_ name: String, _ about: String, _ dump: IPVSDump, all drifts: [String]) {
        (self.name, self.about, self.dump, self.drifts) = (name, about, dump, drifts)
    }

    /// An address that nobody has.
    static func stranger(_ family: IPFamily, _ number: Int = 99) -> String {
        family == .ipv4 ? "10.99.9.\(number)" : "fd00:99::\(number)"
    }

    /// The same in brackets, if it needs them.
    static func bracketed(_ address: String) -> String { address.contains(":") ? "[\(address)]" : address }

    // MARK: Virtual servers

    static func ofVirtualServers(_ dump: IPVSDump) -> [IPVSMutation] {
        dump.virtualServers.flatMap { place -> [IPVSMutation] in
            optionsOfServer(dump, place) + wholeServer(dump, place)
        }
    }

    private static func optionsOfServer(_ dump: IPVSDump, _ place: Int) -> [IPVSMutation] {
        let line = dump.servers[place]
        let service = dump.owner(line).service
        let subject = dump.owner(line).subject
        let change = { (name: String, drift: String, text: String) in
            var damaged = dump
            damaged.servers[place] = text
            return IPVSMutation(name, line, damaged, drift)
        }
        let (affinity, scheduler) = ("affinity \(service)", "scheduler \(service)")
        let definition = "set-definition \(service) virtual server \(name(line))"
        var found = [
            change("scheduler wrr", scheduler, line.replacing("-s rr", with: "-s wrr")),
            change("scheduler lc", scheduler, line.replacing("-s rr", with: "-s lc")),
            change("scheduler flags", scheduler, line + " -b flag-2"),
            change("one-packet scheduling", definition, line + " -o"),
            change("persistence engine", definition, line + " --pe sip"),
        ]
        _ = subject
        if let range = line.firstRange(of: " -p ") {
            found.append(change("persistence goes", affinity, String(line[..<range.lowerBound])))
            found.append(change("persistence time", affinity, line + "7"))
            let mask = dump.family == .ipv4 ? "255.255.255.0" : "64"
            found.append(change("persistence mask", affinity, "\(line) -M \(mask)"))
        } else {
            found.append(change("persistence comes", affinity, line + " -p 3600"))
        }
        return found
    }

    /// `10.96.10.1:80/TCP`
    private static func name(_ line: String) -> String { "\(IPVSDump.words(line)[2])/\(IPVSDump.transport(line))" }

    private static func wholeServer(_ dump: IPVSDump, _ place: Int) -> [IPVSMutation] {
        let line = dump.servers[place]
        let (service, subject, isNodePort) = dump.owner(line)
        let server = IPVSDump.server(line)
        let lines = dump.lines(of: server)
        let hasEndpoints = lines.count > 1
        let (option, socket) = (IPVSDump.words(line)[1], IPVSDump.words(line)[2])
        var found: [IPVSMutation] = []
        let missing =
            dump.serverCount(service) == 1
            ? "service-missing \(service)" : "\(isNodePort ? "node-port" : "address-missing") \(service) \(subject)"
        var damaged = dump
        damaged.servers = dump.servers.indices.filter { !lines.contains($0) }.map { dump.servers[$0] }
        found.append(.init("delete a virtual server", line, damaged, missing))

        let other = "\(socket.prefix { $0 != "]" }.split(separator: ":").dropLast().joined(separator: ":")):39999"
        let moved = dump.family == .ipv4 ? other : "\(socket.prefix { $0 != "]" })]:39999"
        damaged = dump
        for place in lines {
            damaged.servers[place] = damaged.servers[place].replacing("\(server) ", with: "\(option) \(moved) ")
        }
        let changed = "\(isNodePort ? "node-port" : "address") \(service) \(subject)"
        let transport = IPVSDump.transport(line)
        found.append(
            isNodePort && !hasEndpoints
                ? .init(
                    "virtual server on another port", line, damaged,
                    all: [
                        missing, "service-unknown \(moved)/\(transport)",
                    ])
                : .init("virtual server on another port", line, damaged, changed))

        let stranger = "\(bracketed(stranger(dump.family))):80"
        damaged = dump
        for place in lines {
            damaged.servers[place] = damaged.servers[place].replacing("\(server) ", with: "\(option) \(stranger) ")
        }
        found.append(
            hasEndpoints
                ? .init("virtual server on another address", line, damaged, changed)
                : .init(
                    "virtual server on another address", line, damaged,
                    all: [
                        missing, "service-unknown \(stranger)/\(transport)",
                    ]))
        if hasEndpoints {
            damaged = dump
            damaged.servers += lines.map {
                dump.servers[$0].replacing("\(server) ", with: "\(option) \(stranger) ")
            }
            found.append(
                .init("an address too many", line, damaged, "address-stale \(service) \(stranger)/\(transport)"))
        }
        return found
    }

    // MARK: Real servers

    static func ofRealServers(_ dump: IPVSDump) -> [IPVSMutation] { dump.realServers.flatMap { realServer(dump, $0) } }

    private static func realServer(_ dump: IPVSDump, _ place: Int) -> [IPVSMutation] {
        let line = dump.servers[place]
        let service = dump.owner(line).service
        let endpoint = IPVSDump.endpoint(line)
        let change = { (name: String, drift: [String], text: [String]) in
            var damaged = dump
            damaged.servers.replaceSubrange(place...place, with: text)
            return IPVSMutation(name, line, damaged, all: drift)
        }
        let missing = "endpoint-missing \(service) \(endpoint)"
        let port = endpoint.split(separator: ":").last.map(String.init) ?? ""
        let stranger = "\(bracketed(stranger(dump.family))):\(port)"
        let stale = "endpoint-stale \(service) \(stranger)"
        let other = line.replacing("-r \(endpoint) ", with: "-r \(stranger) ")
        let rule = "rule \(service) \(endpoint)"
        return [
            change("weight", ["probability \(service) \(endpoint)"], [line.replacing("-w 1", with: "-w 3")]),
            change("an endpoint is drained", [missing], [line.replacing("-w 1", with: "-w 0")]),
            change("direct routing", [rule], [line.replacing(" -m ", with: " -g ")]),
            change("tunnel", [rule], [line.replacing(" -m ", with: " -i ")]),
            change("upper threshold", [rule], [line + " -x 100"]),
            change("lower threshold", [rule], [line + " -y 10"]),
            change(
                "port of an endpoint", ["endpoint-port \(service) \(endpoint)"],
                [line.replacing(":\(port) -m", with: ":19999 -m")]),
            change("address of an endpoint", [missing, stale], [other]),
            change("delete a real server", [missing], []),
            change("duplicate a real server", ["duplicate \(service) \(endpoint)"], [line, line]),
            change("a stale endpoint", [stale], [line, other]),
            change("a stale endpoint is drained", [], [line, other.replacing("-w 1", with: "-w 0")]),
        ]
    }

    // MARK: Addresses

    static func ofAddresses(_ dump: IPVSDump) -> [IPVSMutation] {
        var found = dump.bound.map { place in
            var damaged = dump
            let address = damaged.addresses.remove(at: place)
            let service = dump.owners.addresses[address]?.first ?? "?"
            return IPVSMutation("unbind an address", address, damaged, "address-missing \(service) \(address)")
        }
        found += dump.bound.map { place in
            var damaged = dump
            let address = damaged.addresses[place]
            damaged.addresses[place] = stranger(dump.family)
            let service = dump.owners.addresses[address]?.first ?? "?"
            return IPVSMutation(
                "another address is bound", address, damaged, "address-missing \(service) \(address)",
                "address-stale \(stranger(dump.family))")
        }
        found += (1...20).map { number in
            var damaged = dump
            damaged.addresses.insert(stranger(dump.family, number), at: number % dump.addresses.count)
            return IPVSMutation(
                "an address too many is bound", "\(number)", damaged, "address-stale \(stranger(dump.family, number))")
        }
        if dump.bound.count > 1 {
            var damaged = dump
            damaged.addresses = dump.addresses.indices.filter { !dump.bound.contains($0) }.map { dump.addresses[$0] }
            let services = Set(dump.bound.compactMap { dump.owners.addresses[dump.addresses[$0]]?.first })
            let drifts =
                services.count > 1
                ? ["chain-flushed kube-ipvs0"]
                : dump.bound.map { "address-missing \(services.first ?? "?") \(dump.addresses[$0])" }
            found.append(.init("flush kube-ipvs0", "", damaged, all: drifts))
        }
        return found
    }
}
