import Addressing

/// What becomes of packets that differ in nothing but their source address, as a function of that address.
struct BehaviorFunction {
    /// What the pieces are told apart by.
    private struct Key: Hashable {
        let ending: TrafficEnding.Key
        let unknown: [TrafficEnding.Assumption]
    }

    /// Sources of which an end has one share.
    private struct Piece: Hashable {
        let sources: AddressSet
        let share: Fraction
    }

    private let endings: [TrafficEnding]

    /// The function that some ends make.
    init(_ endings: [TrafficEnding]) { self.endings = endings }

    /// Whether two functions are the same, as far as that shows without looking at single sources: false says nothing.
    func isClearly(_ other: BehaviorFunction) -> Bool {
        guard let mine = pieces(), let theirs = other.pieces() else { return false }
        return mine == theirs
    }

    /// The pieces, those of one end merged; nil if the ends of one key have other shares for other sources.
    private func pieces() -> [Key: Piece]? {
        var grouped: [Key: [Piece]] = [:]
        for ending in endings {
            let piece = Piece(sources: ending.packet.sources, share: ending.share)
            grouped[Key(ending: ending.key, unknown: ending.unknown), default: []].append(piece)
        }
        var merged: [Key: Piece] = [:]
        merged.reserveCapacity(grouped.count)
        for (key, pieces) in grouped {
            guard let first = pieces.first else { continue }
            if pieces.count == 1 {
                merged[key] = first
            } else if pieces.dropFirst().allSatisfy({ $0.share == first.share }),
                let union = Self.union(pieces.map(\.sources))
            {
                merged[key] = Piece(sources: union, share: first.share)
            } else if key.ending.returning == nil, pieces.allSatisfy({ $0.sources == first.sources }) {
                merged[key] = Piece(sources: first.sources, share: pieces.reduce(.zero) { $0 + $1.share })
            } else {
                return nil
            }
        }
        return merged
    }

    /// The union of sets that have nothing in common; nil if they have.
    private static func union(_ sets: [AddressSet]) -> AddressSet? {
        let ranges = sets.flatMap(\.ranges).sorted { $0.lowerBound < $1.lowerBound }
        for (range, next) in zip(ranges, ranges.dropFirst()) where next.lowerBound <= range.upperBound { return nil }
        return AddressSet(ranges)
    }

    /// What becomes of packets from one source.
    func behavior(at source: UInt128) -> TrafficBehavior {
        let reached = endings.filter { $0.packet.sources.contains(source) }
        var matches = Set(reached.flatMap { $0.unknown.map(\.match) }).sorted()
        // More answers than that nobody can read; those beyond are taken for "no".
        if matches.count > Self.mostUnknown { matches.removeSubrange(Self.mostUnknown...) }
        var cases = (0..<(1 << matches.count)).map { row in
            distribution(
                reached.filter { ending in
                    ending.unknown.allSatisfy { assumption in
                        let place = matches.firstIndex(of: assumption.match)
                        return place.map { row >> $0 & 1 == 1 } ?? false == assumption.holds
                    }
                })
        }
        dropIrrelevant(&matches, &cases)
        return TrafficBehavior(unknown: matches, cases: cases)
    }

    private static let mostUnknown = 6

    /// Leaves out matches whose answer changes nothing.
    private func dropIrrelevant(_ matches: inout [String], _ cases: inout [TrafficDistribution]) {
        for place in matches.indices.reversed() {
            let bit = 1 << place
            let isRelevant = cases.indices.contains { $0 & bit == 0 && cases[$0] != cases[$0 | bit] }
            if isRelevant { continue }
            matches.remove(at: place)
            cases = cases.indices.filter { $0 & bit == 0 }.map { cases[$0] }
        }
    }

    private func distribution(_ endings: [TrafficEnding]) -> TrafficDistribution {
        var shares: [TrafficEnding.Key: Fraction] = [:]
        var returning: Set<ReturningClient> = []
        for ending in endings {
            if let seconds = ending.key.returning {
                returning.insert(ReturningClient(outcome: ending.key.outcome, seconds: seconds))
            } else {
                shares[ending.key, default: .zero] += ending.share
            }
        }
        var result = TrafficDistribution()
        result.shares = shares.filter { !$0.value.isZero }.map { key, share in
            TrafficShare(outcome: key.outcome, seesNode: key.seesNode, isUncertain: key.isUncertain, share: share)
        }.sorted { a, b in
            a.outcome != b.outcome ? a.outcome < b.outcome : (a.seesNode ? 1 : 0) < (b.seesNode ? 1 : 0)
        }
        result.returning = returning.sorted { a, b in
            a.outcome != b.outcome ? a.outcome < b.outcome : a.seconds < b.seconds
        }
        return result
    }
}
