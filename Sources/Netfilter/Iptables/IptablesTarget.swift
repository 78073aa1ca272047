import Addressing
import Bytes

extension IptablesRuleset {
    /// What a rule does with a packet.
    public enum Target: Sendable, Hashable {
        /// No `-j`: the rule only counts.
        case none
        case accept
        case drop
        /// Back to the calling chain.
        case `return`
        /// `-j CHAIN`
        case jump(ChainID)
        /// `-g CHAIN`
        case goto(ChainID)
        /// `-j REJECT`, `-j REJECT --reject-with TYPE`
        case reject(RejectType?)
        /// `-j MARK …`
        case mark(MarkChange)
        /// `-j MASQUERADE`, with `--random-fully`
        case masquerade(randomFully: Bool)
        /// `-j DNAT --to-destination ADDRESS:PORT`; the spelling is that of both.
        case dnat(SocketAddress, AddressSpelling = .canonical)
        /// `-j REDIRECT --to-ports PORT`
        case redirect(port: UInt16)
        /// `-j` or `-g` and all words behind it, verbatim.
        case other(ArenaText)
    }

    /// The ICMP error that a rejected packet is answered with; other types stay verbatim.
    public enum RejectType: Sendable, Hashable, CaseIterable {
        case icmpPortUnreachable
        case icmp6PortUnreachable

        /// The tool's word.
        public var word: StaticString {
            switch self {
            case .icmpPortUnreachable: "icmp-port-unreachable"
            case .icmp6PortUnreachable: "icmp6-port-unreachable"
            }
        }
    }

    /// How `-j MARK` changes a packet's mark.
    public enum MarkChange: Sendable, Hashable {
        /// `--or-mark BITS`
        case or(UInt32)
        /// `--xor-mark BITS`
        case xor(UInt32)
        /// `--and-mark BITS`
        case and(UInt32)
        /// `--set-xmark VALUE/MASK`: zero the bits of the mask, then exclusive-or the value.
        case setXor(value: UInt32, mask: UInt32)
        /// `--set-mark VALUE/MASK`: zero the bits of the mask, then or the value.
        case set(value: UInt32, mask: UInt32)
    }
}
