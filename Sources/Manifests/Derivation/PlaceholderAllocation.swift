import Addressing
import Bytes
import Diagnostics

/// Gives Services the cluster IPs and node ports that the API server would give them when they are applied.
///
/// Which ones it would pick can't be known. These are found by a hash of the Service's name in the part of the range
/// that the API server takes first, so that the same input gives the same ones in whatever order it comes, and most stay
/// when other Services come and go.
struct PlaceholderAllocation {
    /// The ranges that are assumed where the input has no ServiceCIDR.
    static let assumedRanges = ["10.96.0.0/12", "fd00:10:96::/112"].compactMap { IPPrefix($0) }
    /// `--service-node-port-range`.
    private static let nodePorts: ClosedRange<Int64> = 30000...32767

    /// The Services, with what they were given.
    private(set) var services: [Service]
    /// The places of the Services that got a cluster IP.
    private(set) var addressed: Set<Int> = []
    /// The places of the Services that got a node port.
    private(set) var ported: Set<Int> = []
    /// The places of the Services for which there was none left.
    private(set) var unserved: Set<Int> = []
    /// The ranges of cluster IPs, the primary one first.
    let ranges: [IPPrefix]
    /// The places of all Services, by their names.
    let order: [Int]
    /// Whether `ranges` is assumed.
    let rangesAreAssumed: Bool

    private var addressPools: [AllocationPool]
    private var portPool: AllocationPool

    /// The Services of `set`.
    init(_ set: ManifestSet) {
        services = set.services
        let known = set.serviceCIDRs.flatMap { $0.cidrs.map(\.value.masked) }
        rangesAreAssumed = known.isEmpty
        ranges = known.isEmpty ? Self.assumedRanges : known
        addressPools = ranges.map { range in
            AllocationPool(size: range.size, band: AllocationBand.addresses(of: range), first: 1)
        }
        let size = UInt64(Self.nodePorts.count)
        portPool = AllocationPool(
            size: size, band: UInt64(AllocationBand.ports(of: Self.nodePorts)), first: 0)
        let keys = set.services.map { ($0.metadata.namespace, $0.metadata.name) }
        order = keys.indices.sorted { keys[$0] < keys[$1] }
        takeWhatIsWritten()
        for place in order where services[place].type != .externalName {
            addFamilies(place)
            if !services[place].isHeadless { addClusterIPs(place) }
            addNodePorts(place)
        }
    }

    private mutating func takeWhatIsWritten() {
        // The Service of the API server has the first address, by custom that of cluster DNS the tenth.
        for pool in addressPools.indices {
            for offset in [UInt64(1), 10] { addressPools[pool].take(offset) }
        }
        for service in services {
            for address in service.clusterIPs.map(\.value) + [service.clusterIP?.value].compactMap({ $0 }) {
                for (pool, range) in ranges.enumerated() where range.contains(address) {
                    addressPools[pool].take(range.offset(of: address))
                }
            }
            for port in service.ports.map(\.nodePort) + [service.healthCheckNodePort] where port != 0 {
                if Self.nodePorts.contains(Int64(port)) {
                    portPool.take(UInt64(Int64(port) - Self.nodePorts.lowerBound))
                }
            }
        }
    }

    /// `ipFamilies` as the API server fills them in: the primary family, and the other one if the policy wants it.
    private mutating func addFamilies(_ place: Int) {
        let service = services[place]
        var families = service.ipFamilies
        if families.isEmpty { families = [ranges.first?.family ?? .ipv4] }
        let isAvailable = families.count == 1 && ranges.contains { $0.family == families[0].other }
        if isAvailable, let policy = service.familyPolicy, policy != .singleStack { families.append(families[0].other) }
        services[place].ipFamilies = families
    }

    private mutating func addClusterIPs(_ place: Int) {
        let name = [services[place].metadata.namespace, services[place].metadata.name]
        for family in services[place].ipFamilies.dropFirst(services[place].clusterIPs.count) {
            guard let address = nextAddress(family, name) else {
                unserved.insert(place)
                return
            }
            addressed.insert(place)
            services[place].clusterIPs.append(Written(address, text: "\(address)"))
        }
        if services[place].clusterIP == nil { services[place].clusterIP = services[place].clusterIPs.first }
    }

    private mutating func nextAddress(_ family: IPFamily, _ name: [String]) -> IPAddress? {
        for (pool, range) in ranges.enumerated() where range.family == family {
            if let offset = addressPools[pool].next(StableHash.number(name)) { return range.address(at: offset) }
        }
        return nil
    }

    /// Ports of one number and different protocols share a node port.
    private mutating func addNodePorts(_ place: Int) {
        let service = services[place]
        let isLoadBalancer = service.type == .loadBalancer
        let name = [service.metadata.namespace, service.metadata.name]
        if service.type == .nodePort || (isLoadBalancer && service.allocatesNodePorts) {
            var given = Dictionary(
                service.ports.filter { $0.nodePort != 0 }.map { ($0.port, $0.nodePort) },
                uniquingKeysWith: { a, _ in a })
            for (number, port) in service.ports.enumerated() where port.nodePort == 0 {
                let nodePort = given[port.port] ?? nextPort(name + ["\(port.port)"], place)
                given[port.port] = nodePort
                services[place].ports[number].nodePort = nodePort
            }
        }
        if isLoadBalancer && service.externalPolicyIsLocal && service.healthCheckNodePort == 0 {
            services[place].healthCheckNodePort = nextPort(name + ["health"], place)
        }
    }

    /// A node port; 0 if there is none left.
    private mutating func nextPort(_ name: [String], _ place: Int) -> UInt16 {
        guard let offset = portPool.next(StableHash.number(name)) else {
            unserved.insert(place)
            return 0
        }
        ported.insert(place)
        return UInt16(clamping: Self.nodePorts.lowerBound + Int64(offset))
    }
}

/// The numbers of one range that aren't taken.
private struct AllocationPool {
    private let upper: Range<UInt64>
    private let lower: Range<UInt64>
    private var taken: Set<UInt64> = []
    private var upperCount: UInt64 = 0

    /// Numbers from `first` to below `size`, the first `band` of them taken only when there are no others.
    init(size: UInt64, band: UInt64, first: UInt64) {
        let border = min(first + band, size)
        lower = min(first, border)..<border
        upper = border..<size
    }

    mutating func take(_ number: UInt64) {
        if taken.insert(number).inserted && upper.contains(number) { upperCount += 1 }
    }

    /// The first free number from the one that `hash` points at, of the upper part if that isn't full.
    mutating func next(_ hash: UInt64) -> UInt64? {
        let range = upperCount < UInt64(upper.count) ? upper : lower
        guard !range.isEmpty, range != lower || taken.count < upper.count + lower.count else { return nil }
        let start = hash % UInt64(range.count)
        for step in 0..<UInt64(range.count) {
            let number = range.lowerBound + (start + step) % UInt64(range.count)
            if !taken.contains(number) {
                take(number)
                return number
            }
        }
        return nil
    }
}

extension IPPrefix {
    /// How many of its addresses, from the network's own on, the API server gives to Services, at most a million: not
    /// the broadcast address of IPv4.
    fileprivate var size: UInt64 {
        let hostBits = UInt64(family.bitWidth - length)
        let size = hostBits >= 20 ? UInt64(1) << 20 : UInt64(1) << hostBits
        return family == .ipv4 && hostBits <= 20 ? size - min(size, 1) : size
    }
}
