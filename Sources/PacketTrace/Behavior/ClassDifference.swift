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
    static func all(_ first: [TrafficEnding], _ second: [TrafficEnding], without ignored: AddressSet) -> [Self] {
        let (before, after) = (BehaviorFunction(first), BehaviorFunction(second))
        if before.isClearly(after) { return [] }
        var collected = Collected(endpoints: endpoints(first + second))
        for cell in RangeSweep.cells((first + second).map(\.packet.sources)) {
            let cell = ignored.isEmpty ? cell : cell.subtracting(ignored)
            guard let source = cell.first else { continue }
            collected.add(cell, before.behavior(at: source), after.behavior(at: source))
        }
        return collected.differences()
    }

    private static func endpoints(_ endings: [TrafficEnding]) -> Set<UInt128> {
        Set(endings.compactMap { if case .endpoint(let socket) = $0.key.outcome { socket.address.number } else { nil } })
    }

    /// What two sides make of packets.
    fileprivate struct Pair: Hashable {
        let before: TrafficBehavior
        let after: TrafficBehavior
    }

    /// The differences so far. Endpoints are sources like others, but where they come to themselves.
    private struct Collected {
        private let endpoints: Set<UInt128>
        /// Sources by what the sides make of them, those of equal behaviour too.
        private var sources: [Pair: [ClosedRange<UInt128>]] = [:]
        private var order: [Pair] = []
        private var own: [(source: UInt128, pair: Pair)] = []

        init(endpoints: Set<UInt128>) { self.endpoints = endpoints }

        mutating func add(_ cell: AddressSet, _ before: TrafficBehavior, _ after: TrafficBehavior) {
            let pair = Pair(before: before, after: after)
            if let single = cell.single, endpoints.contains(single) {
                own.append((single, pair))
            } else {
                note(cell.ranges, pair)
            }
        }

        private mutating func note(_ ranges: [ClosedRange<UInt128>], _ pair: Pair) {
            if sources[pair] == nil { order.append(pair) }
            sources[pair, default: []] += ranges
        }

        consuming func differences() -> [ClassDifference] {
            let neighbours = order
            var hairpins: [Pair: [ClosedRange<UInt128>]] = [:]
            for (source, pair) in own {
                let neighbour = neighbours.first { $0.isSame(as: pair, besides: source) }
                note([source...source], neighbour ?? pair)
                guard neighbour != nil, let hairpin = pair.hairpin(at: source) else { continue }
                if hairpin.before != hairpin.after { hairpins[hairpin, default: []].append(source...source) }
            }
            let found = order.filter { $0.before != $0.after }.map { ($0, sources[$0] ?? []) }
            return (found + hairpins.map { ($0.key, $0.value) }).map { pair, ranges in
                ClassDifference(sources: AddressSet(ranges), before: pair.before, after: pair.after)
            }
        }
    }
}

extension ClassDifference.Pair {
    /// Whether packets meet the same, but for whom an endpoint of that address sees.
    fileprivate func isSame(as other: Self, besides address: UInt128) -> Bool {
        before.isSame(as: other.before, besides: address) && after.isSame(as: other.after, besides: address)
    }

    /// What an endpoint meets that comes to itself; nil if that doesn't happen on both sides.
    fileprivate func hairpin(at address: UInt128) -> Self? {
        guard let first = before.hairpin(at: address), let second = after.hairpin(at: address) else { return nil }
        return Self(before: first, after: second)
    }
}

extension TrafficBehavior {
    fileprivate func isSame(as other: Self, besides address: UInt128) -> Bool {
        unknown == other.unknown && cases.count == other.cases.count
            && zip(cases, other.cases).allSatisfy { mine, theirs in
                mine.returning == theirs.returning && mine.shares.count == theirs.shares.count
                    && zip(mine.shares, theirs.shares).allSatisfy { a, b in
                        a == b || (a.outcome.isEndpoint(at: address) && a.outcome == b.outcome && a.share == b.share)
                    }
            }
    }

    fileprivate func hairpin(at address: UInt128) -> Self? {
        let own = usual.shares.filter { $0.outcome.isEndpoint(at: address) }
        guard let first = own.first else { return nil }
        var distribution = TrafficDistribution()
        distribution.shares = [
            TrafficShare(
                outcome: .itself, seesNode: own.contains(where: \.seesNode), isUncertain: first.isUncertain, share: .one)
        ]
        return TrafficBehavior(cases: [distribution])
    }
}

extension TrafficOutcome {
    fileprivate func isEndpoint(at address: UInt128) -> Bool {
        if case .endpoint(let socket) = self { return socket.address.number == address }
        return false
    }
}
