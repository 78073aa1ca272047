import Addressing
import Netfilter

/// What a key of nft looks at, in a program's words.
struct NftablesKeyFields {
    /// The fields, part by part.
    private(set) var fields: [FilterProgram.Field] = []
    /// The protocols that naming the fields asks for: `tcp dport` is a port of TCP.
    private(set) var transports: [UInt8] = []
    /// Whether packets of the family have the fields at all.
    private(set) var isOfFamily = true

    /// The fields of a key in packets of a family; nil if a program can't look one of them up.
    init?(_ key: NftablesRuleset.Key, _ family: IPFamily) {
        for place in 0..<key.count {
            guard let field = key.field(place), append(field, family) else { return nil }
        }
        if fields.isEmpty { return nil }
    }

    private mutating func append(_ field: NftablesRuleset.Field, _ family: IPFamily) -> Bool {
        switch field {
        case .ipSource, .ip6Source: fields.append(.source)
        case .ipDestination, .ip6Destination: fields.append(.destination)
        case .transport: fields.append(.transport)
        case .sourcePort: fields.append(.sourcePort)
        case .destinationPort: fields.append(.destinationPort)
        case .tcpDestinationPort, .udpDestinationPort, .sctpDestinationPort:
            fields.append(.destinationPort)
            transports.append(field == .tcpDestinationPort ? 6 : field == .udpDestinationPort ? 17 : 132)
        case .inInterface, .outInterface, .inInterfaceNumber, .conntrackState, .conntrackStatus, .sourceAddressType,
            .destinationAddressType:
            return false
        }
        if let asked = field.family, asked != family { isOfFamily = false }
        return true
    }

    /// Whether a set's keys are of such fields.
    func fit(_ type: NftablesRuleset.KeyType, _ family: IPFamily) -> Bool {
        let parts = type.parts
        guard parts.count == fields.count else { return false }
        return zip(parts, fields).allSatisfy { part, field in
            switch field {
            case .source, .destination: part == (family == .ipv4 ? .ipv4Address : .ipv6Address)
            case .transport: part == .transport
            case .sourcePort, .destinationPort: part == .port
            }
        }
    }
}

extension NftablesRuleset.Field {
    /// The family whose packets have the field; nil if those of both do.
    var family: IPFamily? {
        switch self {
        case .ipSource, .ipDestination: .ipv4
        case .ip6Source, .ip6Destination: .ipv6
        default: nil
        }
    }
}

extension NftablesRuleset.Key {
    /// As nft writes it: `ip daddr . meta l4proto . th dport`.
    var text: String {
        (0..<count).compactMap { field($0).map { "\($0.words)" } }.joined(separator: " . ")
    }
}
