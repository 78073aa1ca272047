extension Behavior {
    /// Which rules masquerade packets to cluster IPs in nftables mode.
    public enum NftablesInternalMasquerade: Sendable, Hashable {
        /// One for all of them.
        case oneRule
        /// One for each service port, by its address.
        case perAddress
        /// One for each service port, by its address and port.
        case perAddressAndPort
    }

    /// The base chains of nftables mode and what is asked in them.
    public enum NftablesBaseChains: Sendable, Hashable {
        /// Chains in front of DNAT ask for source ranges; those at the usual place of filters for endpoints.
        case beforeAndAfterDNAT
        /// All filters are in front of DNAT, but for one behind it in the hook output.
        case inFrontOfDNAT
        /// Filters at three hooks ask one chain for all services and node ports without endpoints.
        case threeFilters
    }

    /// How a sync of nftables mode gets rid of elements that are no longer wanted.
    public enum NftablesElementReset: Sendable, Hashable {
        /// It compares them with those that the kernel has.
        case none
        /// A full sync empties sets and maps.
        case atFullSync
        /// Every sync empties sets and maps.
        case always
    }

    /// Where node ports answer in nftables mode if nothing is configured.
    public enum NftablesDefaultNodePorts: Sendable, Hashable {
        /// The node's address of each family, or all if it has none.
        case primary
        /// The node's address of the family, even if that is a loopback address.
        case nodeAddress
    }

    /// How source ranges are enforced in nftables mode.
    public enum NftablesFirewall: Sendable, Hashable {
        /// A map leads to a chain for each service port.
        case chains
        /// The same, with comments in the map.
        case commentedChains
        /// A set of addresses, and a set of who may send to them.
        case sets
    }
}
