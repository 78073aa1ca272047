import ProxyNames
import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// Which service port the addresses and endpoints of ipvs mode belong to, on either side of a comparison.
///
/// The directory knows those of the manifests. A virtual server that it doesn't know belongs to the Service that has
/// its endpoints, or its address; if there is none, it stands for a Service of its own, together with others that share
/// an endpoint with it.
struct AddressOwners: Sendable {
    private let directory: ServiceDirectory
    /// What virtual servers and ports are that the directory doesn't know.
    private var found: [Destination: Owner] = [:]
    /// The endpoints of the directory: the key of the first service port that has one.
    private var endpoints: [Destination: String] = [:]
    /// Real servers that the directory doesn't know: the key of the first virtual server that has one.
    private var strangers: [Destination: String] = [:]
    /// The addresses of endpoints, of either kind.
    private var endpointAddresses: [IPAddress: String] = [:]
    private var members: Set<Member> = []

    /// What a destination is.
    struct Owner: Sendable, Hashable {
        /// The key of its service port; nil if it has none.
        var key: String?
        /// What it is to its Service; `.address` if that isn't known.
        var role: LineRole
        /// The destination itself: of a virtual server for a node port, that port.
        var destination: Destination
        /// Whether the Service follows from something else than the destination.
        var isGuessed = false
    }

    /// An endpoint that a service port's traffic may go to.
    private struct Member: Hashable {
        let key: String
        let socket: SocketAddress
    }

    /// The owners of what is in some rulesets of one family.
    init(_ directory: ServiceDirectory, family: IPFamily, _ sides: [FamilyRuleset]) {
        self.directory = directory
        for view in directory.views where view.family == family {
            for port in view.servicePorts { addEndpoints(of: port, in: view) }
        }
        for table in sides.compactMap(\.virtualServers) {
            for server in table.virtualServers where server.service.family == family {
                guard case .socket(let transport, let socket) = server.service else { continue }
                add(transport, socket, table.realServers(of: server))
            }
        }
    }

    private mutating func addEndpoints(of port: ServicePort, in view: ProxyView) {
        for endpoint in view.endpoints[port.endpoints.all] {
            if endpoint.isReady { members.insert(Member(key: port.key, socket: endpoint.socket)) }
            let place = Destination.socket(port.transport, endpoint.socket)
            if endpoints[place] == nil { endpoints[place] = port.key }
            if endpointAddresses[endpoint.socket.address] == nil {
                endpointAddresses[endpoint.socket.address] = port.key
            }
        }
        for endpoint in view.endpoints(port.endpoints.cluster, of: port) {
            members.insert(Member(key: port.key, socket: endpoint.socket))
        }
    }

    private mutating func add(
        _ transport: TransportProtocol, _ socket: SocketAddress,
        _ realServers: ArraySlice<VirtualServerTable.RealServer>
    ) {
        var owner = owner(of: socket, transport)
        if owner.isGuessed && found[.socket(transport, socket)] == nil {
            let places = realServers.map { Destination.socket(transport, $0.socket) }
            let keys = Set(places.map { endpoints[$0] })
            if keys.count == 1, let key = keys.first ?? nil {
                owner.key = key
            } else if owner.key == nil {
                owner.key =
                    places.lazy.compactMap { [strangers] in strangers[$0] }.first ?? found[owner.destination]?.key
                    ?? Destination.socket(transport, socket).text
            }
            found[.socket(transport, socket)] = owner
            if found[owner.destination] == nil { found[owner.destination] = owner }
            if owner.role != .nodePort, found[.address(socket.address)] == nil {
                found[.address(socket.address)] = owner
            }
        }
        for realServer in realServers {
            let place = Destination.socket(transport, realServer.socket)
            if endpoints[place] == nil, strangers[place] == nil { strangers[place] = owner.key }
        }
    }

    // MARK: Destinations

    /// What an address and port are.
    func owner(of socket: SocketAddress, _ transport: TransportProtocol) -> Owner {
        let place = Destination.socket(transport, socket)
        if let entry = directory.entry(place) {
            return Owner(key: entry.key, role: LineRole(entry.role), destination: place)
        }
        if let owner = found[place] { return owner }
        if let entry = directory.entry(.address(socket.address)) {
            return Owner(key: entry.key, role: LineRole(entry.role), destination: place, isGuessed: true)
        }
        let port = Destination.nodePort(transport, socket.port)
        if let entry = directory.entry(port) { return Owner(key: entry.key, role: .nodePort, destination: port) }
        if directory.isNodeAddress(socket.address) {
            return Owner(key: found[port]?.key, role: .nodePort, destination: port, isGuessed: true)
        }
        return Owner(key: nil, role: .address, destination: place, isGuessed: true)
    }

    /// What a port of the node is.
    func owner(ofNodePort port: UInt16, _ transport: TransportProtocol) -> Owner {
        let place = Destination.nodePort(transport, port)
        let key = directory.entry(place)?.key
        return Owner(
            key: key ?? found[place]?.key, role: .nodePort, destination: place, isGuessed: key == nil)
    }

    /// What an address is: nobody's, if nothing is served on it.
    func owner(of address: IPAddress) -> Owner {
        let place = Destination.address(address)
        let key = directory.entry(place)?.key ?? found[place]?.key
        return Owner(key: key, role: .address, destination: place)
    }

    /// The service port whose health is asked for at a port of the node.
    func service(atHealthCheckPort port: UInt16) -> String? { directory.service(atHealthCheckPort: port) }

    // MARK: Endpoints

    /// The first service port that has an endpoint; a guess if it has only the address.
    func service(
        ofEndpoint socket: SocketAddress, _ transport: TransportProtocol
    ) -> (key: String?, isGuessed: Bool) {
        let place = Destination.socket(transport, socket)
        if let key = endpoints[place] ?? strangers[place] { return (key, false) }
        return (endpointAddresses[socket.address], true)
    }

    /// Whether a service port has an endpoint that takes connections, on this node or another.
    func isEndpoint(_ socket: SocketAddress, of service: String?) -> Bool {
        service.map { members.contains(Member(key: $0, socket: socket)) } ?? false
    }

    // MARK: Services that a ruleset has anything for

    /// The keys of the service ports that a ruleset serves: of those that have virtual servers, if anything is known
    /// about these, because the rest is nothing without them.
    func services(of side: FamilyRuleset) -> Set<String> {
        guard let table = side.virtualServers else { return services(of: side.sets, side.family) }
        var keys: Set<String> = []
        for server in table.virtualServers where server.service.family == side.family {
            guard case .socket(let transport, let socket) = server.service else { continue }
            if let key = owner(of: socket, transport).key { keys.insert(key) }
        }
        return keys
    }

    private func services(of sets: IPSetTable?, _ family: IPFamily) -> Set<String> {
        guard let sets else { return [] }
        var keys: Set<String> = []
        for set in sets.sets {
            let name = sets.texts.withBytes(of: set.name) { KubeSetName($0) }
            guard let name, name.family == family, name.purpose.isOfAddresses else { continue }
            for element in sets.elements(of: set) {
                guard case .addressPort(let address, let transport, let port) = sets.meaning(of: element) else {
                    continue
                }
                let owner = owner(of: SocketAddress(address, port: port), transport)
                keys.insert(owner.key ?? owner.destination.text)
            }
        }
        return keys
    }
}
