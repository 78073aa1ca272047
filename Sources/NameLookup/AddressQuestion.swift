import Addressing
import Manifests
import Netfilter
import ProxyNames
import ServiceProxy

/// An element, virtual server, address or port, in the spelling of whatever tool: `10.96.0.20,tcp:80`,
/// `10.96.0.20 . tcp . 80`, `-t 10.96.0.20:80`, `10.96.0.20`, `30080`, `tcp:30080`.
struct AddressQuestion {
    private(set) var address: IPAddress?
    private(set) var transport: TransportProtocol?
    private(set) var port: UInt16?

    private static let transports: [(word: String, transport: TransportProtocol)] = [
        ("tcp", .tcp), ("udp", .udp), ("sctp", .sctp), ("-t", .tcp), ("-u", .udp), ("--sctp-service", .sctp),
    ]

    /// Nil if it is none of these.
    init?(_ text: String) {
        for word in text.split(whereSeparator: { " ,/".contains($0) }) where word != "." {
            if ["-A", "-a", "add", "-r"].contains(word) { continue }
            guard read(word) else {
                // What stands behind the first address and port says who, not what.
                if address != nil && port != nil { break }
                return nil
            }
        }
        if address == nil && port == nil { return nil }
    }

    private mutating func read(_ word: Substring) -> Bool {
        if let known = Self.transports.first(where: { $0.word == word.lowercased() }) {
            if transport == nil { transport = known.transport }
            return true
        }
        if let number = UInt16(word), number > 0 {
            if port == nil { port = number }
            return true
        }
        if let value = IPAddress(String(word)) {
            if address == nil { address = value }
            return true
        }
        if let socket = SocketAddress(word) {
            if address == nil { (address, port) = (socket.address, socket.port) }
            return true
        }
        let parts = word.split(separator: ":")
        guard parts.count == 2, let number = UInt16(parts[1]),
            let known = Self.transports.first(where: { $0.word == parts[0].lowercased() })
        else { return false }
        if port == nil { (transport, port) = (known.transport, number) }
        return true
    }
}

extension NameLookup {
    /// What an address, a port or both are.
    func answer(_ question: AddressQuestion, _ text: String) -> Answer {
        let transports = question.transport.map { [$0] } ?? TransportProtocol.allCases
        var pages: [NamePage] = []
        for transport in transports {
            if let destination = destination(question, transport), let entry = services.entry(destination),
                let page = page(text, destination, entry)
            {
                pages.append(page)
            }
        }
        pages += endpointPages(question, transports, text)
        if pages.isEmpty, let address = question.address, question.port == nil,
            let entry = services.entry(.address(address)), let page = page(text, .address(address), entry)
        {
            pages.append(page)
        }
        if pages.isEmpty, let port = question.port,
            question.address == nil || services.isNodeAddress(question.address ?? .loopback(.ipv4)),
            let page = healthCheckPage(port, text)
        {
            pages.append(page)
        }
        if !pages.isEmpty { return .pages(pages) }
        if let address = question.address, services.isNodeAddress(address) {
            return .pages([NamePage(text, kind: "address", purpose: "An address of the node itself.")])
        }
        var page = NamePage(
            text, kind: question.address == nil ? "port" : "address",
            purpose: "No Service and no endpoint in these manifests has it.")
        page.notes.append("if a node has rules for it they are stale, or someone else's")
        return .missing(page)
    }

    private func destination(_ question: AddressQuestion, _ transport: TransportProtocol) -> Destination? {
        guard let port = question.port else { return nil }
        guard let address = question.address else { return .nodePort(transport, port) }
        let socket = Destination.socket(transport, SocketAddress(address, port: port))
        // The node's own addresses: an element or virtual server for a node port.
        if services.entry(socket) == nil, services.isNodeAddress(address) { return .nodePort(transport, port) }
        return socket
    }

