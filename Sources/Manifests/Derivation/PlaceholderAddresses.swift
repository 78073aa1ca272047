import Addressing

/// Hands out addresses for pods that don't exist yet.
///
/// A pod gets the next free address of its node's pod CIDR, from the second one on: the first one is the node's own.
/// Where no pod CIDR is known, or all of it is taken, it is the next one of the networks that RFC 5737, RFC 2544 and
/// RFC 3849 keep for documentation and tests.
struct PlaceholderAddresses {
    /// The networks that are used where no pod CIDR is known.
    static let reserved: [IPFamily: [IPPrefix]] = [
        .ipv4: ["192.0.2.0/24", "198.18.0.0/15"].compactMap { IPPrefix($0) },
        .ipv6: ["2001:db8::/64"].compactMap { IPPrefix($0) },
    ]

    private var taken: Set<IPAddress>
    private var nextOffsets: [IPPrefix: UInt64] = [:]
    private var hosts: [Host: IPAddress] = [:]

    private struct Host: Hashable {
        var node: Int
        var family: IPFamily
    }

    /// Addresses other than `taken`.
    init(taken: Set<IPAddress>) { self.taken = taken }

    /// An address of a family for a pod on a node; nil if the node's pods have none of the family.
    mutating func podAddress(_ family: IPFamily, on node: NodeTable.Entry) -> IPAddress? {
        let own = node.podCIDRs.filter { $0.family == family }
        if own.isEmpty && !node.podCIDRs.isEmpty { return nil }
        for network in own {
            if let address = next(of: network, from: 2) { return address }
        }
        return reservedAddress(family)
    }

    /// The address of a family of a node; nil if it has none of the family.
    mutating func hostAddress(_ family: IPFamily, of node: NodeTable.Entry, at place: Int) -> IPAddress? {
        if let address = node.addresses.first(where: { $0.family == family }) { return address }
        if !node.addresses.isEmpty { return nil }
        let host = Host(node: place, family: family)
        if let known = hosts[host] { return known }
        let address = reservedAddress(family)
        hosts[host] = address
        return address
    }

    private mutating func reservedAddress(_ family: IPFamily) -> IPAddress? {
        for network in Self.reserved[family] ?? [] {
            if let address = next(of: network, from: 1) { return address }
        }
        return nil
    }

    /// The next free address of a network; the last one of an IPv4 network is its broadcast address.
    private mutating func next(of network: IPPrefix, from first: UInt64) -> IPAddress? {
        let hostBits = UInt64(network.family.bitWidth - network.length)
        let last = hostBits >= 63 ? UInt64.max >> 1 : (UInt64(1) << hostBits) - 1
        let end = network.family == .ipv4 && last > 0 ? last - 1 : last
        var offset = nextOffsets[network] ?? first
        while offset <= end {
            let address = network.address(at: offset)
            offset += 1
            if taken.insert(address).inserted {
                nextOffsets[network] = offset
                return address
            }
        }
        nextOffsets[network] = offset
        return nil
    }
}
