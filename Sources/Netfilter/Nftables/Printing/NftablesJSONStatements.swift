import Addressing
import Bytes

extension NftablesRuleset {
    /// Writes one statement as `nft -j` does.
    func write(json statement: Statement, of table: borrowing Table, to buffer: inout ByteBuffer) {
        switch statement {
        case .match(let key, let negated, let operand):
            write(jsonMatch: key, negated: negated, operand, of: table, to: &buffer)
        case .markTest(let mask, let value, let negated):
            write(jsonMarkTest: mask, value, negated: negated, to: &buffer)
        case .verdictMap(let key, let map):
            buffer.append("{\"vmap\": {\"key\": ")
            write(json: key, to: &buffer)
            buffer.append(", \"data\": \"@")
            buffer.append(jsonText: map, of: texts)
            buffer.append("\"}}")
        case .randomVerdict(let range): write(jsonVerdicts: range, of: table, to: &buffer)
        case .markOr(let mask): write(jsonMark: "|", mask, to: &buffer)
        case .markXor(let mask): write(jsonMark: "^", mask, to: &buffer)
        case .masquerade(let fullyRandom):
            buffer.append(
                fullyRandom ? "{\"masquerade\": {\"flags\": \"fully-random\"}}" : "{\"masquerade\": null}")
        case .reject:
            buffer.append("{\"reject\": {\"type\": \"")
            buffer.append(table.family == .ip6 ? "icmpv6" : "icmp")
            buffer.append("\", \"expr\": \"port-unreachable\"}}")
        case .verdict(let verdict): write(json: verdict, to: &buffer)
        case .dnat(let socket), .spelledDNAT(let socket, _):
            buffer.append("{\"dnat\": {\"addr\": ")
            buffer.append(jsonAddress: socket.address)
            buffer.append(", \"port\": ")
            buffer.append(decimal: socket.port)
            buffer.append("}}")
        case .randomDNAT(let family, let range): write(jsonDNAT: range, family, of: table, to: &buffer)
        case .update(let set, let key):
            buffer.append("{\"set\": {\"op\": \"update\", \"elem\": ")
            write(json: key, to: &buffer)
            buffer.append(", \"set\": \"@")
            buffer.append(jsonText: set, of: texts)
            buffer.append("\"}}")
        case .verbatim(let text):
            buffer.append("{\"verbatim\": ")
            buffer.append(jsonString: text, of: texts)
            buffer.append("}")
        case .json(let text): buffer.append(text, of: texts)
        }
    }

    private func write(
        jsonMarkTest mask: UInt32, _ value: UInt32, negated: Bool, to buffer: inout ByteBuffer
    ) {
        buffer.append(negated ? "{\"match\": {\"op\": \"!=\"" : "{\"match\": {\"op\": \"==\"")
        if let length = mask.prefixLength {
            buffer.append(", \"left\": {\"meta\": {\"key\": \"mark\"}}, \"right\": {\"prefix\": {\"addr\": ")
            buffer.append(decimal: value)
            buffer.append(", \"len\": ")
            buffer.append(decimal: UInt(length))
            return buffer.append("}}}}")
        }
        buffer.append(", \"left\": {\"&\": [{\"meta\": {\"key\": \"mark\"}}, ")
        buffer.append(decimal: mask)
        buffer.append("]}, \"right\": ")
        buffer.append(decimal: value)
        buffer.append("}}")
    }

    /// Writes a verdict: `{"goto": {"target": CHAIN}}`.
    func write(json verdict: Verdict, to buffer: inout ByteBuffer) {
        switch verdict {
        case .accept: buffer.append("{\"accept\": null}")
        case .drop: buffer.append("{\"drop\": null}")
        case .continue: buffer.append("{\"continue\": null}")
        case .return: buffer.append("{\"return\": null}")
        case .jump(let chain), .goto(let chain):
            if case .jump = verdict { buffer.append("{\"jump\"") } else { buffer.append("{\"goto\"") }
            buffer.append(": {\"target\": ")
            buffer.append(jsonString: chain, of: texts)
            buffer.append("}}")
        case .verbatim(let text):
            buffer.append("{\"verbatim\": ")
            buffer.append(jsonString: text, of: texts)
            buffer.append("}")
        case .json(let text): buffer.append(text, of: texts)
        }
    }

