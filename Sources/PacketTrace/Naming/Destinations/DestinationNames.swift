import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Reads the text of `--to`, as a program at the source would look it up.
public struct DestinationNames: Sendable {
    let directory: ClusterDirectory
    let node: NodeContext

    /// How many names an `ExternalName` may lead through, as resolvers allow.
    private static let longestAlias = 8

    /// Reads texts that name something in `directory`; `node` is the one that `node:PORT` means.
    public init(_ directory: ClusterDirectory, node: NodeContext) {
        self.directory = directory
        self.node = node
    }

    /// All destinations that a text means, in the order in which DNS and the input have them: one for each address.
    ///
    /// - Throws: `NamingError` with what was tried, if it means none.
    public func destinations(_ text: String, from source: TrafficSource) throws(NamingError) -> [Destination] {
        let wanted = try DestinationText(text)
        switch wanted.host {
        case .address(let address):
            guard !address.isLoopback || source.kind != .pod else { throw itself("\(address)", source) }
            return [try destination(address, wanted, steps: [])]
        case .node(let name): return try destinations(ofNode: name, wanted)
        case .name(let name): return try destinations(named: name, wanted, source)
        }
    }

    /// What is said of a loopback address that isn't the node's.
    private func itself(_ name: String, _ source: TrafficSource, steps: [Reason] = []) -> NamingError {
        NamingError(
            "\(name) is \(source.label) itself: the packets never meet the rules of a node",
            advice: "write node:PORT for a node port", steps: steps)
    }

    // MARK: Names

    private func destinations(
        named name: String, _ wanted: DestinationText, _ source: TrafficSource
    ) throws(NamingError) -> [Destination] {
        if let known = try hosts(name, wanted, source) { return known }
        var steps: [Reason] = []
        if !asksClusterDNS(source) {
            steps.append(
                Reason(
                    "\(source.label) doesn't ask cluster DNS: what follows is what a pod would be told",
                    change: source.kind == .outside || source.kind == .node && source.namespace == "default"
                        ? nil : "set dnsPolicy to ClusterFirst, or ClusterFirstWithHostNet on the host network"))
        }
        let dns = ClusterDNS(directory: directory)
        var tried: [String] = []
        var misses: [Reason] = []
        for candidate in source.resolver.candidates(name, namespace: source.namespace, domain: directory.domain) {
            let answer: ClusterDNS.Answer
            do throws(ClusterDNS.Miss) {
                answer = try dns.answer(candidate)
            } catch {
                tried.append(candidate)
                if case .other(let reason) = error { misses.append(reason) }
                continue
            }
            return try destinations(answer, candidate, wanted, steps, depth: 0)
        }
        if let ingress = try destinations(ofIngressHost: name, wanted, steps) { return ingress }
        throw unknown(name, tried: tried, misses: misses, source)
    }

    private func asksClusterDNS(_ source: TrafficSource) -> Bool {
        source.kind == .pod && source.resolver.asksClusterDNS
            || source.kind == .node && source.resolver.asksClusterDNS && source.namespace != "default"
    }

    /// What /etc/hosts of the source has for a name, which is looked up there first; nil if it isn't there.
    private func hosts(
        _ name: String, _ wanted: DestinationText, _ source: TrafficSource
    ) throws(NamingError) -> [Destination]? {
        if name == "localhost" {
            guard source.kind == .node else { throw itself(name, source) }
            return [try destination(.loopback(.ipv4), wanted, steps: [Reason("localhost is the node itself")])]
        }
        let aliases = source.resolver.hostAliases.filter { $0.names.contains(name) }
        guard !aliases.isEmpty else {
            guard name == source.resolver.hostname, !name.isEmpty, source.kind == .pod else { return nil }
            let step = Reason("\(name) is the name of \(source.label) itself in its /etc/hosts")
            return try source.addresses.map { address throws(NamingError) in
                try destination(address, wanted, steps: [step])
            }
        }
        // Of two addresses of a family for one name, /etc/hosts gives both; programs take the first.
        var steps = [
            Reason(
                "\(name) is \(Words.list(aliases.map(\.address.description))) by hostAliases of \(source.label), which"
                    + " stand in its /etc/hosts and count before DNS")
        ]
        if source.kind == .pod, aliases.contains(where: \.address.isLoopback) {
            throw itself(name, source, steps: steps)
        }
        let service = source.resolver.candidates(name, namespace: source.namespace, domain: directory.domain)
            .lazy.compactMap { candidate in
                if case .service(let place)? = try? ClusterDNS(directory: directory).answer(candidate) {
                    place
                } else {
                    nil
                }
            }.first
        if let service {
            steps.append(
                Reason(
                    "Service \(directory.name(of: service)) of the same name isn't asked for",
                    change: "remove the alias to reach the Service", place: directory.location(ofService: service)))
        }
        return try aliases.map { alias throws(NamingError) in
            try destination(alias.address, wanted, steps: steps)
        }
    }

    // MARK: Answers

