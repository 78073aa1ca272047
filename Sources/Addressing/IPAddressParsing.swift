extension IPAddress {
    /// Reads the text of an address as Kubernetes does: leading zeros in an IPv4 octet are decimal (`010.1.1.1` is
    /// 10.1.1.1), a zone (`fe80::1%eth0`) is refused. Nil if it is no address.
    public init?(parsing text: UnsafeRawBufferPointer) {
        guard !text.isEmpty else { return nil }
        let scanned = text.contains(UInt8(ascii: ":")) ? Self.ipv6(text) : Self.ipv4(text).map { IPAddress(ipv4: $0) }
        guard let scanned else { return nil }
        self = scanned
    }

    /// Reads the text of an address as Kubernetes does. Nil if it is no address.
    public init?(_ text: String) {
        var text = text
        let scanned = text.withUTF8 { IPAddress(parsing: UnsafeRawBufferPointer($0)) }
        guard let scanned else { return nil }
        self = scanned
    }

    /// Four decimal octets with dots between them.
    private static func ipv4(_ text: UnsafeRawBufferPointer) -> UInt32? {
        var (bits, octet, digits, octets) = (UInt32(0), UInt32(0), 0, 1)
        for byte in text {
            switch byte {
            case 0x30...0x39:
                octet = octet * 10 + UInt32(byte & 0xF)
                digits += 1
                if octet > 255 { return nil }
            case UInt8(ascii: "."):
                if digits == 0 || octets == 4 { return nil }
                bits = bits << 8 | octet
                (octet, digits, octets) = (0, 0, octets + 1)
            default:
                return nil
            }
        }
        return digits > 0 && octets == 4 ? bits << 8 | octet : nil
    }

    /// Up to eight groups of hexadecimal digits, one `::`, an IPv4 address in place of the last two groups.
    private static func ipv6(_ text: UnsafeRawBufferPointer) -> IPAddress? {
        var (high, low) = (UInt64(0), UInt64(0))
        var (groups, ellipsis, at) = (0, -1, 0)
        func push(_ group: UInt32) {
            high = high << 16 | low >> 48
            low = low << 16 | UInt64(group)
            groups += 1
        }
        if text.count >= 2 && text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return nil }
            (ellipsis, at) = (0, 2)
        }
        while at < text.count {
            if groups == 8 { return nil }
            let start = at
            var group: UInt32 = 0
            while at < text.count, let digit = hexadecimalDigit(text[at]) {
                group = group << 4 | digit
                if group > 0xFFFF { return nil }
                at += 1
            }
            if at < text.count && text[at] == UInt8(ascii: ".") {
                guard groups <= 6, ellipsis >= 0 || groups == 6,
                    let tail = ipv4(UnsafeRawBufferPointer(rebasing: text[start...]))
                else { return nil }
                push(tail >> 16)
                push(tail & 0xFFFF)
                at = text.count
                break
            }
            if at == start { return nil }
            push(group)
            if at == text.count { break }
            guard text[at] == UInt8(ascii: ":"), at + 1 < text.count else { return nil }
            at += 1
            if text[at] == UInt8(ascii: ":") {
                if ellipsis >= 0 { return nil }
                ellipsis = groups
                at += 1
            }
        }
        guard ellipsis >= 0 ? groups < 8 : groups == 8 else { return nil }
        return expanded(high, low, groups: groups, ellipsis: ellipsis)
    }

    /// Puts the zero groups that `::` stands for between the groups before and after it.
    private static func expanded(_ high: UInt64, _ low: UInt64, groups: Int, ellipsis: Int) -> IPAddress {
        guard ellipsis >= 0 else { return IPAddress(ipv6High: high, low: low) }
        let after = groups - ellipsis
        let whole = (high: high, low: low)
        let tail = shiftedRight(shiftedLeft(whole, groups: 8 - after), groups: 8 - after)
        let head = shiftedLeft(shiftedRight(whole, groups: after), groups: 8 - ellipsis)
        return IPAddress(ipv6High: head.high | tail.high, low: head.low | tail.low)
    }

    private static func shiftedLeft(_ value: (high: UInt64, low: UInt64), groups: Int) -> (high: UInt64, low: UInt64) {
        let bits = UInt64(groups) * 16
        if bits == 0 { return value }
        if bits >= 128 { return (0, 0) }
        if bits >= 64 { return (value.low << (bits - 64), 0) }
        return (value.high << bits | value.low >> (64 - bits), value.low << bits)
    }

    private static func shiftedRight(_ value: (high: UInt64, low: UInt64), groups: Int) -> (high: UInt64, low: UInt64) {
        let bits = UInt64(groups) * 16
        if bits == 0 { return value }
        if bits >= 128 { return (0, 0) }
        if bits >= 64 { return (0, value.high >> (bits - 64)) }
        return (value.high >> bits, value.low >> bits | value.high << (64 - bits))
    }

    @inline(__always)
    private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x61...0x66: UInt32(byte - 0x61 + 10)
        case 0x41...0x46: UInt32(byte - 0x41 + 10)
        default: nil
        }
    }
}
