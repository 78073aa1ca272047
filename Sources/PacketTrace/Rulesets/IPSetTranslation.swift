import Addressing
import Bytes
import Netfilter

/// Translates ipsets into tables of a program, each when a rule first asks for it in some directions.
struct IPSetTranslation {
    private let sets: IPSetTable?
    private let family: IPFamily
    /// The place of each set, by name.
    private var places: [String: Int] = [:]
    /// The program's table of each set that was asked for.
    private var tables: [String: Int] = [:]

    init(_ sets: IPSetTable?, family: IPFamily) {
        self.sets = sets
        self.family = family
        for (place, set) in (sets?.sets ?? []).enumerated() {
            places[sets?.name(of: set) ?? ""] = place
        }
    }

    /// The test that a match of iptables is; an unknown one if there is no such set, or its type isn't known.
    mutating func test(
        _ match: IptablesRuleset.SetMatch, of ruleset: IptablesRuleset, _ builder: inout ProgramBuilder
    ) -> FilterProgram.Instruction {
        let name = ruleset.texts.string(match.name)
        guard let sets, let place = places[name],
            let fields = Self.fields(sets.sets[place].type, sourceBits: match.sourceBits, match.dimension)
        else {
            return .test(.unknown(builder.text("-m set --match-set \(name)")), negated: match.negated)
        }
        let table: Int
        if let known = tables[name] {
            table = known
        } else {
            table = builder.table(Self.table(sets, sets.sets[place], width: fields.count))
            tables[name] = table
        }
        return .test(.lookup(table, fields), negated: match.negated)
    }

    /// What is looked up, part by part. Sets with ports look at the protocol too.
    private static func fields(
        _ type: IPSetTable.SetType, sourceBits: UInt8, _ dimension: UInt8
    ) -> [FilterProgram.Field]? {
        func address(_ place: UInt8) -> FilterProgram.Field { sourceBits >> place & 1 == 1 ? .source : .destination }
        func port(_ place: UInt8) -> FilterProgram.Field {
            sourceBits >> place & 1 == 1 ? .sourcePort : .destinationPort
        }
        switch type {
        case .port: return [port(0)]
        case .address: return [address(0)]
        case .addressPort: return dimension >= 2 ? [address(0), .transport, port(1)] : nil
        case .addressPortAddress, .addressPortNetwork:
            return dimension >= 3 ? [address(0), .transport, port(1), address(2)] : nil
        case .other: return nil
        }
    }

    private static func table(_ sets: IPSetTable, _ set: IPSetTable.IPSet, width: Int) -> LookupTable {
        let entries = sets.elements(of: set).compactMap { element in
            key(sets.meaning(of: element)).map { LookupTable.Entry($0) }
        }
        return LookupTable(name: sets.name(of: set), width: width, isMap: false, entries)
    }

    private static func key(_ element: IPSetTable.Element) -> [ClosedRange<UInt128>]? {
        switch element {
        case .port(let port): [one(port)]
        case .address(let address): [one(address.number)]
        case .addressPort(let address, let transport, let port):
            [one(address.number), one(transport.rawValue), one(port)]
        case .addressPortAddress(let address, let transport, let port, let other):
            [one(address.number), one(transport.rawValue), one(port), one(other.number)]
        case .addressPortNetwork(let address, let transport, let port, let network):
            [one(address.number), one(transport.rawValue), one(port), network.range]
        case .spelled, .other: nil
        }
    }

    private static func one(_ number: some UnsignedInteger) -> ClosedRange<UInt128> {
        UInt128(number)...UInt128(number)
    }
}
