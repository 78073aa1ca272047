import Bytes

/// An address and a port: `10.244.0.5:8080`, `[fd00::5]:8080`.
public struct SocketAddress: Sendable, Hashable {
    /// The address.
    public let address: IPAddress
    /// The port.
    public let port: UInt16

    /// `address` and `port` together.
    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `ADDRESS:PORT`, an IPv6 address in brackets.
    public var description: String {
        var buffer = ByteBuffer(minimumCapacity: 64)
        buffer.append(self)
        return buffer.string
    }
}

extension ByteBuffer {
    /// Appends `ADDRESS:PORT`, an IPv6 address in brackets.
    public mutating func append(_ socket: SocketAddress) {
        let bracketed = socket.address.family == .ipv6
        if bracketed { append(UInt8(ascii: "[")) }
        append(socket.address)
        if bracketed { append(UInt8(ascii: "]")) }
        append(UInt8(ascii: ":"))
        append(decimal: socket.port)
    }
}
