import Addressing
import Bytes
import Manifests

extension Endpoint {
    /// Whether both are copies of one endpoint for kube-proxy, which compares texts.
    func isSame(as other: Endpoint) -> Bool { socket == other.socket && text == other.text }

    /// Appends what kube-proxy calls the endpoint: `ADDRESS:PORT`, in brackets if the address has colons.
    func write(to buffer: inout ByteBuffer, _ spellings: borrowing SymbolTable) {
        guard text != .empty else { return buffer.append(socket) }
        let address = spellings.name(text)
        let isBracketed = address.utf8.contains(UInt8(ascii: ":"))
        if isBracketed { buffer.append(UInt8(ascii: "[")) }
        buffer.append(address)
        buffer.append(isBracketed ? "]:" : ":")
        buffer.append(decimal: socket.port)
    }
}

extension ProxyView {
    /// Appends what kube-proxy calls an endpoint of this view: `ADDRESS:PORT` with the address as the slice spells it
    /// where the version keeps that, in brackets if it has colons.
    public func write(_ endpoint: Endpoint, to buffer: inout ByteBuffer) {
        if endpoint.text == .empty { return buffer.append(endpoint.socket) }
        endpoint.write(to: &buffer, spellings)
    }

    /// An endpoint's address, as its kube-proxy writes it where no port stands behind it.
    public func address(of endpoint: Endpoint) -> Spelled<IPAddress> {
        Spelled(endpoint.socket.address, text: node.behavior.endpointText == .everywhere ? endpoint.text : .empty)
    }
}
