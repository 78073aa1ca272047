import Addressing

/// Which source addresses a program can tell apart.
struct SourceSensitivity: Sendable {
    private var starts: [UInt128] = []
    private var signatures: [UInt128] = []

    /// What the rules of `program` ask of source addresses.
    init(_ program: FilterProgram) {
        var ranges: Set<ClosedRange<UInt128>> = []
        var tables: Set<Int> = []
        var sets: Set<Int> = []
        func note(_ table: Int, _ fields: [FilterProgram.Field]) {
            guard let place = fields.firstIndex(of: .source), tables.insert(table).inserted else { return }
            for entry in 0..<program.tables[table].count where place < program.tables[table].width {
                ranges.insert(program.tables[table].part(place, of: entry))
            }
        }
        for instruction in program.instructions {
            switch instruction {
            case .test(.source(let prefix), _): ranges.insert(prefix.range)
            case .test(.sourceIn(let set), _):
                if sets.insert(set).inserted { ranges.formUnion(program.addressSets[set].ranges) }
            case .test(.lookup(let table, let fields), _), .action(.map(let table, let fields)): note(table, fields)
            case .test, .action: continue
            }
        }
        var borders: [(number: UInt128, change: UInt128)] = []
        for (place, range) in ranges.enumerated() {
            let mark = RangeSweep.mark(of: place)
            borders.append((range.lowerBound, mark))
            if range.upperBound < .max { borders.append((range.upperBound + 1, 0 &- mark)) }
        }
        borders.sort { $0.number < $1.number }
        var signature: UInt128 = 0
        for border in borders {
            signature &+= border.change
            if starts.last == border.number {
                signatures[signatures.count - 1] = signature
            } else {
                starts.append(border.number)
                signatures.append(signature)
            }
        }
    }

    /// A number that is the same for all addresses that no rule tells apart.
    func signature(of address: UInt128) -> UInt128 {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= address { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : signatures[low - 1]
    }

    /// Addresses in groups that no rule tells apart as sources.
    func groups(of addresses: AddressSet) -> [AddressSet] {
        var groups: [UInt128: [ClosedRange<UInt128>]] = [:]
        for range in addresses.ranges {
            var lower = range.lowerBound
            while true {
                let next = starts[place(behind: lower)...].first.map { $0 - 1 } ?? range.upperBound
                let upper = min(next, range.upperBound)
                groups[signature(of: lower), default: []].append(lower...upper)
                if upper == range.upperBound { break }
                lower = upper + 1
            }
        }
        return groups.values.sorted { ($0.first?.lowerBound ?? 0) < ($1.first?.lowerBound ?? 0) }.map { AddressSet($0) }
    }

    private func place(behind number: UInt128) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