    private func write(
        jsonMatch key: Key, negated: Bool, _ operand: Operand, of table: borrowing Table, to buffer: inout ByteBuffer
    ) {
        buffer.append("{\"match\": {\"op\": \"")
        // States and statuses are bits: one of them is meant, not all.
        let isBit = key.single == .conntrackState || key.single == .conntrackStatus
        buffer.append(negated ? "!=" : isBit ? "in" : "==")
        buffer.append("\", \"left\": ")
        write(json: key, to: &buffer)
        buffer.append(", \"right\": ")
        switch operand {
        case .set(let name):
            buffer.append("\"@")
            buffer.append(jsonText: name, of: texts)
            buffer.append("\"")
        case .prefix(let prefix): buffer.append(jsonPrefix: prefix)
        case .address(let address): buffer.append(jsonAddress: address)
        case .spelled(let index): write(jsonSpelled: index, of: table, to: &buffer)
        case .members(let range): write(jsonMembers: range, of: table, to: &buffer)
        case .interface(let text), .word(let text): buffer.append(jsonString: text, of: texts)
        case .transport(let number): buffer.append(jsonTransport: number)
        case .port(let port): buffer.append(decimal: port)
        }
        buffer.append("}}")
    }

    /// Writes what an address or network of `spelled` means.
    func write(jsonSpelled index: UInt32, of table: borrowing Table, to buffer: inout ByteBuffer) {
        guard Int(index) < table.spelled.count else { return buffer.append("null") }
        let spelled = table.spelled[Int(index)]
        if spelled.isAddress {
            buffer.append(jsonAddress: spelled.prefix.address)
        } else {
            buffer.append(jsonPrefix: spelled.prefix)
        }
    }

    private func write(jsonMembers range: Range<UInt32>, of table: borrowing Table, to buffer: inout ByteBuffer) {
        buffer.append("{\"set\": [")
        for (place, index) in range.enumerated() {
            if place > 0 { buffer.append(", ") }
            switch table.members[Int(index)] {
            case .address(let address): buffer.append(jsonAddress: address)
            case .prefix(let prefix), .spelled(let prefix, _): buffer.append(jsonPrefix: prefix)
            case .range(let first, let last):
                buffer.append("{\"range\": [")
                buffer.append(jsonAddress: first)
                buffer.append(", ")
                buffer.append(jsonAddress: last)
                buffer.append("]}")
            }
        }
        buffer.append("]}")
    }

    private func write(json key: Key, to buffer: inout ByteBuffer) {
        if key.count > 1 { buffer.append("{\"concat\": [") }
        for place in 0..<key.count {
            if place > 0 { buffer.append(", ") }
            if let field = key.field(place) { buffer.append(field.json) }
        }
        if key.count > 1 { buffer.append("]}") }
    }

    private func write(jsonMark operation: StaticString, _ mask: UInt32, to buffer: inout ByteBuffer) {
        buffer.append("{\"mangle\": {\"key\": {\"meta\": {\"key\": \"mark\"}}, \"value\": {\"")
        buffer.append(operation)
        buffer.append("\": [{\"meta\": {\"key\": \"mark\"}}, ")
        buffer.append(decimal: mask)
        buffer.append("]}}}")
    }

    private func write(jsonNumgen count: Int, to buffer: inout ByteBuffer) {
        buffer.append("{\"key\": {\"numgen\": {\"mode\": \"random\", \"mod\": ")
        buffer.append(decimal: UInt(count))
        buffer.append(", \"offset\": 0}}, \"data\": {\"set\": [")
    }

    private func write(
        jsonDNAT range: Range<UInt32>, _ family: IPFamily, of table: borrowing Table, to buffer: inout ByteBuffer
    ) {
        buffer.append("{\"dnat\": {\"family\": \"")
        buffer.append(family == .ipv4 ? "ip" : "ip6")
        buffer.append("\", \"addr\": {\"map\": ")
        write(jsonNumgen: range.count, to: &buffer)
        for (place, index) in range.enumerated() {
            buffer.append(place > 0 ? ", [" : "[")
            buffer.append(decimal: UInt(place))
            buffer.append(", {\"concat\": [")
            buffer.append(jsonAddress: table.endpoints[Int(index)].address)
            buffer.append(", ")
            buffer.append(decimal: table.endpoints[Int(index)].port)
            buffer.append("]}]")
        }
        buffer.append("]}}}}}")
    }

