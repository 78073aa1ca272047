/// The order in which reports name changes and their parts.
extension TrafficChange {
    /// Services by name first, then what is for no single one; new connections first.
    var sortKey: SortKey {
        let state = TrafficState.allCases.firstIndex(of: self.state) ?? 0
        let kind = TrafficChangeKind.allCases.firstIndex(of: self.kind) ?? 0
        return SortKey(
            state: state, isForAll: service == nil ? 1 : 0, service: service ?? "", kind: kind,
            target: targets.first?.sortKey)
    }

    struct SortKey: Comparable {
        let state: Int
        let isForAll: Int
        let service: String
        let kind: Int
        let target: TrafficChange.Target.SortKey?

        static func < (a: SortKey, b: SortKey) -> Bool {
            if a.state != b.state { return a.state < b.state }
            if a.isForAll != b.isForAll { return a.isForAll < b.isForAll }
            if a.service != b.service { return a.service < b.service }
            if a.kind != b.kind { return a.kind < b.kind }
            guard let left = a.target, let right = b.target else { return a.target == nil && b.target != nil }
            return left < right
        }
    }
}

extension TrafficChange.Target {
    var sortKey: SortKey {
        switch destination {
        case .service(let role, let address, let port, let transport):
            SortKey([rank(role), 0, Int(transport), Int(port)], address.number)
        case .nodePort(let port, let transport, let addresses):
            SortKey([3, rank(addresses), Int(transport), Int(port)], 0)
        case .otherPorts(let role): SortKey([4, rank(role), 0, 0], 0)
        case .otherProtocols(let role): SortKey([4, rank(role), 1, 0], 0)
        case .node(let addresses): SortKey([5, rank(addresses), 0, 0], 0)
        case .others: SortKey([6, 0, 0, 0], 0)
        }
    }

    private func rank<Case: CaseIterable & Equatable>(_ item: Case) -> Int {
        Case.allCases.enumerated().first { $0.element == item }?.offset ?? 0
    }

    struct SortKey: Comparable {
        let numbers: [Int]
        let address: UInt128

        init(_ numbers: [Int], _ address: UInt128) {
            self.numbers = numbers
            self.address = address
        }

        static func < (a: SortKey, b: SortKey) -> Bool {
            a.numbers != b.numbers ? a.numbers.lexicographicallyPrecedes(b.numbers) : a.address < b.address
        }
    }
}
