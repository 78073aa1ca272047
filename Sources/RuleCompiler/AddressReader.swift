import Addressing

/// What a tool makes of the text of an address or network. Kubernetes takes leading zeros for nothing (`010.0.0.1` is
/// 10.0.0.1); the C library takes them for octal numbers, or refuses them.
public enum AddressReader: Sendable, Hashable, CaseIterable {
    /// `iptables-restore`, behind `-s` and `-d`.
    case iptablesMatch
    /// `iptables-restore`, behind `--to-destination`.
    case iptablesDestination
    /// `nft`
    case nft
    /// `ipset`
    case ipset

    /// What becomes of a text.
    public enum Reading: Sendable, Hashable {
        /// The tool reads this network.
        case network(IPPrefix)
        /// The tool refuses it.
        case refused
    }

    /// How the tool reads `text`, an address or network of `family` as Kubernetes reads it.
    public func reading(of text: String, family: IPFamily) -> Reading {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let host = parts.first, let address = address(host, family) else { return .refused }
        guard parts.count > 1 else { return .network(IPPrefix(host: address)) }
        guard let length = Self.cNumber(parts[1]), length <= Int(family.bitWidth) else { return .refused }
        return .network(IPPrefix(address: address, length: UInt8(length)).masked)
    }

    private func address(_ host: Substring.UTF8View, _ family: IPFamily) -> IPAddress? {
        if !host.contains(UInt8(ascii: ":")) { return ipv4(host) }
        // An IPv4 address in IPv6 form.
        if family == .ipv4 && (self == .ipset || self == .iptablesDestination) { return nil }
        guard Self.isPresentable(host), self != .nft || Self.isNftWord(host) else { return nil }
        return IPAddress(String(Substring(host)))
    }

    /// Four octets.
    private func ipv4(_ host: Substring.UTF8View) -> IPAddress? {
        var bits: UInt32 = 0
        for octet in host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            if self == .iptablesDestination && Self.hasLeadingZero(octet) { return nil }
            if self == .nft && octet.count > 3 { return nil }
            guard let number = Self.cNumber(octet), number <= 255 else { return nil }
            bits = bits << 8 | UInt32(number)
        }
        return IPAddress(ipv4: bits)
    }

    private static func hasLeadingZero(_ digits: Substring.UTF8View) -> Bool {
        digits.count > 1 && digits.first == UInt8(ascii: "0")
    }

    /// A number as C's `strtoul` reads it: octal behind a leading zero. Nil for digits that it doesn't take, and for
    /// numbers that no address has.
    private static func cNumber(_ digits: Substring.UTF8View) -> Int? {
        let base = hasLeadingZero(digits) ? 8 : 10
        var number = 0
        for byte in digits {
            let digit = Int(byte) - 0x30
            guard (0..<base).contains(digit), number < 1000 else { return nil }
            number = number * base + digit
        }
        return digits.isEmpty ? nil : number
    }

    /// Whether the C library's `inet_pton` takes an IPv6 text that Kubernetes takes: groups of at most four digits, and
    /// octets without leading zeros.
    private static func isPresentable(_ host: Substring.UTF8View) -> Bool {
        for group in host.split(separator: UInt8(ascii: ":")) {
            guard group.contains(UInt8(ascii: ".")) else {
                if group.count > 4 { return false }
                continue
            }
            for octet in group.split(separator: UInt8(ascii: ".")) where hasLeadingZero(octet) { return false }
        }
        return true
    }

    /// Whether nft's scanner takes an IPv6 text for one word: octets only behind `::` and `::ffff:`.
    private static func isNftWord(_ host: Substring.UTF8View) -> Bool {
        guard let dot = host.firstIndex(of: UInt8(ascii: ".")),
            let colon = host[..<dot].lastIndex(of: UInt8(ascii: ":"))
        else { return true }
        let front = host[...colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return front == Array("::".utf8) || front == Array("::ffff:".utf8)
    }
}
