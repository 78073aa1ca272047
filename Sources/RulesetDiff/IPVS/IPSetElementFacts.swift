import ProxyNames
import Addressing
import Netfilter

/// What the elements of kube-proxy's sets say, by the set.
struct IPSetElementFacts {
    private let owners: AddressOwners
    private let purpose: KubeSetName.Purpose

    init(_ owners: AddressOwners, _ purpose: KubeSetName.Purpose) {
        self.owners = owners
        self.purpose = purpose
    }

    /// Says what an element is about. One of another kind than the set should have stays a rule like any other.
    func describe(_ element: IPSetTable.Element, _ facts: inout LineFacts) {
        switch element {
        case .port(let port): describe(port, &facts)
        case .address(let address):
            facts.role = .address
            set(owners.owner(of: address), &facts)
        case .addressPort(let address, let transport, let port):
            describe(SocketAddress(address, port: port), transport, &facts)
        case .addressPortAddress(let address, let transport, let port, let source):
            let socket = SocketAddress(address, port: port)
            guard purpose == .loopBack else { return describe(socket, transport, from: "\(source)", &facts) }
            describe(endpoint: socket, transport, source, &facts)
        case .addressPortNetwork(let address, let transport, let port, let network):
            describe(SocketAddress(address, port: port), transport, from: "\(network.masked)", &facts)
        case .spelled, .other: break
        }
    }

    private func describe(_ port: UInt16, _ facts: inout LineFacts) {
        if let transport = purpose.transport {
            let isLocal = purpose == .nodePortLocalTCP || purpose == .nodePortLocalUDP
            facts.role = isLocal ? .policy : .nodePort
            set(owners.owner(ofNodePort: port, transport), &facts)
            facts.parts[.policy] = isLocal ? "local" : nil
        } else if purpose == .healthCheck {
            facts.role = .healthCheck
            facts.service = owners.service(atHealthCheckPort: port)
            facts.isServiceGuessed = facts.service == nil
            facts.parts = [.port: "\(port)"]
        }
    }

    /// An address and port that a Service is served on.
    private func describe(_ socket: SocketAddress, _ transport: TransportProtocol, _ facts: inout LineFacts) {
        let rows: [KubeSetName.Purpose: (role: LineRole, policy: String?)] = [
            .clusterIP: (.clusterIP, nil), .externalIP: (.externalIP, "cluster"),
            .externalIPLocal: (.externalIP, "local"), .loadBalancer: (.loadBalancerIP, nil),
            .loadBalancerLocal: (.policy, "local"), .firewall: (.firewallDrop, nil), .nodePortSCTP: (.nodePort, nil),
            .nodePortLocalSCTP: (.policy, "local"),
        ]
        guard let row = rows[purpose] else { return }
        facts.role = row.role
        set(owner(of: socket, transport), &facts)
        facts.parts[.policy] = row.policy
    }

    /// A network that may use an address and port.
    private func describe(
        _ socket: SocketAddress, _ transport: TransportProtocol, from source: String, _ facts: inout LineFacts
    ) {
        facts.role = .sourceRange
        set(owner(of: socket, transport), &facts)
        facts.subject = source
        facts.parts[.address] = facts.destination?.text
        facts.parts[.match] = source
    }

    /// An endpoint that may connect to itself by way of its Service.
    private func describe(
        endpoint socket: SocketAddress, _ transport: TransportProtocol, _ source: IPAddress, _ facts: inout LineFacts
    ) {
        facts.role = .masquerade
        (facts.service, facts.isServiceGuessed) = owners.service(ofEndpoint: socket, transport)
        facts.endpoint = socket.description
        facts.subject = "\(socket)/\(transport.manifestName)"
        facts.parts = [
            .address: socket.address.description, .endpointPort: "\(socket.port)",
            .transport: "\(transport.manifestName)", .match: source.description,
        ]
    }

    /// A socket's owner; one that nobody has stands for a Service of its own.
    private func owner(of socket: SocketAddress, _ transport: TransportProtocol) -> AddressOwners.Owner {
        var owner = owners.owner(of: socket, transport)
        owner.key = owner.key ?? owner.destination.text
        return owner
    }

    private func set(_ owner: AddressOwners.Owner, _ facts: inout LineFacts) {
        facts.service = owner.key
        facts.subject = owner.destination.text
        facts.destination = owner.destination
        facts.isServiceGuessed = owner.isGuessed
        facts.parts = owner.destination.parts
    }
}
