import Addressing

/// Networks of which the one that overlaps another is found without trying each.
///
/// Of two networks of one family either one contains the other or they have no address in common.
struct NetworkIndex: Sendable {
    private var known: Set<IPPrefix> = []
    private var lengths: Set<UInt8> = []
    /// By their first addresses.
    private var sorted: [IPPrefix] = []

    init(_ networks: some Sequence<IPPrefix>) {
        known = Set(networks.map(\.masked))
        lengths = Set(known.map(\.length))
        sorted = known.sorted { ($0.address, $0.length) < ($1.address, $1.length) }
    }

    var isEmpty: Bool { sorted.isEmpty }

    /// The smallest network that contains an address.
    func network(containing address: IPAddress) -> IPPrefix? {
        network(containing: IPPrefix(host: address))
    }

    /// The smallest network that contains all of another.
    func network(containing network: IPPrefix) -> IPPrefix? {
        for length in lengths.sorted(by: >) where length <= network.length {
            let candidate = IPPrefix(address: network.address, length: length).masked
            if known.contains(candidate) { return candidate }
        }
        return nil
    }

    /// A network that has addresses in common with `network`.
    func network(overlapping network: IPPrefix) -> IPPrefix? {
        if let outer = self.network(containing: network) { return outer }
        let first = network.masked.address
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].address < first { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && network.contains(sorted[low].address) ? sorted[low] : nil
    }
}
