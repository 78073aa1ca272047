import Addressing
import Bytes

extension IPAddress {
    /// Whether the C library prints it as `::10.0.0.1`: an IPv6 address of zeros but for its last 32 bits, of which
    /// the upper 16 aren't zero.
    var isPrintedDotted: Bool { family == .ipv6 && high == 0 && low >> 32 == 0 && low >> 16 != 0 }
}

extension ByteBuffer {
    /// Appends an address: kube-proxy's text of it (RFC 5952), or the C library's, which `iptables-save` uses.
    mutating func append(_ address: IPAddress, spelling: Spelling) {
        if spelling == .kernel && address.isPrintedDotted {
            append("::")
            append(IPAddress(ipv4: UInt32(truncatingIfNeeded: address.low)))
        } else {
            append(address)
        }
    }

    /// Appends a packet mark: `0x00004000` in kube-proxy's text, `0x4000` in a dump.
    mutating func append(mark: UInt32, spelling: Spelling) {
        append("0x")
        append(hexadecimal: UInt64(mark), width: spelling == .tool ? 8 : 1)
    }

    /// Appends a fraction with all its digits.
    mutating func append(_ fraction: IptablesRuleset.DecimalFraction) {
        let digits = min(fraction.digits, 18)
        var scale: UInt64 = 1
        for _ in 0..<digits { scale *= 10 }
        append(decimal: fraction.units / scale)
        if digits == 0 { return }
        append(UInt8(ascii: "."))
        let rest = fraction.units % scale
        scale /= 10
        while scale > 1 && rest < scale {
            append(UInt8(ascii: "0"))
            scale /= 10
        }
        append(decimal: rest)
    }

    /// Appends a text as one word.
    ///
    /// kube-proxy quotes what holds a space. `iptables-save` quotes what holds anything but ASCII letters, digits,
    /// `_` and `-`, and puts a backslash before either kind of quote and before a backslash.
    mutating func appendQuoted(_ text: ArenaText, of arena: borrowing TextArena, spelling: Spelling) {
        arena.withBytes(of: text) { bytes in appendQuoted(bytes, spelling: spelling) }
    }

    private mutating func appendQuoted(_ bytes: UnsafeRawBufferPointer, spelling: Spelling) {
        let needsQuotes =
            spelling == .tool
            ? bytes.contains(where: Self.needsToolQuotes) : bytes.contains(where: Self.needsKernelQuotes)
        guard bytes.isEmpty || needsQuotes else { return append(bytes) }
        append(UInt8(ascii: "\""))
        var start = 0
        for index in bytes.indices where Self.isEscaped(bytes[index], spelling) {
            append(bytes.slice(start, index))
            append(UInt8(ascii: "\\"))
            start = index
        }
        append(bytes.slice(start, bytes.count))
        append(UInt8(ascii: "\""))
    }

    private static func needsToolQuotes(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func needsKernelQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): false
        default: true
        }
    }

    private static func isEscaped(_ byte: UInt8, _ spelling: Spelling) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): true
        case UInt8(ascii: "'"): spelling == .kernel
        default: false
        }
    }
}
