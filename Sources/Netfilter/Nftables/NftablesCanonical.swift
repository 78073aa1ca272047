import Addressing
import Bytes

extension NftablesRuleset {
    /// The ruleset as the kernel has it once it was loaded: defaults are filled in, members of anonymous sets are
    /// sorted and merged, elements of sets and maps are in nft's order. Objects and rules keep their order.
    public func canonicalized() -> NftablesRuleset {
        var canonical = self
        for index in tables.indices { canonical.tables[index].canonicalize() }
        return canonical
    }
}

extension NftablesRuleset.Table {
    /// The size that nft gives a dynamic set that has none (nftables, src/evaluate.c).
    private static let dynamicSetSize: UInt32 = 65535

    fileprivate mutating func canonicalize() {
        for index in chains.indices where chains[index].base?.policy == nil { chains[index].base?.policy = .accept }
        for index in chains.indices { chains[index].base?.priorityText = nil }
        for index in sets.indices where sets[index].flags.contains(.dynamic) && sets[index].size == 0 {
            sets[index].size = Self.dynamicSetSize
        }
        for index in statements.indices {
            if case .match(let key, let negated, let operand) = statements[index] {
                statements[index] = .match(key, negated: negated, canonical(operand))
            } else if case .spelledDNAT(let socket, _) = statements[index] {
                statements[index] = .dnat(socket)
            }
        }
        let changesValues = canonicalizeValues()
        sortElements()
        if changesValues { mergeElements() }
    }

    /// Values become what they mean, networks without the bits behind their prefix. Returns whether any changed.
    private mutating func canonicalizeValues() -> Bool {
        var changes = false
        for index in values.indices {
            switch values[index] {
            case .prefix(let prefix) where prefix.masked != prefix: values[index] = .prefix(prefix.masked)
            case .spelled(let place) where Int(place) < spelled.count:
                let meant = spelled[Int(place)]
                values[index] = meant.isAddress ? .address(meant.prefix.address) : .prefix(meant.prefix.masked)
            default: continue
            }
            changes = true
        }
        spelled = []
        return changes
    }

    /// Elements that differed only in their text are one: the first of each key stays.
    private mutating func mergeElements() {
        var merged: [NftablesRuleset.Element] = []
        merged.reserveCapacity(elements.count)
        for element in elements {
            if let last = merged.last, last.set == element.set, values(of: last) == values(of: element) { continue }
            merged.append(element)
        }
        elements = merged
    }

    // MARK: Operands

    private mutating func canonical(_ operand: NftablesRuleset.Operand) -> NftablesRuleset.Operand {
        switch operand {
        case .prefix(let prefix): prefix.isHost ? .address(prefix.address) : .prefix(prefix.masked)
        case .spelled(let index) where Int(index) < spelled.count:
            canonical(.prefix(spelled[Int(index)].prefix))
        case .members(let range): canonical(members: range)
        default: operand
        }
    }

    /// A set of one network is that network. In a set with networks, those that touch are one range.
    private mutating func canonical(members range: Range<UInt32>) -> NftablesRuleset.Operand {
        let given = members[Int(range.lowerBound)..<Int(range.upperBound)]
        if given.count == 1, let only = given.first {
            if case .address(let address) = only { return .address(address) }
            if let prefix = only.network { return prefix.isHost ? .address(prefix.address) : .prefix(prefix) }
        }
        let isPlain = given.allSatisfy { if case .address = $0 { true } else { false } }
        var spans: [AddressSpan] = []
        for span in given.map(AddressSpan.init).sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
            guard let last = spans.last else {
                spans.append(span)
                continue
            }
            let touches = span.first <= last.last || (!isPlain && span.first == last.last &+ 1)
            if touches { spans[spans.count - 1].last = max(last.last, span.last) } else { spans.append(span) }
        }
        let start = UInt32(members.count)
        members.append(contentsOf: spans.map(\.member))
        return .members(start..<UInt32(members.count))
    }

    // MARK: Elements

    /// Elements set by set, in the order in which nft prints them: one value by number; several in a row by their bytes
    /// from the last to the first.
    private mutating func sortElements() {
        let keys = elements.map { element in
            element.valueCount == 1 ? values(of: element).map(\.number) : values(of: element).reversed().map(\.reversed)
        }
        let order = elements.indices.sorted { a, b in
            if elements[a].set != elements[b].set { return elements[a].set < elements[b].set }
            if keys[a] == keys[b] { return a < b }
            return keys[a].lexicographicallyPrecedes(keys[b])
        }
        elements = order.map { elements[$0] }
    }
}

extension NftablesRuleset.Value {
    /// The value as a number.
    fileprivate var number: UInt128 {
        switch self {
        case .address(let address): address.number
        case .prefix(let prefix): prefix.address.number
        case .transport(let number): UInt128(number)
        case .number(let number): UInt128(number)
        case .spelled, .verbatim, .json: 0
        }
    }

    /// The value with its bytes in the other order: nft sorts keys of several parts as if they were one number with
    /// the lowest byte first.
    fileprivate var reversed: UInt128 {
        switch self {
        case .address(let address):
            address.family == .ipv4
                ? UInt128(UInt32(truncatingIfNeeded: address.low).byteSwapped) : address.number.byteSwapped
        case .number(let number) where number <= UInt16.max: UInt128(UInt16(number).byteSwapped)
        default: number
        }
    }
}

extension IPAddress {
    /// The bits as one number.
    fileprivate var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The address of a family with these bits.
    fileprivate init(number: UInt128, family: IPFamily) {
        if family == .ipv4 {
            self.init(ipv4: UInt32(truncatingIfNeeded: number))
        } else {
            self.init(
                ipv6High: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number))
        }
    }
}

extension NftablesRuleset.Member {
    /// The network that the member is, unless it is a range or a plain address.
    fileprivate var network: IPPrefix? {
        switch self {
        case .prefix(let prefix), .spelled(let prefix, _): prefix
        case .address, .range: nil
        }
    }
}

/// Addresses from the first to the last.
private struct AddressSpan {
    let family: IPFamily
    let first: UInt128
    var last: UInt128

    init(_ member: NftablesRuleset.Member) {
        switch member {
        case .address(let address):
            (family, first, last) = (address.family, address.number, address.number)
        case .range(let from, let to): (family, first, last) = (from.family, from.number, to.number)
        case .prefix(let prefix), .spelled(let prefix, _):
            family = prefix.family
            first = prefix.masked.address.number
            last = first | Self.hostBits(of: prefix)
        }
    }

    /// The span in nft's words: an address or a network, if it is one.
    var member: NftablesRuleset.Member {
        if first == last { return .address(IPAddress(number: first, family: family)) }
        let size = last &- first &+ 1
        if size & (size &- 1) == 0 && first & (size &- 1) == 0 {
            let length = Int(family.bitWidth) - (size == 0 ? 128 : size.trailingZeroBitCount)
            return .prefix(IPPrefix(address: IPAddress(number: first, family: family), length: UInt8(max(length, 0))))
        }
        return .range(IPAddress(number: first, family: family), IPAddress(number: last, family: family))
    }

    private static func hostBits(of prefix: IPPrefix) -> UInt128 {
        let count = Int(prefix.family.bitWidth) - Int(prefix.length)
        return count == 0 ? 0 : UInt128.max >> UInt128(128 - count)
    }
}
