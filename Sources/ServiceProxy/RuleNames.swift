import Addressing
import Bytes
import Manifests

/// The texts that names of chains and sets are made of (Kubernetes, pkg/proxy/iptables/proxier.go and
/// pkg/proxy/nftables/proxier.go).
extension ServicePort {
    /// Appends what names in nftables mode say of a service port: `NAMESPACE/NAME/PROTOCOL/PORT`.
    public func write(nftablesPathTo buffer: inout ByteBuffer) {
        buffer.append(namespace)
        buffer.append(UInt8(ascii: "/"))
        buffer.append(name)
        buffer.append(UInt8(ascii: "/"))
        buffer.append(transport.name)
        buffer.append(UInt8(ascii: "/"))
        buffer.append(portName)
    }
}

extension ProxyView {
    /// The hash in the name of an endpoint's chain in iptables mode.
    public func chainHash(of endpoint: Endpoint, of port: ServicePort) -> ChainHash {
        var hashed = ByteBuffer()
        hashed.append(port.key)
        hashed.append(port.transport.name)
        write(endpoint, to: &hashed)
        return ChainHash(of: hashed)
    }

    /// Appends what names in nftables mode say of an endpoint: `NAMESPACE/NAME/PROTOCOL/PORT__ADDRESS/PORT`.
    public func write(nftablesPathOf endpoint: Endpoint, of port: ServicePort, to buffer: inout ByteBuffer) {
        port.write(nftablesPathTo: &buffer)
        buffer.append("__")
        write(dottedAddressOf: endpoint, to: &buffer)
        buffer.append(UInt8(ascii: "/"))
        buffer.append(decimal: endpoint.socket.port)
    }

    /// Writes an endpoint's address with dots for colons: sets and chains can't have colons in their names.
    private func write(dottedAddressOf endpoint: Endpoint, to buffer: inout ByteBuffer) {
        if endpoint.text == .empty && endpoint.socket.address.family == .ipv4 {
            return buffer.append(endpoint.socket.address)
        }
        var text = ByteBuffer(minimumCapacity: 64)
        if endpoint.text == .empty {
            text.append(endpoint.socket.address)
        } else {
            text.append(spellings.name(endpoint.text))
        }
        text.withUnsafeBytes { bytes in
            for byte in bytes { buffer.append(byte == UInt8(ascii: ":") ? UInt8(ascii: ".") : byte) }
        }
    }
}
