import Addressing

/// The rules for addresses and networks, as the API server checks and words them. Each answers what is wrong.
enum AddressCheck {
    /// An address without leading zeros that isn't an IPv4 one in IPv6 form.
    static func address(_ text: String) -> [String] {
        guard IPAddress(text) != nil else { return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"] }
        if hasLeadingZeros(text) { return ["must not have leading 0s"] }
        if isMapped(text) { return ["must not be an IPv4-mapped IPv6 address"] }
        return []
    }

    /// Whether a text is an address, in any form.
    static func isAddress(_ text: String) -> Bool { IPAddress(text) != nil }

    /// An address in canonical form.
    static func canonicalAddress(_ text: String) -> [String] {
        let problems = address(text)
        guard problems.isEmpty, let address = IPAddress(text), address.description != text else { return problems }
        return ["must be in canonical form (\"\(address)\")"]
    }

    /// An address that other machines can reach.
    static func reachable(_ text: String) -> [String] {
        guard let address = IPAddress(text) else { return ["must be a valid IP address"] }
        if address.isUnspecified { return ["may not be unspecified (\(text))"] }
        if address.isLoopback { return ["may not be in the loopback range (127.0.0.0/8, ::1/128)"] }
        if address.isLinkLocalUnicast { return ["may not be in the link-local range (169.254.0.0/16, fe80::/10)"] }
        if address.isLinkLocalMulticast {
            return ["may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"]
        }
        return []
    }

    /// A network without leading zeros and host bits.
    static func network(_ text: String) -> [String] {
        guard let prefix = IPPrefix(text), let slash = text.firstIndex(of: "/") else {
            return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]
        }
        let address = String(text[..<slash])
        let length = text[text.index(after: slash)...]
        if hasLeadingZeros(address) || (length.count > 1 && length.hasPrefix("0")) {
            return ["must not have leading 0s in IP or prefix length"]
        }
        if isMapped(address) { return ["must not have an IPv4-mapped IPv6 address"] }
        if prefix.masked != prefix { return ["must not have bits set beyond the prefix length"] }
        return []
    }

    /// A network in canonical form.
    static func canonicalNetwork(_ text: String) -> [String] {
        let problems = network(text)
        guard problems.isEmpty, let prefix = IPPrefix(text), prefix.description != text else { return problems }
        return ["must be in canonical form (\"\(prefix)\")"]
    }

    /// What the server says of an IPv6 address in another form than that of RFC 5952, and that form.
    static func formWarning(_ text: String) -> (text: String, canonical: String)? {
        guard address(text).isEmpty, let address = IPAddress(text), address.family == .ipv6,
            address.description != text
        else { return nil }
        return (
            "IPv6 address \(text.asJSON) should be in RFC 5952 canonical format (\"\(address)\")", address.description
        )
    }

    /// What the server says of an IPv6 network in another form than that of RFC 5952, and that form.
    static func networkFormWarning(_ text: String) -> (text: String, canonical: String)? {
        guard network(text).isEmpty, let prefix = IPPrefix(text), prefix.family == .ipv6, prefix.description != text
        else { return nil }
        return (
            "IPv6 CIDR value \(text.asJSON) should be in RFC 5952 canonical format (\"\(prefix)\")", prefix.description
        )
    }

    /// Whether an address says an octet with zeros in front.
    private static func hasLeadingZeros(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return false }
        // The octets stand behind the last colon, if there is one.
        var (start, length, isFound) = (UInt8(0), 0, false)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ":"): (length, isFound) = (0, false)
            case UInt8(ascii: "."):
                isFound = isFound || length > 1 && start == UInt8(ascii: "0")
                length = 0
            default:
                if length == 0 { start = byte }
                length += 1
            }
        }
        return isFound || length > 1 && start == UInt8(ascii: "0")
    }

    /// Whether an address is an IPv4 one written as `::ffff:10.0.0.1`.
    private static func isMapped(_ text: String) -> Bool {
        text.contains(":") && IPAddress(text)?.family == .ipv4
    }
}

extension IPAddress {
    /// Whether it lies in 169.254.0.0/16 or fe80::/10.
    var isLinkLocalUnicast: Bool { family == .ipv4 ? low >> 16 == 0xA9FE : high >> 54 == 0xFE80 >> 6 }

    /// Whether it lies in 224.0.0.0/24, or is a multicast address of link-local scope, such as those of ff02::/16.
    var isLinkLocalMulticast: Bool {
        family == .ipv4 ? low >> 8 == 0xE00000 : high >> 56 == 0xFF && (high >> 48) & 0xF == 2
    }
}
