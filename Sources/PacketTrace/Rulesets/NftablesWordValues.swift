import Addressing
import Netfilter

/// What words of nft mean.
enum NftablesWordValues {
    /// The name of an interface as a program has it: `*` at its end stands for any ending there, `+` here. Nil if a
    /// program can't say it.
    static func interface(_ name: String) -> String? {
        let plain =
            name.hasPrefix("\"") && name.hasSuffix("\"") && name.count > 1 ? name.dropFirst().dropLast() : name[...]
        if plain.isEmpty || plain.hasSuffix("+") { return nil }
        if plain.hasSuffix("\\*") { return plain.dropLast(2) + "*" }
        return plain.hasSuffix("*") ? plain.dropLast() + "+" : String(plain)
    }

    /// States of connections.
    static let states: [String: TrackingStates] = [
        "invalid": .invalid, "new": .new, "related": .related, "established": .established, "untracked": .untracked,
        "0x1": .invalid, "0x2": .established, "0x4": .related, "0x8": .new, "0x40": .untracked,
    ]

    /// Those statuses of connections that a program knows.
    static let statuses: [String: TrackingStates] = [
        "dnat": .destinationTranslated, "snat": .sourceTranslated, "0x20": .destinationTranslated,
        "0x10": .sourceTranslated,
    ]

    /// Layer-4 protocols by name.
    private static let transports: [String: UInt8] = [
        "tcp": 6, "udp": 17, "sctp": 132, "icmp": 1, "ipv6-icmp": 58, "icmpv6": 58, "dccp": 33, "udplite": 136,
        "gre": 47, "esp": 50, "ah": 51, "comp": 108, "ipcomp": 108, "igmp": 2, "ospf": 89, "vrrp": 112, "ipip": 4,
    ]

    /// A layer-4 protocol by its name or number.
    static func transport(_ word: String) -> UInt8? { transports[word] ?? UInt8(word) }

    /// A number, in decimal or behind `0x`.
    static func number(_ word: String) -> UInt32? {
        word.hasPrefix("0x") ? UInt32(word.dropFirst(2), radix: 16) : UInt32(word)
    }
}