    private func destinations(
        _ answer: ClusterDNS.Answer, _ name: String, _ wanted: DestinationText, _ steps: [Reason], depth: Int
    ) throws(NamingError) -> [Destination] {
        switch answer {
        case .service(let place): return try destinations(ofService: place, name, wanted, steps)
        case .endpoints(let place, let addresses):
            return try destinations(ofEndpoints: addresses, of: place, name, wanted, steps)
        case .pod(let address):
            return [try destination(address, wanted, steps: steps + [Reason("\(name) stands for \(address)")])]
        case .port(let place, let port):
            let found = directory.manifests.services[place].ports[port]
            var wanted = wanted
            wanted.port = .number(found.port)
            wanted.transport = found.transport
            let step = Reason(
                "\(name) is port \(Service.words(found)) of Service \(directory.name(of: place)) (SRV)")
            let dns = ClusterDNS(directory: directory)
            let target =
                "\(directory.name(of: place).name).\(directory.name(of: place).namespace).svc.\(directory.domain)"
            let answer: ClusterDNS.Answer
            do throws(ClusterDNS.Miss) { answer = try dns.answer(target) } catch {
                throw failure(error, target, steps + [step])
            }
            return try destinations(answer, target, wanted, steps + [step], depth: depth + 1)
        case .alias(let place, let target):
            return try destinations(ofAlias: target, place, name, wanted, steps, depth: depth)
        }
    }

    private func destinations(
        ofService place: Int, _ name: String, _ wanted: DestinationText, _ steps: [Reason]
    ) throws(NamingError) -> [Destination] {
        let service = directory.manifests.services[place]
        let list = service.clusterIPs.map(\.value.description).joined(separator: " and ")
        let steps =
            steps + [
                Reason(
                    "\(name) is Service \(directory.name(of: place)), cluster IP \(list)",
                    place: directory.location(ofService: place))
            ]
        if wanted.isPing {
            return service.clusterIPs.map { address in
                Destination(
                    address: address.value, port: 0, transport: nil, role: .clusterIP, service: place, steps: steps)
            }
        }
        let choice = try PortChoice(wanted, of: service, directory.name(of: place))
        return service.clusterIPs.map { address in
            Destination(
                address: address.value, port: choice.number, transport: choice.transport, role: .clusterIP,
                service: place, steps: steps)
        }
    }

    private func destinations(
        ofAlias target: String, _ place: Int, _ name: String, _ wanted: DestinationText, _ steps: [Reason], depth: Int
    ) throws(NamingError) -> [Destination] {
        let target = target.lowercased().hasSuffix(".") ? String(target.lowercased().dropLast()) : target.lowercased()
        let step = Reason(
            "\(name) is Service \(directory.name(of: place)) of type ExternalName, an alias of \(target) (CNAME):"
                + " the name"
                + " that the client sends along stays \(name), and ports aren't translated",
            place: directory.location(ofService: place))
        let steps = steps + [step]
        guard depth < Self.longestAlias else {
            throw NamingError("\(name) is an alias that leads in a circle", steps: steps)
        }
        if let address = IPAddress(target) {
            throw NamingError(
                "\(name) is an alias of \(address), which DNS takes for a name and has no answer for",
                advice: "give the Service an EndpointSlice with the address instead", steps: steps)
        }
        let answer: ClusterDNS.Answer
        do throws(ClusterDNS.Miss) {
            answer = try ClusterDNS(directory: directory).answer(target)
        } catch {
            throw failure(error, target, steps)
        }
        return try destinations(answer, target, wanted, steps, depth: depth + 1)
    }

    private func failure(_ miss: ClusterDNS.Miss, _ name: String, _ steps: [Reason]) -> NamingError {
        switch miss {
        case .outside:
            NamingError(
                "\(name) is a name of the world outside: kube-proxy has nothing to do with where it leads",
                advice: "give an address of it, to see what the node's rules do with it", steps: steps)
        case .noService(let service):
            NamingError(
                "\(name) asks for Service \(service), which the input doesn't have: cluster DNS answers NXDOMAIN",
                steps: steps)
        case .other(let reason): NamingError(reason.text, advice: reason.change, steps: steps)
        }
    }

    private func destinations(
        ofEndpoints addresses: [IPAddress], of place: Int, _ name: String, _ wanted: DestinationText, _ steps: [Reason]
    ) throws(NamingError) -> [Destination] {
        let service = directory.manifests.services[place]
        let serviceName = directory.name(of: place)
        let what =
            addresses.count == 1 ? "an endpoint of Service \(serviceName)" : "the endpoints of Service \(serviceName)"
        var steps =
            steps + [
                Reason(
                    "\(name) is \(what)\(service.isHeadless ? ", which is headless" : ""), by DNS:"
                        + " \(Words.list(addresses.map(\.description)))",
                    place: directory.location(ofService: place))
            ]
        if wanted.isPing {
            return addresses.map {
                Destination(address: $0, port: 0, transport: nil, role: .pod, service: place, steps: steps)
            }
        }
        let choice = try PortChoice(wanted, of: service, serviceName)
        let numbers = endpointPorts(of: serviceName, choice)
        let isByNumber = if case .number? = wanted.port { true } else { wanted.port == nil && wanted.schemePort != nil }
        if isByNumber, choice.port != nil, let target = numbers.values.first, target != choice.number {
            steps.append(
                Reason(
                    "nothing translates the port: \(choice.number) is asked of the pods themselves, which listen on"
                        + " \(target)",
                    change: "use port \(target)", place: directory.location(ofService: place)))
        }
        return addresses.map { address in
            Destination(
                address: address, port: isByNumber ? choice.number : numbers[address] ?? choice.number,
                transport: choice.transport, role: .pod, service: place, steps: steps)
        }
    }

    /// The number that each endpoint has for a Service's port.
    private func endpointPorts(of name: NamespacedName, _ choice: PortChoice) -> [IPAddress: UInt16] {
        guard let port = choice.port else { return [:] }
        var numbers: [IPAddress: UInt16] = [:]
        for place in directory.slices(of: name) {
            let slice = directory.manifests.endpointSlices[place]
            let found = slice.ports.first { $0.name == port.name && $0.transport == port.transport }
            guard let found else { continue }
            for endpoint in slice.endpoints { numbers[endpoint.address] = found.port }
        }
        return numbers
    }
}
