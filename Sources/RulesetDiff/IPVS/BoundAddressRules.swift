import ProxyNames
import Addressing
import Netfilter

/// The normal form of the addresses that kube-ipvs0 has of one family: one block.
struct BoundAddressRules: ComparableRules {
    private(set) var blocks: [Block] = []
    private(set) var lines: [Line] = []
    private var addresses: [IPAddress] = []
    /// What the addresses belong to.
    var owners: AddressOwners?

    /// The addresses of one family.
    init(_ bound: BoundAddresses, family: IPFamily) {
        addresses = bound.addresses.filter { $0.family == family }
        lines = addresses.map { address in
            var hash = LineHash()
            hash.add(address)
            return Line(full: hash.value, bare: hash.value, rank: 0)
        }
        blocks = [Block(key: 0, lines: 0..<lines.count)]
    }

    mutating func prepareFacts() {}

    func facts(ofBlock block: Int) -> BlockFacts { BlockFacts(role: .interface, name: BoundAddresses.interface) }

    func facts(ofLine line: Int, in block: Int) -> LineFacts {
        let address = addresses[line]
        var facts = LineFacts(role: .address, text: "\(IPPrefix(host: address))")
        facts.subject = address.description
        facts.service = owners?.owner(of: address).key
        facts.destination = .address(address)
        facts.parts = [.match: address.description]
        return facts
    }

    func reachableBlocks() -> [Bool] { blocks.map { _ in true } }
    func serviceKeys() -> Set<String> { [] }
    func hasEvenShares(block: Int) -> Bool { true }
}
