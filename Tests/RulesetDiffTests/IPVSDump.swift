import Addressing
import Manifests
import Netfilter
import ServiceProxy
import TestSupport

@testable import RulesetDiff

/// What the tools printed on a node in ipvs mode, as lines that can be damaged; and what the lines belong to.
struct IPVSDump {
    /// `ipvsadm -S -n`
    var servers: [String]
    /// `ipset save`
    var sets: [String]
    /// The addresses of kube-ipvs0.
    var addresses: [String]
    let family: IPFamily
    let owners: Owners

    /// What the manifests say of addresses, ports and endpoints.
    struct Owners {
        fileprivate(set) var sockets: [String: String] = [:]
        fileprivate(set) var nodePorts: [String: String] = [:]
        fileprivate(set) var addresses: [String: [String]] = [:]
        fileprivate(set) var endpoints: [String: String] = [:]
        fileprivate(set) var healthChecks: [String: String] = [:]

        init(_ view: ProxyView) {
            for port in view.servicePorts {
                for address in [port.clusterIP] + (port.externalIPs + port.loadBalancerVIPs).map(\.value) {
                    sockets["\(SocketAddress(address, port: port.port))/\(port.transport.manifestName)"] = port.key
                    addresses["\(address)", default: []].append(port.key)
                }
                if port.nodePort != 0 { nodePorts["\(port.nodePort)/\(port.transport.manifestName)"] = port.key }
                if port.healthCheckNodePort != 0 { healthChecks["\(port.healthCheckNodePort)"] = port.key }
                for endpoint in view.endpoints[port.endpoints.all] {
                    endpoints["\(endpoint.socket)/\(port.transport.manifestName)"] = port.key
                }
            }
        }
    }

    init(_ capture: String, _ family: IPFamily, _ view: ProxyView) throws {
        let lines = { (name: String) in
            try Fixtures.text("live/\(capture)/\(name)").split(separator: "\n").map(String.init)
        }
        servers = try lines("ipvsadm-Sn.txt")
        sets = try lines("ipset-save.txt")
        addresses = try BoundAddresses(parsing: Fixtures.bytes("live/\(capture)/ip-addr-kube-ipvs0.txt"))
            .addresses.map(\.description)
        self.family = family
        owners = Owners(view)
    }

    /// The dump as the reader of dumps hands it over.
    func side() throws -> FamilyRuleset {
        var side = FamilyRuleset(family)
        let text = { (lines: [String]) in Array((lines.joined(separator: "\n") + "\n").utf8) }
        side.virtualServers = try VirtualServerTable(parsing: text(servers))
        side.sets = try IPSetTable(parsing: text(sets))
        side.addresses = try BoundAddresses(parsing: text(addresses))
        return side
    }

    // MARK: Lines

    /// The places of the family's virtual servers.
    var virtualServers: [Int] { servers.indices.filter { servers[$0].hasPrefix("-A ") && isOwn(servers[$0]) } }

    /// The places of the family's real servers.
    var realServers: [Int] { servers.indices.filter { servers[$0].hasPrefix("-a ") && isOwn(servers[$0]) } }

    /// The places of the family's sets.
    var createdSets: [Int] { sets.indices.filter { sets[$0].hasPrefix("create ") && isOwnSet(sets[$0]) } }

    /// The places of the family's elements.
    var elements: [Int] { sets.indices.filter { sets[$0].hasPrefix("add ") && isOwnSet(sets[$0]) } }

    /// The places of the family's addresses.
    var bound: [Int] { addresses.indices.filter { (addresses[$0].contains(":")) == (family == .ipv6) } }

    private func isOwn(_ line: String) -> Bool { line.contains(" [") == (family == .ipv6) }
    private func isOwnSet(_ line: String) -> Bool { line.contains(" KUBE-6-") == (family == .ipv6) }

    static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    /// `-t 10.96.10.1:80` of a line of ipvsadm.
    static func server(_ line: String) -> String { words(line)[1...2].joined(separator: " ") }

    /// The protocol of a line of ipvsadm.
    static func transport(_ line: String) -> String {
        ["-t": "TCP", "-u": "UDP", "--sctp-service": "SCTP"][words(line)[1]] ?? "?"
    }

    /// The lines of ipvsadm of one virtual server.
    func lines(of server: String) -> [Int] { servers.indices.filter { Self.server(servers[$0]) == server } }

    /// The elements of one set.
    func elements(of set: String) -> [Int] { sets.indices.filter { sets[$0].hasPrefix("add \(set) ") } }

    // MARK: Owners

    /// What a line of ipvsadm is for, and the address and port or the node port.
    func owner(_ line: String) -> (service: String, subject: String, isNodePort: Bool) {
        let (socket, transport) = (Self.words(line)[2], Self.transport(line))
        if let service = owners.sockets["\(socket)/\(transport)"] { return (service, "\(socket)/\(transport)", false) }
        let port = socket.split(separator: ":").last.map { "\($0)/\(transport)" } ?? ""
        return (owners.nodePorts[port] ?? "?", port, true)
    }

    /// The endpoint of a line of ipvsadm.
    static func endpoint(_ line: String) -> String { words(line)[4] }

    /// How many virtual servers a Service has.
    func serverCount(_ service: String) -> Int { virtualServers.filter { owner(servers[$0]).service == service }.count }

    /// Whether the first line of ipvsadm's has real servers that the manifests know.
    func hasEndpoints(_ server: String) -> Bool { lines(of: server).count > 1 }
}