    private func page(_ text: String, _ destination: Destination, _ entry: ServiceDirectory.Entry) -> NamePage? {
        guard
            let view = views.first(where: { view in
                destination.address.map { $0.family == view.family } ?? true
            }),
            let port = view.servicePorts.first(where: { $0.key == entry.key && Self.fits(destination, $0) })
                ?? view.servicePorts.first(where: { $0.key == entry.key })
        else { return nil }
        let subject = "Service \(port.namespace)/\(port.name)"
        let whole = { if case .address = destination { true } else { false } }()
        var page = NamePage(
            text, kind: entry.role.words,
            purpose: "Packets to \(destination.text) are for \(subject)\(whole ? "" : ", \(Self.words(for: port))").")
        page.service = place(of: port)
        page.endpoints = places(of: Array(view.endpoints[port.endpoints.all]), port, view)
        let mode = node.configuration.mode
        (page.mode, page.family) = (mode, view.family)
        page.lines = lines(mode, view.family).filter { Self.isAbout(destination, $0) }
        return page
    }

    private static func fits(_ destination: Destination, _ port: ServicePort) -> Bool {
        switch destination {
        case .socket(let transport, let socket): port.transport == transport && port.port == socket.port
        case .nodePort(let transport, let number): port.transport == transport && port.nodePort == number
        case .address: true
        }
    }

    /// Whether a line names the destination: the address, and if there is one the port.
    private static func isAbout(_ destination: Destination, _ line: RuleLine) -> Bool {
        let words = line.text.split { " ,{}\"".contains($0) }
        let has = { (wanted: String) in words.contains { $0 == wanted } }
        switch destination {
        case .socket(let transport, let socket):
            let host = IPPrefix(host: socket.address).description
            return has("\(socket)")
                || ((has(socket.address.description) || has(host))
                    && (has("\(socket.port)") || has("\(transport.name):\(socket.port)")))
        case .nodePort(_, let port):
            return (line.container.contains("NODE") || line.container.contains("node")) && has("\(port)")
        case .address(let address): return has(address.description) || has(IPPrefix(host: address).description)
        }
    }

    private func endpointPages(
        _ question: AddressQuestion, _ transports: [TransportProtocol], _ text: String
    ) -> [NamePage] {
        guard let address = question.address else { return [] }
        var pages: [NamePage] = []
        for view in views where view.family == address.family {
            for port in view.servicePorts where transports.contains(port.transport) {
                let found = view.endpoints[port.endpoints.all].filter {
                    $0.socket.address == address && (question.port == nil || question.port == $0.socket.port)
                }
                guard let first = found.first else { continue }
                var page = NamePage(
                    text, kind: "endpoint",
                    purpose: "\(first.socket) is an endpoint of Service \(port.namespace)/\(port.name), "
                        + "\(Self.words(for: port)).")
                page.service = place(of: port)
                page.endpoints = places(of: found, port, view)
                (page.mode, page.family) = (node.configuration.mode, view.family)
                page.lines = lines(node.configuration.mode, view.family).filter {
                    Self.isAbout(.socket(port.transport, first.socket), $0)
                }
                pages.append(page)
            }
        }
        return pages
    }

    private func healthCheckPage(_ number: UInt16, _ text: String) -> NamePage? {
        for view in views {
            guard let port = view.servicePorts.first(where: { $0.healthCheckNodePort == number }) else { continue }
            var page = NamePage(
                text, kind: "health-check port",
                purpose: "Load balancers ask at this port of the node whether it has endpoints of Service "
                    + "\(port.namespace)/\(port.name) (healthCheckNodePort).")
            page.service = place(of: port)
            return page
        }
        return nil
    }
}

extension ServiceDirectory.Role {
    fileprivate var words: String {
        switch self {
        case .clusterIP: "cluster IP"
        case .externalIP: "external IP"
        case .loadBalancerIP: "load-balancer IP"
        case .nodePort: "node port"
        }
    }
}
