import Addressing
import Bytes

extension NftablesRuleset {
    /// One step of a rule: a match, or something that is done with the packet.
    ///
    /// These are the words that kube-proxy uses; everything else is `.verbatim`, or `.json`.
    public enum Statement: Sendable, Hashable {
        /// `KEY [!=] OPERAND`
        case match(Key, negated: Bool, Operand)
        /// `meta mark & MASK [!=] VALUE`
        case markTest(mask: UInt32, value: UInt32, negated: Bool)
        /// `KEY vmap @MAP`: the verdict of the element whose key fits.
        case verdictMap(Key, map: ArenaText)
        /// `numgen random mod N vmap { 0 : VERDICT, … }`: one of N verdicts by chance, a range of the table's `verdicts`.
        case randomVerdict(Range<UInt32>)
        /// `meta mark set meta mark | MASK`
        case markOr(UInt32)
        /// `meta mark set meta mark ^ MASK`
        case markXor(UInt32)
        /// `masquerade [fully-random]`
        case masquerade(fullyRandom: Bool)
        /// `reject`, with the family's default answer.
        case reject
        /// What becomes of the packet.
        case verdict(Verdict)
        /// `dnat to ADDRESS:PORT`
        case dnat(SocketAddress)
        /// The same, where the tool gets a text that isn't the canonical one.
        case spelledDNAT(SocketAddress, ArenaText)
        /// `dnat ip to numgen random mod N map { 0 : ADDRESS . PORT, … }`: a range of the table's `endpoints`.
        case randomDNAT(IPFamily, Range<UInt32>)
        /// `update @SET { FIELD }`
        case update(set: ArenaText, Key)
        /// Anything else.
        case verbatim(ArenaText)
        /// Anything else in JSON: one statement of `nft -j`, laid out as nft does. A listing shows it as it is.
        case json(ArenaText)
    }

    /// Something of a packet that can be compared.
    public enum Field: UInt8, Sendable, Hashable, CaseIterable {
        case ipSource = 1
        case ipDestination, ip6Source, ip6Destination
        case transport, sourcePort, destinationPort
        case inInterface, outInterface
        case conntrackState, conntrackStatus
        case sourceAddressType, destinationAddressType
        /// An interface by its number: the name says which interface has it when the rule is made.
        case inInterfaceNumber
        case tcpDestinationPort, udpDestinationPort, sctpDestinationPort
    }

    /// One field, or several in a row (`ip daddr . meta l4proto . th dport`), up to eight.
    public struct Key: Sendable, Hashable {
        private var packed: UInt64 = 0

        /// Fields in a row; those behind the eighth are left out.
        public init(_ fields: Field...) {
            for field in fields { _ = append(field) }
        }

        /// Adds a field. False if there is no room.
        public mutating func append(_ field: Field) -> Bool {
            guard packed >> 56 == 0 else { return false }
            packed = packed << 8 | UInt64(field.rawValue)
            return true
        }

        /// The number of fields.
        public var count: Int { (64 - packed.leadingZeroBitCount + 7) / 8 }

        /// The only field, nil if there are none or several.
        public var single: Field? { packed >> 8 == 0 ? Field(rawValue: UInt8(truncatingIfNeeded: packed)) : nil }

        /// The field at `place`, counted from the left.
        public func field(_ place: Int) -> Field? {
            guard (0..<count).contains(place) else { return nil }
            return Field(rawValue: UInt8(truncatingIfNeeded: packed >> UInt64(8 * (count - 1 - place))))
        }
    }

    /// What a key is compared with.
    public enum Operand: Sendable, Hashable {
        /// The elements of a named set.
        case set(ArenaText)
        /// A network.
        case prefix(IPPrefix)
        /// One address.
        case address(IPAddress)
        /// An address or network of the table's `spelled`.
        case spelled(UInt32)
        /// An anonymous set: a range of the table's `members`.
        case members(Range<UInt32>)
        /// An interface's name; a `*` at its end stands for any ending.
        case interface(ArenaText)
        /// A layer-4 protocol, by its number (IANA).
        case transport(UInt8)
        /// A port.
        case port(UInt16)
        /// `new`, `dnat`, `local` …: a state, status or type of address, as it is written.
        case word(ArenaText)
    }

    /// One member of an anonymous set.
    public enum Member: Sendable, Hashable {
        /// One address, without a length.
        case address(IPAddress)
        /// A network.
        case prefix(IPPrefix)
        /// All addresses from the first to the last.
        case range(IPAddress, IPAddress)
        /// A network as a ServiceCIDR object spells it; members of this kind are separated by commas without spaces.
        case spelled(IPPrefix, ArenaText)
    }

    /// An endpoint among those that chance chooses from.
    public typealias EndpointChoice = SocketAddress
}

extension NftablesRuleset.Field {
    /// As nft writes it, in commands and listings alike.
    public var words: StaticString {
        switch self {
        case .ipSource: "ip saddr"
        case .ipDestination: "ip daddr"
        case .ip6Source: "ip6 saddr"
        case .ip6Destination: "ip6 daddr"
        case .transport: "meta l4proto"
        case .sourcePort: "th sport"
        case .destinationPort: "th dport"
        case .inInterface: "iifname"
        case .outInterface: "oifname"
        case .conntrackState: "ct state"
        case .conntrackStatus: "ct status"
        case .sourceAddressType: "fib saddr type"
        case .destinationAddressType: "fib daddr type"
        case .inInterfaceNumber: "iif"
        case .tcpDestinationPort: "tcp dport"
        case .udpDestinationPort: "udp dport"
        case .sctpDestinationPort: "sctp dport"
        }
    }

    /// `ip saddr` or `ip6 saddr`.
    public static func source(_ family: IPFamily) -> Self { family == .ipv4 ? .ipSource : .ip6Source }

    /// `ip daddr` or `ip6 daddr`.
    public static func destination(_ family: IPFamily) -> Self { family == .ipv4 ? .ipDestination : .ip6Destination }
}
