import Bytes

/// A network: an address and how many of its leading bits count (CIDR notation).
///
/// The address is kept as given; `masked` clears the bits that don't count.
public struct IPPrefix: Sendable, Hashable {
    /// The address before the slash.
    public let address: IPAddress
    /// The number after the slash: 0–32 or 0–128.
    public let length: UInt8

    /// The network of the first `length` bits of `address`; a larger length than the family has counts as its width.
    public init(address: IPAddress, length: UInt8) {
        self.address = address
        self.length = min(length, address.family.bitWidth)
    }

    /// One address as a network: /32 or /128.
    public init(host address: IPAddress) {
        self.init(address: address, length: address.family.bitWidth)
    }

    /// 0.0.0.0/0 or ::/0.
    public static func all(_ family: IPFamily) -> IPPrefix {
        IPPrefix(address: .unspecified(family), length: 0)
    }

    /// The family of its addresses.
    public var family: IPFamily { address.family }

    /// The network with the bits behind the prefix cleared.
    public var masked: IPPrefix { IPPrefix(address: address.masked(to: length), length: length) }

    /// Whether it is a single address.
    public var isHost: Bool { length == family.bitWidth }

    /// Whether `other` is one of its addresses.
    public func contains(_ other: IPAddress) -> Bool {
        other.family == family && other.masked(to: length) == address.masked(to: length)
    }

    /// Reads `ADDRESS/LENGTH` as Kubernetes does (leading zeros tolerated). Nil if it is no network.
    public init?(parsing text: UnsafeRawBufferPointer) {
        guard let slash = text.lastIndex(of: UInt8(ascii: "/")),
            let address = IPAddress(parsing: UnsafeRawBufferPointer(rebasing: text[..<slash])),
            slash + 1 < text.count
        else { return nil }
        var length = 0
        for byte in text[(slash + 1)...] {
            guard case 0x30...0x39 = byte else { return nil }
            length = length * 10 + Int(byte & 0xF)
            if length > 128 { return nil }
        }
        let written = text[..<slash].contains(UInt8(ascii: ":")) ? IPFamily.ipv6 : .ipv4
        guard length <= Int(written.bitWidth) else { return nil }
        // ::ffff:10.0.0.0/104 is 10.0.0.0/8.
        if written != address.family {
            guard length >= 96 else { return nil }
            length -= 96
        }
        self.init(address: address, length: UInt8(length))
    }

    /// Reads `ADDRESS/LENGTH` as Kubernetes does. Nil if it is no network.
    public init?(_ text: String) {
        var text = text
        let scanned = text.withUTF8 { IPPrefix(parsing: UnsafeRawBufferPointer($0)) }
        guard let scanned else { return nil }
        self = scanned
    }
}

extension IPPrefix: CustomStringConvertible {
    /// `ADDRESS/LENGTH`, the address canonical.
    public var description: String {
        var buffer = ByteBuffer(minimumCapacity: 64)
        buffer.append(self)
        return buffer.string
    }
}

extension ByteBuffer {
    /// Appends `ADDRESS/LENGTH`.
    public mutating func append(_ prefix: IPPrefix) {
        append(prefix.address)
        append(UInt8(ascii: "/"))
        append(decimal: prefix.length)
    }
}
