import Testing

/// The two ways in which the iptables tools put rules into the kernel.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// Through nf_tables, Debian's default.
    case nft
    /// Through ip_tables and ip6_tables.
    case legacy

    var testDescription: String { rawValue }

    /// The tools' common prefix: `-restore` and `-save` follow it.
    func tool(_ family: RulesFamily) -> String {
        switch family {
        case .ipv4: "iptables-\(rawValue)"
        case .ipv6: "ip6tables-\(rawValue)"
        }
    }
}

/// The two families, as they stand in the goldens' names.
enum RulesFamily: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case ipv4, ipv6

    var testDescription: String { rawValue }
}

/// How rules get into the kernel, and in which proxy mode they are.
enum WayToLoad: CaseIterable, Sendable, CustomTestStringConvertible {
    case iptables(Backend)
    /// With `nft -f`.
    case nftables

    static let allCases = Backend.allCases.map { WayToLoad.iptables($0) } + [.nftables]

    /// The proxy mode, as flow tables name it.
    var mode: String {
        switch self {
        case .iptables: "iptables"
        case .nftables: "nftables"
        }
    }

    var testDescription: String {
        switch self {
        case .iptables(let backend): "iptables, \(backend)"
        case .nftables: "nftables"
        }
    }
}
