import Addressing

/// The words of ipvsadm that its parsers and printers share, as tables.
enum VirtualServerWords {
    /// Before the address of a virtual server: the option in a rule, the word in a listing.
    static let transports: [(transport: TransportProtocol, option: StaticString, listed: StaticString)] = [
        (.tcp, "-t", "TCP"), (.udp, "-u", "UDP"), (.sctp, "--sctp-service", "SCTP"),
    ]

    /// How packets get to a real server: the option in a rule, the word in a listing.
    static let forwardings: [(forwarding: VirtualServerTable.Forwarding, option: StaticString, listed: StaticString)] =
        [
            (.masquerade, "-m", "Masq"), (.tunnel, "-i", "Tunnel"), (.route, "-g", "Route"), (.local, "-g", "Local"),
        ]

    /// The flags of schedulers that ipvsadm has names for; the last row is for all others.
    static let flags: [(scheduler: StaticString, words: [StaticString])] = [
        ("sh", ["sh-fallback", "sh-port", "flag-3"]),
        ("mh", ["mh-fallback", "mh-port", "flag-3"]),
        ("", ["flag-1", "flag-2", "flag-3"]),
    ]

    /// The option of a transport protocol.
    static func option(_ transport: TransportProtocol) -> StaticString {
        transports.first { $0.transport == transport }?.option ?? "-t"
    }

    /// The option of a way to forward.
    static func option(_ forwarding: VirtualServerTable.Forwarding) -> StaticString {
        forwardings.first { $0.forwarding == forwarding }?.option ?? "-m"
    }
}
