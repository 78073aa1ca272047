import Addressing

/// Packets of one class that differ in nothing but their source, and of which two sides make something else.
struct ClassDifference {
    /// The sources of the packets.
    let sources: AddressSet
    /// What the first side makes of the packets.
    let before: TrafficBehavior
    /// What the second side makes of them.
    let after: TrafficBehavior

    /// What differs for packets of one class, as two sides' ends say. Empty if nothing does.
    ///
    /// Sources that only `ignored` addresses have don't count. Endpoints are sources like others; that they are seen
    /// otherwise when they come to themselves is a difference of its own.
    static func all(_ first: [TrafficEnding], _ second: [TrafficEnding], without ignored: AddressSet) -> [Self] {
        let (before, after) = (BehaviorFunction(first), BehaviorFunction(second))
        if before.isClearly(after) { return [] }
        let endpoints = endpoints(first + second)
        var behaviors = PairedSources()
        var own: [UInt128] = []
        var neighbours: [Neighbour] = []
        for cell in RangeSweep.cells((first + second).map(\.packet.sources)) {
            guard let source = cell.first, !ignored.contains(source) || !cell.isInside(ignored) else { continue }
            if let single = cell.single, endpoints.contains(single) {
                own.append(single)
                continue
            }
            let pair = Pair(before: before.behavior(at: source), after: after.behavior(at: source))
            behaviors.add(cell.ranges, pair)
            neighbours.append(Neighbour(source: source, pair: pair))
        }
        own.sort()
        var hairpins = PairedSources()
        for place in neighbours.indices.prefix(Self.mostNeighbours) where !own.isEmpty {
            let found = neighbours[place].hairpins(own, first, second)
            behaviors.add(found.alike.map { $0...$0 }, neighbours[place].pair)
            for (source, pair) in found.itself { hairpins.add([source...source], pair) }
            own = found.others
        }
        for source in own {
            let pair = Pair(before: before.behavior(at: source), after: after.behavior(at: source))
            behaviors.add([source...source], pair)
        }
        return behaviors.differences + hairpins.differences
    }

    /// How many other sources an endpoint is compared with.
    private static let mostNeighbours = 8

    /// Sources that aren't endpoints, and what their packets meet.
    private struct Neighbour {
        /// One of them.
        let source: UInt128
        let pair: Pair

        /// Parts endpoints into those that meet the same, but for whom they see when they come to themselves, and
        /// others.
        func hairpins(
            _ endpoints: [UInt128], _ first: [TrafficEnding], _ second: [TrafficEnding]
        ) -> (alike: [UInt128], itself: [(UInt128, Pair)], others: [UInt128]) {
            let patches = [first, second].map { SourcePatches($0, neighbour: source, sources: endpoints) }
            var (alike, itself, others): ([UInt128], [(UInt128, Pair)], [UInt128]) = ([], [], [])
            for endpoint in endpoints {
                guard case .itself(let old) = patches[0].patch(at: endpoint),
                    case .itself(let new) = patches[1].patch(at: endpoint)
                else {
                    others.append(endpoint)
                    continue
                }
                alike.append(endpoint)
                guard let old, let new, old != new else { continue }
                itself.append((endpoint, Pair(before: .itself(seesNode: old), after: .itself(seesNode: new))))
            }
            return (alike, itself, others)
        }
    }

    private static func endpoints(_ endings: [TrafficEnding]) -> Set<UInt128> {
        Set(
            endings.compactMap { if case .endpoint(let socket) = $0.key.outcome { socket.address.number } else { nil } }
        )
    }

    /// What two sides make of packets.
    private struct Pair: Hashable {
        let before: TrafficBehavior
        let after: TrafficBehavior
    }

    /// Sources by what both sides make of their packets.
    private struct PairedSources {
        private var order: [Pair] = []
        private var sources: [Pair: [ClosedRange<UInt128>]] = [:]

        mutating func add(_ ranges: [ClosedRange<UInt128>], _ pair: Pair) {
            if sources[pair] == nil { order.append(pair) }
            sources[pair, default: []] += ranges
        }

        var differences: [ClassDifference] {
            order.filter { $0.before != $0.after }.map { pair in
                ClassDifference(
                    sources: AddressSet(sources[pair] ?? []), before: pair.before, after: pair.after)
            }
        }
    }
}

extension AddressSet {
    /// Whether all its addresses are in `other`, of which each range may be far larger.
    func isInside(_ other: AddressSet) -> Bool { ranges.allSatisfy { other.contains($0) } }
}

extension TrafficBehavior {
    /// What an endpoint meets that comes to itself.
    fileprivate static func itself(seesNode: Bool) -> TrafficBehavior {
        var distribution = TrafficDistribution()
        distribution.shares = [TrafficShare(outcome: .itself, seesNode: seesNode, isUncertain: false, share: .one)]
        return TrafficBehavior(cases: [distribution])
    }
}
