import Addressing

/// What becomes of packets from single sources, told by what is other than for a neighbour's: of thousands of endpoints
/// each meets the same as the others, but where it comes to itself.
struct SourcePatches {
    private let endings: [TrafficEnding]
    /// The ends that the neighbour's packets come to and those of a source don't, and the other way round.
    private var removed: [UInt128: [Int]] = [:]
    private var added: [UInt128: [Int]] = [:]
    /// Who is seen by endpoints that the neighbour's packets get to.
    private var seesNode: [UInt128: Bool] = [:]

    /// - Parameter sources: the sources that will be asked for, sorted.
    init(_ endings: [TrafficEnding], neighbour: UInt128, sources: [UInt128]) {
        self.endings = endings
        for (place, ending) in endings.enumerated() {
            let set = ending.packet.sources
            guard set.contains(neighbour) else {
                for range in set.ranges { Self.visit(sources, in: range) { added[$0, default: []].append(place) } }
                continue
            }
            if case .endpoint(let socket) = ending.key.outcome, ending.key.returning == nil {
                seesNode[socket.address.number] = (seesNode[socket.address.number] ?? false) || ending.key.seesNode
            }
            for gap in set.complement.ranges { Self.visit(sources, in: gap) { removed[$0, default: []].append(place) } }
        }
    }

    private static func visit(_ sources: [UInt128], in range: ClosedRange<UInt128>, _ body: (UInt128) -> Void) {
        var (low, high) = (0, sources.count)
        while low < high {
            let middle = (low + high) / 2
            if sources[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        while low < sources.count, sources[low] <= range.upperBound {
            body(sources[low])
            low += 1
        }
    }

    /// What is other for a source than for the neighbour.
    enum Patch {
        /// More than who is seen when it comes to itself.
        case more
        /// At most that: whether it sees the node then; nil if it doesn't come to itself.
        case itself(seesNode: Bool?)
    }

    /// What is other for a source.
    func patch(at source: UInt128) -> Patch {
        let (gone, come) = (removed[source] ?? [], added[source] ?? [])
        if gone.isEmpty && come.isEmpty { return .itself(seesNode: seesNode[source]) }
        var left: [Key: Int] = [:]
        var sees = false
        for (places, step) in [(gone, 1), (come, -1)] {
            for place in places {
                let ending = endings[place]
                guard case .endpoint(let socket) = ending.key.outcome, socket.address.number == source else {
                    return .more
                }
                left[Key(ending), default: 0] += step
                if step < 0, ending.key.returning == nil, ending.key.seesNode { sees = true }
            }
        }
        return left.values.allSatisfy { $0 == 0 } ? .itself(seesNode: sees) : .more
    }

    /// What an end is but for who is seen.
    private struct Key: Hashable {
        let outcome: TrafficOutcome
        let isUncertain: Bool
        let returning: UInt32?
        let share: Fraction
        let unknown: [TrafficEnding.Assumption]

        init(_ ending: TrafficEnding) {
            outcome = ending.key.outcome
            isUncertain = ending.key.isUncertain
            returning = ending.key.returning
            share = ending.share
            unknown = ending.unknown
        }
    }
}
