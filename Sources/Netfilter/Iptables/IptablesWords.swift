import Addressing

/// The words of iptables that the parser and the printers share, as tables.
enum IptablesWords {
    /// The protocols that have a name in a dump, with their IANA numbers; every other one is printed as a number.
    static let protocols: [(number: UInt8, word: StaticString)] = [
        (6, "tcp"), (17, "udp"), (132, "sctp"), (1, "icmp"), (58, "ipv6-icmp"), (50, "esp"), (51, "ah"),
        (136, "udplite"), (47, "gre"),
    ]

    /// The built-in chains of each table, in the order of the hooks; the tables in the order in which
    /// `iptables-save` of the legacy back end lists them when kube-proxy made them.
    static let builtInChains: [(table: StaticString, chains: [StaticString])] = [
        ("filter", ["INPUT", "FORWARD", "OUTPUT"]),
        ("mangle", ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]),
        ("nat", ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"]),
        ("raw", ["PREROUTING", "OUTPUT"]),
        ("security", ["INPUT", "FORWARD", "OUTPUT"]),
    ]

    /// What can stand behind the name in a chain line.
    static let policies: [(word: StaticString, policy: IptablesRuleset.Policy)] = [
        ("-", .none), ("ACCEPT", .accept), ("DROP", .drop),
    ]

    /// What the match `recent` can do with its list.
    static let recentActions: [(word: StaticString, action: IptablesRuleset.RecentMatch.Action)] = [
        ("--rcheck", .rcheck), ("--set", .set), ("--update", .update), ("--remove", .remove),
    ]

    /// The options that compare a packet's own fields: they belong to no match, and the kernel gives them back
    /// before all matches, in this order.
    static let baseOptions: [StaticString] = ["-s", "-d", "-i", "-o", "-p", "-f"]

    /// Targets that are extensions of iptables and can stand alone behind `-j`: without this table they would
    /// look like chains.
    static let loneExtensions: [StaticString] = [
        "AUDIT", "CHECKSUM", "CLUSTERIP", "CT", "LOG", "NFLOG", "NFQUEUE", "NOTRACK", "QUEUE", "REDIRECT", "SYNPROXY",
        "TPROXY", "TRACE", "ULOG",
    ]

    /// The mask that `-m recent` has in every rule of kube-proxy: the whole address.
    static func fullMask(_ family: IPFamily) -> StaticString {
        family == .ipv4 ? "255.255.255.255" : "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    }
}
