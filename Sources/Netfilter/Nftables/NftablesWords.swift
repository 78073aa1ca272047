import Bytes

extension NftablesRuleset.Family {
    /// As nft writes it.
    public var word: StaticString {
        switch self {
        case .ip: "ip"
        case .ip6: "ip6"
        case .inet: "inet"
        case .arp: "arp"
        case .bridge: "bridge"
        case .netdev: "netdev"
        }
    }
}

extension NftablesRuleset.BaseChain.Kind {
    /// As nft writes it.
    public var word: StaticString {
        switch self {
        case .filter: "filter"
        case .nat: "nat"
        case .route: "route"
        }
    }
}

extension NftablesRuleset.BaseChain.Hook {
    /// As nft writes it.
    public var word: StaticString {
        switch self {
        case .prerouting: "prerouting"
        case .input: "input"
        case .forward: "forward"
        case .output: "output"
        case .postrouting: "postrouting"
        }
    }
}

extension NftablesRuleset.BaseChain.Policy {
    /// As nft writes it.
    public var word: StaticString { self == .accept ? "accept" : "drop" }
}

/// Names of chain priorities (nftables, src/rule.c).
enum NftablesPriorities {
    /// A name, its number and the hooks that it is for.
    struct Name {
        let word: StaticString
        let value: Int32
        let hooks: [NftablesRuleset.BaseChain.Hook]
        /// Hooks since nft 1.0.9.
        let laterHooks: [NftablesRuleset.BaseChain.Hook]
    }

    static let all: [Name] = [
        Name(word: "raw", value: -300, hooks: NftablesRuleset.BaseChain.Hook.allCases, laterHooks: []),
        Name(word: "mangle", value: -150, hooks: NftablesRuleset.BaseChain.Hook.allCases, laterHooks: []),
        Name(word: "dstnat", value: -100, hooks: [.prerouting], laterHooks: [.output]),
        Name(word: "filter", value: 0, hooks: NftablesRuleset.BaseChain.Hook.allCases, laterHooks: []),
        Name(word: "security", value: 50, hooks: NftablesRuleset.BaseChain.Hook.allCases, laterHooks: []),
        Name(word: "srcnat", value: 100, hooks: [.postrouting], laterHooks: [.input]),
    ]

    /// How far a number may lie from a name's to be written with it.
    static let reach: Int32 = 10

    /// The name that `version` writes a priority with.
    static func name(
        of value: Int32, at hook: NftablesRuleset.BaseChain.Hook, version: NftVersion
    ) -> Name? {
        all.first { name in
            let isNear = (-reach...reach).contains(value.subtractingReportingOverflow(name.value).partialValue)
            return isNear
                && (name.hooks.contains(hook)
                    || (version.namesPrioritiesOfLocalHooks && name.laterHooks.contains(hook)))
        }
    }
}

/// Names of layer-4 protocols as nft prints them.
enum NftablesProtocols {
    static let all: [(number: UInt8, word: StaticString)] = [
        (6, "tcp"), (17, "udp"), (132, "sctp"), (1, "icmp"), (58, "ipv6-icmp"), (33, "dccp"), (136, "udplite"),
        (47, "gre"), (50, "esp"), (51, "ah"), (108, "ipcomp"),
    ]
}

/// Words of states, statuses and types of addresses with the numbers that `nft -n` prints instead (linux/rtnetlink.h,
/// nf_conntrack_common.h).
enum NftablesNumberedWords {
    private static let states: [(number: UInt32, word: StaticString)] = [
        (1, "invalid"), (2, "established"), (4, "related"), (8, "new"), (64, "untracked"),
    ]
    private static let statuses: [(number: UInt32, word: StaticString)] = [
        (1, "expected"), (2, "seen-reply"), (4, "assured"), (8, "confirmed"), (0x10, "snat"), (0x20, "dnat"),
        (0x200, "dying"),
    ]
    private static let addressTypes: [(number: UInt32, word: StaticString)] = [
        (0, "unspec"), (1, "unicast"), (2, "local"), (3, "broadcast"), (4, "anycast"), (5, "multicast"),
        (6, "blackhole"), (7, "unreachable"), (8, "prohibit"),
    ]

    /// The word for a number, nil if the field has none.
    static func word(of number: UInt32, _ field: NftablesRuleset.Field) -> StaticString? {
        let words: [(number: UInt32, word: StaticString)] =
            switch field {
            case .conntrackState: states
            case .conntrackStatus: statuses
            case .sourceAddressType, .destinationAddressType: addressTypes
            default: []
            }
        return words.first { $0.number == number }?.word
    }
}
