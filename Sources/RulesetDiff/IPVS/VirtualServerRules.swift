import ProxyNames
import Addressing
import Bytes
import Netfilter

/// The normal form of IPVS's virtual servers of one family: a block each, with a line that says how it chooses and one
/// for each real server.
///
/// Real servers of weight 0 are left out: kube-proxy takes them out of service and deletes them once their connections
/// have ended. Virtual servers of firewall marks aren't kube-proxy's.
struct VirtualServerRules: ComparableRules {
    private let table: VirtualServerTable
    private let directory: ServiceDirectory
    private(set) var blocks: [Block] = []
    private(set) var lines: [Line] = []
    /// The virtual server of each block, by its place in the table.
    private var servers: [Int] = []
    /// The real server of each line, by its place in the table; nil for the line of the virtual server itself.
    private var realServers: [Int?] = []
    /// What the virtual servers belong to.
    var owners: AddressOwners?

    /// The virtual servers of one family.
    init(_ table: VirtualServerTable, family: IPFamily, directory: ServiceDirectory) {
        self.table = table
        self.directory = directory
        for (place, server) in table.virtualServers.enumerated() where server.service.family == family {
            guard case .socket(let transport, let socket) = server.service else { continue }
            var key = LineHash()
            key.add(UInt64(transport.rawValue))
            key.add(socket)
            let start = lines.count
            add(hash(of: server), nil)
            let members = table.realServers(of: server)
            for member in members.indices where !members[member].isDraining {
                add(hash(of: members[member]), member)
            }
            blocks.append(Block(key: key.value, lines: start..<lines.count))
            servers.append(place)
        }
    }

    private mutating func add(_ hash: UInt64, _ realServer: Int?) {
        lines.append(Line(full: hash, bare: hash, rank: 0))
        realServers.append(realServer)
    }

    private func hash(of server: VirtualServerTable.VirtualServer) -> UInt64 {
        var hash = LineHash()
        for text in [server.scheduler, server.engine, server.other] {
            table.texts.withBytes(of: text) { hash.add($0) }
        }
        hash.add(server.persistence.map { UInt64($0.seconds) << 8 | UInt64($0.prefixLength) } ?? .max)
        hash.add(UInt64(server.flags.rawValue) << 1 | (server.isOnePacket ? 1 : 0))
        return hash.value
    }

    private func hash(of realServer: VirtualServerTable.RealServer) -> UInt64 {
        var hash = LineHash()
        hash.add(realServer.socket)
        hash.add(UInt64(realServer.weight) << 8 | realServer.forwarding.number)
        hash.add(UInt64(realServer.upperThreshold) << 32 | UInt64(realServer.lowerThreshold))
        if realServer.other.length > 0 { table.texts.withBytes(of: realServer.other) { hash.add($0) } }
        return hash.value
    }

    mutating func prepareFacts() {}

    // MARK: Facts

    func facts(ofBlock block: Int) -> BlockFacts {
        let (destination, owner) = owner(ofBlock: block)
        var facts = BlockFacts(role: .virtualServer, name: "virtual server \(destination.text)")
        facts.table = Self.tableName
        facts.service = owner.key
        facts.addressRole = owner.role
        return facts
    }

    /// What the virtual servers are called together.
    private static let tableName = "IPVS"

    func facts(ofLine line: Int, in block: Int) -> LineFacts {
        let server = table.virtualServers[servers[block]]
        let owner = owner(ofBlock: block).owner
        guard let place = realServers[line] else { return facts(of: server, owner) }
        let realServer = table.realServers[place]
        var facts = LineFacts(role: .choice, text: text(of: server, realServer))
        facts.subject = realServer.socket.description
        facts.service = owner.key
        facts.destination = owner.destination
        facts.parts = [
            .address: realServer.socket.address.description, .endpointPort: "\(realServer.socket.port)",
            .weight: "\(realServer.weight)", .other: words(of: realServer),
        ]
        if owners?.isEndpoint(realServer.socket, of: owner.key) == true { facts.parts[.policy] = "cluster" }
        return facts
    }

