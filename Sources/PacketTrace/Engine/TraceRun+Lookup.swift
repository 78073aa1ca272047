import Addressing

/// Packets parted by what a set or map has for them.
struct LookupResult {
    /// Whether packets that find different entries are told apart.
    let tellsEntries: Bool
    /// Packets, and the entry that they find.
    var hits: [(packet: PacketClass, entry: Int)] = []
    /// Packets that find none.
    var misses: [PacketClass] = []
}

extension TraceRun {
    /// Whether packets are in a set.
    func lookup(_ table: LookupTable, _ fields: [FilterProgram.Field], _ packet: PacketClass) -> TestAnswer {
        let result = part(packet, by: table, fields, tellsEntries: false)
        if result.misses.isEmpty { return .yes }
        if result.hits.isEmpty { return .no }
        return .split(yes: result.hits.map(\.packet), no: result.misses)
    }

    /// Parts packets by the entries of a set or map that their fields find.
    ///
    /// Without `tellsEntries` packets that find entries which differ in their last part only stay together.
    func part(
        _ packet: PacketClass, by table: LookupTable, _ fields: [FilterProgram.Field], tellsEntries: Bool = true
    ) -> LookupResult {
        var result = LookupResult(tellsEntries: tellsEntries)
        guard fields.count == table.width else {
            result.misses = [packet]
            return result
        }
        var packet = packet
        if fields.contains(where: { $0 == .sourcePort || $0 == .destinationPort }) {
            let withPorts = packet.protocols.intersection(PacketClass.protocolsWithPorts)
            if withPorts != packet.protocols {
                var without = packet
                without.protocols = packet.protocols.subtracting(withPorts)
                result.misses.append(without)
                packet.protocols = withPorts
            }
        }
        if !packet.isEmpty { part(packet, table, fields, 0, 0..<table.count, &result) }
        return result
    }

    private func part(
        _ packet: PacketClass, _ table: LookupTable, _ fields: [FilterProgram.Field], _ place: Int,
        _ entries: Range<Int>, _ result: inout LookupResult
    ) {
        if entries.isEmpty {
            result.misses.append(packet)
        } else if place == fields.count {
            result.hits.append((packet, entries.lowerBound))
        } else if let single = packet.single(fields[place]) {
            part(packet, table, fields, place + 1, table.narrowed(entries, part: place, to: single), &result)
        } else {
            partGroups(packet, table, fields, place, entries, &result)
        }
    }

    private func partGroups(
        _ packet: PacketClass, _ table: LookupTable, _ fields: [FilterProgram.Field], _ place: Int,
        _ entries: Range<Int>, _ result: inout LookupResult
    ) {
        var taken: [ClosedRange<UInt128>] = []
        var start = entries.lowerBound
        if !result.tellsEntries && place == fields.count - 1 {
            let ranges = entries.map { table.part(place, of: $0) }
            if let inside = packet.limited(fields[place], to: ranges) { result.hits.append((inside, start)) }
            if let rest = packet.without(fields[place], ranges) { result.misses.append(rest) }
            return
        }
        while start < entries.upperBound {
            let end = table.end(ofGroupAt: start, part: place, in: entries)
            let range = table.part(place, of: start)
            if let inside = packet.limited(fields[place], to: range) {
                part(inside, table, fields, place + 1, start..<end, &result)
                taken.append(range)
            }
            start = max(end, start + 1)
        }
        if let rest = packet.without(fields[place], taken) { result.misses.append(rest) }
    }
}

extension PacketClass {
    /// The only number of a field; nil if there are several.
    func single(_ field: FilterProgram.Field) -> UInt128? {
        switch field {
        case .source: sources.single
        case .destination: destinations.single
        case .transport: protocols.single.map { UInt128($0) }
        case .sourcePort: sourcePorts.single.map { UInt128($0) }
        case .destinationPort: destinationPorts.single.map { UInt128($0) }
        }
    }

    /// The packets whose field lies in a range; nil if there are none.
    func limited(_ field: FilterProgram.Field, to range: ClosedRange<UInt128>) -> PacketClass? {
        var packet = self
        switch field {
        case .source: packet.sources = sources.intersection(range)
        case .destination: packet.destinations = destinations.intersection(range)
        case .transport: packet.protocols = protocols.intersection(Self.narrow(range))
        case .sourcePort: packet.sourcePorts = sourcePorts.intersection(Self.narrow(range))
        case .destinationPort: packet.destinationPorts = destinationPorts.intersection(Self.narrow(range))
        }
        return packet.isEmpty ? nil : packet
    }

    /// The packets whose field lies in one of some ranges; nil if there are none.
    func limited(_ field: FilterProgram.Field, to ranges: [ClosedRange<UInt128>]) -> PacketClass? {
        parted(field, by: ranges, keepsInside: true)
    }

    /// The packets whose field lies in none of some ranges; nil if there are none.
    func without(_ field: FilterProgram.Field, _ ranges: [ClosedRange<UInt128>]) -> PacketClass? {
        parted(field, by: ranges, keepsInside: false)
    }

    private func parted(
        _ field: FilterProgram.Field, by ranges: [ClosedRange<UInt128>], keepsInside: Bool
    ) -> PacketClass? {
        func part<Number>(_ numbers: NumberSet<Number>) -> NumberSet<Number> {
            let inside = NumberSet<Number>(ranges.map(Self.narrow))
            return keepsInside ? numbers.intersection(inside) : numbers.subtracting(inside)
        }
        var packet = self
        switch field {
        case .source: packet.sources = part(sources)
        case .destination: packet.destinations = part(destinations)
        case .transport: packet.protocols = part(protocols)
        case .sourcePort: packet.sourcePorts = part(sourcePorts)
        case .destinationPort: packet.destinationPorts = part(destinationPorts)
        }
        return packet.isEmpty ? nil : packet
    }

    private static func narrow<Number: FixedWidthInteger>(_ range: ClosedRange<UInt128>) -> ClosedRange<Number> {
        Number(clamping: range.lowerBound)...Number(clamping: range.upperBound)
    }
}
