import Addressing

/// Texts of addresses and networks that Kubernetes accepts, and what the tools make of them.
public enum AddressTexts {
    /// A text with its readings.
    public typealias Row = (text: String, family: IPFamily, readings: [String])

    /// A text, and what `iptables-restore` reads behind `-s` and behind `--to-destination`, `nft` and `ipset`: a
    /// network, or nothing if the tool refuses the text.
    public static let addresses: [Row] = [
        ("10.0.0.1", .ipv4, ["10.0.0.1/32", "10.0.0.1/32", "10.0.0.1/32", "10.0.0.1/32"]),
        ("010.0.0.1", .ipv4, ["8.0.0.1/32", "", "8.0.0.1/32", "8.0.0.1/32"]),
        ("10.0.0.007", .ipv4, ["10.0.0.7/32", "", "10.0.0.7/32", "10.0.0.7/32"]),
        ("10.0.0.08", .ipv4, ["", "", "", ""]),
        ("10.0.0.0001", .ipv4, ["10.0.0.1/32", "", "", "10.0.0.1/32"]),
        ("::ffff:10.0.0.1", .ipv4, ["10.0.0.1/32", "", "10.0.0.1/32", ""]),
        ("::FFFF:a00:1", .ipv4, ["10.0.0.1/32", "", "10.0.0.1/32", ""]),
        ("0:0:0:0:0:ffff:10.0.0.1", .ipv4, ["10.0.0.1/32", "", "", ""]),
        ("::ffff:010.0.0.1", .ipv4, ["", "", "", ""]),
        ("FD00::5", .ipv6, ["fd00::5/128", "fd00::5/128", "fd00::5/128", "fd00::5/128"]),
        ("fd00:0::5", .ipv6, ["fd00::5/128", "fd00::5/128", "fd00::5/128", "fd00::5/128"]),
        ("fd00::00005", .ipv6, ["", "", "", ""]),
        ("64:ff9b::10.0.0.1", .ipv6, ["64:ff9b::a00:1/128", "64:ff9b::a00:1/128", "", "64:ff9b::a00:1/128"]),
        ("fd00::010.0.0.1", .ipv6, ["", "", "", ""]),
        ("::10.0.0.1", .ipv6, ["::a00:1/128", "::a00:1/128", "::a00:1/128", "::a00:1/128"]),
    ]

    /// The same for networks, which never stand behind `--to-destination`.
    public static let networks: [Row] = [
        ("10.1.2.3/8", .ipv4, ["10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"]),
        ("010.020.0.1/16", .ipv4, ["8.16.0.0/16", "8.16.0.0/16", "8.16.0.0/16"]),
        ("10.0.0.1/032", .ipv4, ["10.0.0.0/26", "10.0.0.0/26", "10.0.0.0/26"]),
        ("10.0.0.1/08", .ipv4, ["", "", ""]), ("::ffff:10.0.0.0/104", .ipv4, ["", "", ""]),
        ("fd01:0::/064", .ipv6, ["fd01::/52", "fd01::/52", "fd01::/52"]),
        ("FD01::/64", .ipv6, ["fd01::/64", "fd01::/64", "fd01::/64"]),
    ]
}