    private func write(jsonVerdicts range: Range<UInt32>, of table: borrowing Table, to buffer: inout ByteBuffer) {
        buffer.append("{\"vmap\": ")
        write(jsonNumgen: range.count, to: &buffer)
        for (place, index) in range.enumerated() {
            buffer.append(place > 0 ? ", [" : "[")
            buffer.append(decimal: UInt(place))
            buffer.append(", ")
            write(json: table.verdicts[Int(index)], to: &buffer)
            buffer.append("]")
        }
        buffer.append("]}}}")
    }
}

extension NftablesRuleset.Field {
    /// As `nft -j` writes it.
    fileprivate var json: StaticString {
        switch self {
        case .ipSource: #"{"payload": {"protocol": "ip", "field": "saddr"}}"#
        case .ipDestination: #"{"payload": {"protocol": "ip", "field": "daddr"}}"#
        case .ip6Source: #"{"payload": {"protocol": "ip6", "field": "saddr"}}"#
        case .ip6Destination: #"{"payload": {"protocol": "ip6", "field": "daddr"}}"#
        case .transport: #"{"meta": {"key": "l4proto"}}"#
        case .sourcePort: #"{"payload": {"protocol": "th", "field": "sport"}}"#
        case .destinationPort: #"{"payload": {"protocol": "th", "field": "dport"}}"#
        case .inInterface: #"{"meta": {"key": "iifname"}}"#
        case .outInterface: #"{"meta": {"key": "oifname"}}"#
        case .conntrackState: #"{"ct": {"key": "state"}}"#
        case .conntrackStatus: #"{"ct": {"key": "status"}}"#
        case .sourceAddressType: #"{"fib": {"result": "type", "flags": ["saddr"]}}"#
        case .destinationAddressType: #"{"fib": {"result": "type", "flags": ["daddr"]}}"#
        case .inInterfaceNumber: #"{"meta": {"key": "iif"}}"#
        case .tcpDestinationPort: #"{"payload": {"protocol": "tcp", "field": "dport"}}"#
        case .udpDestinationPort: #"{"payload": {"protocol": "udp", "field": "dport"}}"#
        case .sctpDestinationPort: #"{"payload": {"protocol": "sctp", "field": "dport"}}"#
        }
    }
}

extension ByteBuffer {
    /// Appends an address in quotes.
    mutating func append(jsonAddress address: IPAddress) {
        append("\"")
        append(address, wording: .listing)
        append("\"")
    }

    /// Appends `{"prefix": {"addr": ADDRESS, "len": LENGTH}}`, or an address if it is one.
    mutating func append(jsonPrefix prefix: IPPrefix) {
        if prefix.isHost { return append(jsonAddress: prefix.address) }
        append("{\"prefix\": {\"addr\": ")
        append(jsonAddress: prefix.address)
        append(", \"len\": ")
        append(decimal: prefix.length)
        append("}}")
    }

    /// Appends a layer-4 protocol's name in quotes, or its number.
    mutating func append(jsonTransport number: UInt8) {
        let isNamed = NftablesProtocols.all.contains { $0.number == number }
        if isNamed { append("\"") }
        append(nftTransport: number)
        if isNamed { append("\"") }
    }

    /// Appends a text as a JSON string.
    mutating func append(jsonString text: ArenaText, of arena: borrowing TextArena) {
        append("\"")
        append(jsonText: text, of: arena)
        append("\"")
    }

    /// Appends a text with what JSON escapes escaped.
    mutating func append(jsonText text: ArenaText, of arena: borrowing TextArena) {
        arena.withBytes(of: text) { bytes in
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    append(UInt8(ascii: "\\"))
                    append(byte)
                case 0..<0x20:
                    append("\\u00")
                    append(hexadecimal: UInt64(byte), width: 2)
                default: append(byte)
                }
            }
        }
    }
}
