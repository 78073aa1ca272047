import Addressing

/// Lays the ends of two sides over each other: classes of packets that differ in nothing but their source, with the
/// ends of both sides.
struct ClassOverlay {
    private let endings: [TrafficEnding]
    private let firstCount: Int
    /// Called with each class: its packets (of any source) and the ends that each side has for them.
    private let visit: (PacketClass, [TrafficEnding], [TrafficEnding]) -> Void

    init(
        _ first: [TrafficEnding], _ second: [TrafficEnding],
        visit: @escaping (PacketClass, [TrafficEnding], [TrafficEnding]) -> Void
    ) {
        endings = first + second
        firstCount = first.count
        self.visit = visit
    }

    /// Visits all classes of `packets`.
    func run(_ packets: PacketClass) {
        cut(packets, Array(endings.indices), by: \.destinations) { packets, ends in
            cut(packets, ends, by: \.protocols) { packets, ends in
                cut(packets, ends, by: \.destinationPorts) { packets, ends in
                    cut(packets, ends, by: \.sourcePorts) { packets, ends in
                        let first = ends.filter { $0 < firstCount }.map { endings[$0] }
                        let second = ends.filter { $0 >= firstCount }.map { endings[$0] }
                        visit(packets, first, second)
                    }
                }
            }
        }
    }

    private func cut<Number>(
        _ packets: PacketClass, _ ends: [Int], by field: WritableKeyPath<PacketClass, NumberSet<Number>>,
        _ next: (PacketClass, [Int]) -> Void
    ) {
        for part in RangeSweep.parts(ends.map { endings[$0].packet[keyPath: field] }) {
            var inside = packets
            inside[keyPath: field] = part.numbers
            next(inside, part.sets.map { ends[$0] })
        }
    }
}
