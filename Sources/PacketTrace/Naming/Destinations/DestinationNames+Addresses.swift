import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Addresses and nodes.
extension DestinationNames {
    /// What an address is to the cluster, at the port that is wanted.
    func destination(
        _ address: IPAddress, _ wanted: DestinationText, steps: [Reason]
    ) throws(NamingError) -> Destination {
        guard !address.isUnspecified else {
            throw NamingError("\(address) is no address that packets go to", advice: "give the address of something")
        }
        if let claim = claim(of: address, wanted) {
            let service = directory.manifests.services[claim.service]
            let steps =
                steps + [
                    Reason(
                        "\(address) is \(Self.article(claim.role)) \(claim.role.words) of Service"
                            + " \(directory.name(of: claim.service))",
                        place: directory.location(ofService: claim.service))
                ]
            if wanted.isPing { return ping(address, claim.role, claim.service, steps) }
            let choice = try PortChoice(wanted, of: service, directory.name(of: claim.service))
            return Destination(
                address: address, port: choice.number, transport: choice.transport, role: claim.role,
                service: claim.service, steps: steps)
        }
        if let nodeName = nodeName(at: address) { return try destination(address, ofNode: nodeName, wanted, steps) }
        let (role, step) = holder(of: address)
        let steps = steps + [step]
        if wanted.isPing { return ping(address, role, nil, steps) }
        return Destination(
            address: address, port: try number(wanted, "\(address)"), transport: wanted.transport ?? .tcp, role: role,
            service: nil, steps: steps)
    }

    /// Every address of a node, at the port that is wanted; nil for the node that is traced.
    func destinations(ofNode name: String?, _ wanted: DestinationText) throws(NamingError) -> [Destination] {
        var addresses = node.addresses
        var label = node.name
        if let name {
            guard let known = directory.node(name) else {
                let near = NearWords(directory.manifests.nodes.map(\.metadata.name)).near(name)
                throw NamingError(
                    "the input has no Node \(name.quoted)",
                    advice: near.first.map { "did you mean \($0)" } ?? "add the Node, or give its address")
            }
            addresses = known.internalAddresses + known.externalAddresses
            label = name
        }
        // A Node may list an address twice, as internal and external.
        var seen: Set<IPAddress> = []
        addresses = addresses.filter { seen.insert($0).inserted }
        guard !addresses.isEmpty else {
            throw NamingError(
                "the addresses of \(label.isEmpty ? "the node" : "node \(label.escapedForMessage)") aren't known",
                advice: "add the Node to the input, or give --node-ip")
        }
        let all = try addresses.map { address throws(NamingError) in
            try destination(address, ofNode: label, wanted, [])
        }
        // Node ports answer in the families that their Services have.
        let served = all.filter { destination in
            guard let place = destination.service else { return true }
            return directory.manifests.services[place].clusterIPs.contains {
                $0.value.family == destination.address.family
            }
        }
        return served.isEmpty ? all : served
    }

    private func destination(
        _ address: IPAddress, ofNode name: String, _ wanted: DestinationText, _ steps: [Reason]
    ) throws(NamingError) -> Destination {
        let what = name.isEmpty ? "the node" : "node \(name.escapedForMessage)"
        var steps = steps + [Reason("\(address) is an address of \(what)")]
        if wanted.isPing { return ping(address, .node, nil, steps) }
        if case .name(let portName)? = wanted.port {
            throw NamingError(
                "\(portName.quoted) names no port of a node: only Services name ports", advice: "write the node port")
        }
        let number = try number(wanted, what)
        let found = transports(wanted).lazy
            .map { ($0, directory.services(withNodePort: number, $0)) }.first { !$0.1.isEmpty }
        guard let (transport, services) = found, let place = services.first else {
            steps.append(Reason("no Service has node port \(number)"))
            return Destination(
                address: address, port: number, transport: wanted.transport ?? .tcp, role: .node, service: nil,
                steps: steps)
        }
        steps.append(
            Reason(
                "\(number)/\(transport.name) is a node port of Service \(directory.name(of: place))",
                place: directory.location(ofService: place)))
        return Destination(
            address: address, port: number, transport: transport, role: .nodePort, service: place, steps: steps)
    }

    /// The Service that an address is of. Where Services share it, the one with the port that is wanted; a node's address
    /// without a fitting port is the node's.
    private func claim(of address: IPAddress, _ wanted: DestinationText) -> ClusterDirectory.AddressClaim? {
        let claims = directory.claims(of: address)
        let fitting = claims.first { claim in
            let ports = directory.manifests.services[claim.service].ports
            switch wanted.port ?? wanted.schemePort.map(DestinationText.Port.number) {
            case .number(let number):
                return ports.contains {
                    $0.port == number && (wanted.transport == nil || $0.transport == wanted.transport)
                }
            case .name(let name): return ports.contains { $0.name == name }
            case nil: return true
            }
        }
        return fitting ?? (nodeName(at: address) == nil ? claims.first : nil)
    }

    /// The name of the node that has an address, empty for the traced one if it has none; nil if none has it.
    private func nodeName(at address: IPAddress) -> String? {
        if node.addresses.contains(address) || address.isLoopback { return node.name }
        return directory.node(at: address)?.metadata.name
    }

    /// Who has an address that is neither a Service's nor a node's.
    private func holder(of address: IPAddress) -> (role: Destination.Role, step: Reason) {
        let nodeName = directory.nodeName(ofPodAt: address)
        let on = nodeName.isEmpty ? "" : ", on node \(nodeName.escapedForMessage)"
        if let pod = directory.pods.pod(at: address) {
            return (.pod, Reason("\(address) is the address of \(pod.label)\(on)", place: pod.place))
        }
        if directory.pods.nodeSymbol(ofEndpoint: address) != nil {
            return (.pod, Reason("\(address) is an endpoint of a Service\(on)"))
        }
        if !nodeName.isEmpty {
            return (
                .pod,
                Reason(
                    "\(address) is in the pod network of node \(nodeName.escapedForMessage); no pod of the input has"
                        + " it")
            )
        }
        let ranges = directory.manifests.serviceCIDRs.flatMap(\.cidrs).map(\.value)
        if let range = ranges.first(where: { $0.contains(address) }) {
            return (
                .outside,
                Reason("\(address) is in the range of cluster IPs, \(range), but no Service of the input has it")
            )
        }
        return (.outside, Reason("\(address) is nothing that the input knows"))
    }

    private func ping(
        _ address: IPAddress, _ role: Destination.Role, _ service: Int?, _ steps: [Reason]
    ) -> Destination {
        Destination(address: address, port: 0, transport: nil, role: role, service: service, steps: steps)
    }

    private func transports(_ wanted: DestinationText) -> [TransportProtocol] {
        wanted.transport.map { [$0] } ?? TransportProtocol.allCases
    }

    /// The number of the port, where no Service knows it better.
    private func number(_ wanted: DestinationText, _ what: String) throws(NamingError) -> UInt16 {
        switch wanted.port {
        case .number(let number): return number
        case .name(let name):
            throw NamingError(
                "\(what) has no port named \(name): only Services name ports", advice: "write the port's number")
        case nil:
            if let port = wanted.schemePort { return port }
            throw NamingError("which port of \(what) is meant isn't said", advice: "write it: IP:PORT/PROTOCOL")
        }
    }

    private static func article(_ role: Destination.Role) -> String { role == .externalIP ? "an" : "a" }
}
