/// How endpoints are shared out to zones by their CPUs, for Services with the annotation
/// `service.kubernetes.io/topology-mode: Auto` (Kubernetes, staging/src/k8s.io/endpointslice/topologycache).
///
/// Where the controller takes zones in random order, they are taken in the order of their names.
struct ZoneShares {
    /// How much more than its share a zone may be asked to carry.
    private static let overload = 0.2

    /// The zones, sorted by name, and which part of all CPUs each has; empty if that isn't known of every ready node,
    /// or there is only one zone.
    private let shares: [(zone: Symbol, part: Double)]

    init(_ nodes: NodeTable, _ symbols: inout SymbolTable) {
        var cpus: [String: Int64] = [:]
        var isKnown = nodes.isKnown
        for node in nodes.entries where !node.state.isControlPlane && node.state.isReady {
            guard let zone = node.state.zone, let cpu = node.state.milliCPU, cpu > 0 else {
                isKnown = false
                break
            }
            cpus[zone, default: 0] += cpu
        }
        let sum = Double(cpus.values.reduce(0, +))
        var shares: [(zone: Symbol, part: Double)] = []
        if isKnown && cpus.count > 1 {
            for (zone, cpu) in cpus.sorted(by: { $0.key < $1.key }) {
                shares.append((symbols.symbol(zone), Double(cpu) / sum))
            }
        }
        self.shares = shares
    }

    /// The zone that each ready endpoint is meant for, given the zone that it is in; nil if there are no hints at all.
    func hints(for zones: [Symbol]) -> [Symbol]? {
        let count = Double(zones.count)
        guard !shares.isEmpty, zones.count >= shares.count, !zones.contains(.empty) else { return nil }
        // The controller's own arithmetic, to the last bit: the least shares are rounded up.
        let least = shares.map { ($0.part * count * (1 / (1 + Self.overload))).rounded(.up) }
        guard least.reduce(0, +) <= count else { return nil }
        let wanted = zip(shares, least).map { max($0.part * count, $1) }
        var hints = zones
        move(&hints, toward: wanted)
        return hints
    }

    /// Gives endpoints of zones that have more than they want to zones that have less.
    private func move(_ hints: inout [Symbol], toward wanted: [Double]) {
        var has: [Symbol: Int] = [:]
        for zone in hints { has[zone, default: 0] += 1 }
        var spare = zip(shares, wanted).map { max(Double(has[$0.zone] ?? 0) - $1, 0) }
        var missing = zip(shares, wanted).map { max($1 - Double(has[$0.zone] ?? 0), 0) }
        var gives: [Symbol: Int] = [:]
        var receives = Array(repeating: 0, count: shares.count)
        while let giver = spare.indices.max(by: { spare[$0] < spare[$1] }),
            let receiver = missing.indices.max(by: { missing[$0] < missing[$1] }),
            spare[giver] >= 0.5, missing[receiver] >= 0.5, spare[giver] >= 1 || missing[receiver] >= 1
        {
            gives[shares[giver].zone, default: 0] += 1
            receives[receiver] += 1
            spare[giver] -= 1
            missing[receiver] -= 1
        }
        for place in hints.indices {
            guard let giving = gives[hints[place]], giving > 0,
                let receiver = receives.indices.first(where: { receives[$0] > 0 })
            else { continue }
            gives[hints[place]] = giving - 1
            receives[receiver] -= 1
            hints[place] = shares[receiver].zone
        }
    }
}