    private func facts(of server: VirtualServerTable.VirtualServer, _ owner: AddressOwners.Owner) -> LineFacts {
        var buffer = ByteBuffer()
        table.write(server, [], to: &buffer, spelling: .kernel)
        var facts = LineFacts(role: owner.role, text: String(buffer.string.dropLast()))
        facts.subject = owner.destination.text
        facts.service = owner.key
        facts.destination = owner.destination
        facts.parts = owner.destination.parts
        facts.parts[.scheduler] = scheduler(of: server)
        facts.parts[.timeout] = server.persistence.map { persistence in
            let mask = persistence.prefixLength == server.service.family.bitWidth ? "" : "/\(persistence.prefixLength)"
            return "\(persistence.seconds) s\(mask)"
        }
        let others = [
            server.isOnePacket ? "ops" : "", table.texts.string(server.engine), table.texts.string(server.other),
        ]
        facts.parts[.other] = others.filter { !$0.isEmpty }.joined(separator: " ")
        return facts
    }

    private func owner(ofBlock block: Int) -> (destination: Destination, owner: AddressOwners.Owner) {
        guard case .socket(let transport, let socket) = table.virtualServers[servers[block]].service else {
            let nobody = Destination.address(.unspecified(.ipv4))
            return (nobody, .init(key: nil, role: .address, destination: nobody))
        }
        let destination = Destination.socket(transport, socket)
        var owner =
            owners?.owner(of: socket, transport) ?? .init(key: nil, role: .address, destination: destination)
        owner.key = owner.key ?? destination.text
        return (destination, owner)
    }

    /// `mh (mh-port)`
    private func scheduler(of server: VirtualServerTable.VirtualServer) -> String {
        var flags: [String] = []
        for bit in 0..<3 where server.flags.rawValue & 1 << UInt8(bit) != 0 { flags.append("flag \(bit + 1)") }
        let name = table.texts.string(server.scheduler)
        return flags.isEmpty ? name : "\(name) (\(flags.joined(separator: ", ")))"
    }

    private func words(of realServer: VirtualServerTable.RealServer) -> String {
        "\(realServer.forwarding) \(realServer.upperThreshold) \(realServer.lowerThreshold) "
            + table.texts.string(realServer.other)
    }

    private func text(
        of server: VirtualServerTable.VirtualServer, _ realServer: VirtualServerTable.RealServer
    ) -> String {
        var buffer = ByteBuffer()
        table.write(server, [realServer], to: &buffer, spelling: .kernel)
        return buffer.string.split(separator: "\n").last.map(String.init) ?? ""
    }

    // MARK: Blocks

    /// Whether kube-proxy would delete a virtual server that it doesn't want: not in networks that it leaves alone, and
    /// node ports answer on addresses that manifests don't name.
    func reachableBlocks() -> [Bool] {
        servers.map { place in
            guard case .socket(let transport, let socket) = table.virtualServers[place].service else { return false }
            return !directory.isExcluded(socket.address) && !directory.isNodePortElsewhere(socket, transport)
        }
    }

    func serviceKeys() -> Set<String> { [] }
    func hasEvenShares(block: Int) -> Bool { true }
}

extension VirtualServerTable.Forwarding {
    fileprivate var number: UInt64 {
        switch self {
        case .masquerade: 0
        case .tunnel: 1
        // `ipvsadm -S` prints both with one option.
        case .route, .local: 2
        }
    }
}

extension LineHash {
    mutating func add(_ address: IPAddress) {
        add(address.high)
        add(address.low)
        add(UInt64(address.family.rawValue))
    }

    mutating func add(_ socket: SocketAddress) {
        add(socket.address)
        add(UInt64(socket.port))
    }
}
