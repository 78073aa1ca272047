import Addressing
import Bytes
import Netfilter

/// IPVS's virtual servers of one family, to look packets up in.
public struct VirtualServers: Sendable {
    /// One virtual server.
    struct Server: Sendable {
        /// The address and port; nil for a firewall mark.
        let socket: SocketAddress?
        let transport: UInt8
        /// Where connections go, with weights; those of weight 0 get none.
        let endpoints: [(socket: SocketAddress, weight: UInt32)]
        /// For how many seconds a client stays at its endpoint; nil if it doesn't.
        let persistence: UInt32?
        /// The scheduler's name.
        let scheduler: String
    }

    /// The addresses of kube-ipvs0: the node's own, as long as they are there.
    public let addresses: AddressSet
    /// The servers.
    let servers: [Server]
    /// Their sockets; values are places in `servers`.
    let sockets: LookupTable
    /// Their firewall marks.
    let marks: [UInt32: Int]

    static let fields: [FilterProgram.Field] = [.destination, .transport, .destinationPort]

    /// The virtual servers of a table that are of one family, and the addresses that the node has for them.
    public init(_ table: VirtualServerTable, addresses: [IPAddress], family: IPFamily) {
        self.addresses = AddressSet(addresses.filter { $0.family == family }.map { $0.number...$0.number })
        var servers: [Server] = []
        var entries: [LookupTable.Entry] = []
        var marks: [UInt32: Int] = [:]
        for server in table.virtualServers {
            var socket: SocketAddress?
            var transport: UInt8 = 0
            switch server.service {
            case .socket(let kind, let address):
                guard address.address.family == family else { continue }
                (socket, transport) = (address, kind.rawValue)
                let key = [address.address.number, UInt128(transport), UInt128(address.port)]
                entries.append(.init(key.map { $0...$0 }, value: servers.count))
            case .firewallMark(let mark, let markFamily):
                guard markFamily == family else { continue }
                marks[mark] = servers.count
            }
            servers.append(
                Server(
                    socket: socket, transport: transport,
                    endpoints: table.realServers(of: server).map { ($0.socket, $0.weight) },
                    persistence: server.persistence?.seconds, scheduler: table.texts.string(server.scheduler)))
        }
        self.servers = servers
        self.marks = marks
        sockets = LookupTable(name: "virtual servers", width: Self.fields.count, isMap: true, entries)
    }

    /// Whether a server is that of an address and port.
    func isServer(_ place: Int, at socket: SocketAddress, _ transport: TransportProtocol) -> Bool {
        servers[place].socket == socket && servers[place].transport == transport.rawValue
    }

    /// What a server is called: `TCP 10.96.0.20:80`.
    public func name(of place: Int) -> String {
        guard servers.indices.contains(place), let socket = servers[place].socket else { return "a firewall mark" }
        let transport = TransportProtocol(rawValue: servers[place].transport).map { "\($0.manifestName) " } ?? ""
        return "\(transport)\(socket)"
    }

    /// The scheduler of a server: `rr`.
    public func scheduler(of place: Int) -> String {
        servers.indices.contains(place) ? servers[place].scheduler : ""
    }
}
