import Addressing

/// Networks, by which an address is looked up without trying each.
struct NetworkSet: Sendable {
    private var networks: [IPAddress: [UInt8: IPPrefix]] = [:]
    private var lengths: [IPFamily: [UInt8]] = [:]

    init(_ networks: some Sequence<IPPrefix>) {
        var lengths: [IPFamily: Set<UInt8>] = [:]
        for network in networks {
            self.networks[network.masked.address, default: [:]][network.length] = network
            lengths[network.family, default: []].insert(network.length)
        }
        self.lengths = lengths.mapValues { $0.sorted() }
    }

    /// The widest of the networks that an address is in.
    func network(of address: IPAddress) -> IPPrefix? {
        for length in lengths[address.family] ?? [] {
            if let network = networks[address.masked(to: length)]?[length] { return network }
        }
        return nil
    }
}
