import ProxyNames
import Addressing
import Bytes
import Netfilter

/// The normal form of kube-proxy's sets of one family: a block each, with a line for what it is made for and one for
/// each element. Other sets are left out, and what the kernel makes of a set: how many buckets, the seed, its memory.
struct IPSetRules: ComparableRules {
    private let table: IPSetTable
    private(set) var blocks: [Block] = []
    private(set) var lines: [Line] = []
    /// The set of each block, by its place in the table, and what it is for.
    private var sets: [(place: Int, purpose: KubeSetName.Purpose)] = []
    /// The element of each line, by its place in the table; nil for the line of the set itself.
    private var elements: [Int?] = []
    /// What the elements belong to.
    var owners: AddressOwners?

    /// kube-proxy's sets of one family.
    init(_ table: IPSetTable, family: IPFamily, directory: ServiceDirectory) {
        self.table = table
        for (place, set) in table.sets.enumerated() {
            let found = table.texts.withBytes(of: set.name) { bytes -> (KubeSetName, UInt64)? in
                guard let name = KubeSetName(bytes) else { return nil }
                var key = LineHash()
                key.add(bytes)
                return (name, key.value)
            }
            guard let (name, key) = found, name.family == family else { continue }
            let start = lines.count
            add(hash(set), nil)
            let members = table.elements(of: set)
            for member in members.indices
            where !Self.isElsewhere(table.meaning(of: members[member]), name.purpose, directory) {
                add(hash(members[member]), member)
            }
            blocks.append(Block(key: key, lines: start..<lines.count))
            sets.append((place, name.purpose))
        }
    }

    private mutating func add(_ hash: UInt64, _ element: Int?) {
        lines.append(Line(full: hash, bare: hash, rank: 0))
        elements.append(element)
    }

    /// Whether an element is a node port on an address that manifests don't name.
    private static func isElsewhere(
        _ element: IPSetTable.Element, _ purpose: KubeSetName.Purpose, _ directory: ServiceDirectory
    ) -> Bool {
        guard purpose == .nodePortSCTP || purpose == .nodePortLocalSCTP,
            case .addressPort(let address, let transport, let port) = element
        else { return false }
        return directory.isNodePortElsewhere(SocketAddress(address, port: port), transport)
    }

    /// What the sets are called together.
    static let tableName = "ipset"

    // MARK: Hashes

    private func hash(_ set: IPSetTable.IPSet) -> UInt64 {
        var hash = LineHash()
        table.texts.withBytes(of: set.type) { hash.add($0) }
        switch set.header {
        case .portRange(let lower, let upper): hash.add(UInt64(lower) << 16 | UInt64(upper))
        case .hash(let header):
            hash.add(UInt64(header.family.rawValue) << 32 | UInt64(header.maxElements))
        case .other(let words): table.texts.withBytes(of: words) { hash.add($0) }
        }
        return hash.value
    }

    private func hash(_ element: IPSetTable.Element) -> UInt64 {
        var hash = LineHash()
        switch table.meaning(of: element) {
        case .port(let port): hash.add(UInt64(port))
        case .address(let address): hash.add(address)
        case .addressPort(let address, let transport, let port):
            hash.add(address, transport, port)
        case .addressPortAddress(let address, let transport, let port, let source):
            hash.add(address, transport, port)
            hash.add(source)
        case .addressPortNetwork(let address, let transport, let port, let network):
            hash.add(address, transport, port)
            hash.add(network.masked.address)
            hash.add(UInt64(network.length))
        case .spelled: break
        case .other(let words): table.texts.withBytes(of: words) { hash.add($0) }
        }
        return hash.value
    }

    mutating func prepareFacts() {}

    // MARK: Facts

    func facts(ofBlock block: Int) -> BlockFacts {
        let (place, purpose) = sets[block]
        let name = "set \(table.name(of: table.sets[place]))"
        let isFirewall = purpose == .firewall && table.sets[place].elementCount > 0
        var facts = BlockFacts(role: isFirewall ? .firewall : .fixed, name: name)
        facts.table = Self.tableName
        return facts
    }

    func facts(ofLine line: Int, in block: Int) -> LineFacts {
        let (place, purpose) = sets[block]
        guard let element = elements[line] else { return facts(of: table.sets[place]) }
        var buffer = ByteBuffer()
        table.write(table.elements[element], to: &buffer, spelling: .kernel)
        var facts = LineFacts(
            role: .rule, text: "add \(table.name(of: table.sets[place])) \(buffer.string)")
        facts.subject = buffer.string
        facts.parts[.other] = buffer.string
        if let owners {
            IPSetElementFacts(owners, purpose).describe(table.meaning(of: table.elements[element]), &facts)
        }
        return facts
    }

    private func facts(of set: IPSetTable.IPSet) -> LineFacts {
        var buffer = ByteBuffer()
        table.write(headerOf: set, to: &buffer, spelling: .kernel)
        var facts = LineFacts(role: .definition, text: String(buffer.string.dropLast()))
        facts.subject = table.name(of: set)
        facts.parts[.hook] = table.texts.withBytes(of: set.type) { String(decoding: $0, as: UTF8.self) }
        switch set.header {
        case .portRange(let lower, let upper): facts.parts[.other] = "\(lower)-\(upper)"
        case .hash(let header): facts.parts[.other] = "\(header.family.manifestName) \(header.maxElements)"
        case .other(let words): facts.parts[.other] = table.texts.string(words)
        }
        return facts
    }

    // MARK: Blocks

    /// Whether rules look packets up in a set, as far as the dump says it. kube-proxy never deletes a set that it
    /// doesn't make itself; one without elements does nothing.
    func reachableBlocks() -> [Bool] {
        sets.map { table.sets[$0.place].elementCount > 0 && table.sets[$0.place].listing?.references != 0 }
    }

    func serviceKeys() -> Set<String> { [] }
    func hasEvenShares(block: Int) -> Bool { true }
}

extension LineHash {
    fileprivate mutating func add(_ address: IPAddress, _ transport: TransportProtocol, _ port: UInt16) {
        add(address)
        add(UInt64(transport.rawValue) << 16 | UInt64(port))
    }
}

extension TextArena {
    /// Calls `body` with the name of a type.
    fileprivate func withBytes<Result>(
        of type: IPSetTable.SetType, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let word: StaticString
        switch type {
        case .port: word = "bitmap:port"
        case .address: word = "hash:ip"
        case .addressPort: word = "hash:ip,port"
        case .addressPortAddress: word = "hash:ip,port,ip"
        case .addressPortNetwork: word = "hash:ip,port,net"
        case .other(let name): return withBytes(of: name, body)
        }
        return body(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}
