import Addressing
import Bytes

/// Reading the elements of sets.
extension IPSetParser {
    /// What is left of the line as an element of a set: typed if it is nothing but one of the set's type.
    mutating func element(of type: IPSetTable.SetType) throws(DumpFailure) -> IPSetTable.Element {
        let start = reader.at
        let word = try reader.word("an element")
        if reader.isAtEnd, let element = element(reader.text(word), type) { return element }
        reader.goBack(to: start)
        return .other(reader.arenaText(reader.rest()))
    }

    private func element(_ text: UnsafeRawBufferPointer, _ type: IPSetTable.SetType) -> IPSetTable.Element? {
        switch type {
        case .other: return nil
        case .port: return UInt16(decimal: text).map { .port($0) }
        case .address: return IPAddress(parsing: text).map { .address($0) }
        case .addressPort, .addressPortAddress, .addressPortNetwork: break
        }
        let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { UnsafeRawBufferPointer(rebasing: $0) }
        guard parts.count == (type == .addressPort ? 2 : 3), let address = IPAddress(parsing: parts[0]),
            let (transport, port) = transportAndPort(parts[1])
        else { return nil }
        switch type {
        case .addressPort: return .addressPort(address, transport, port)
        case .addressPortAddress:
            return IPAddress(parsing: parts[2]).map { .addressPortAddress(address, transport, port, $0) }
        default: return network(parts[2]).map { .addressPortNetwork(address, transport, port, $0) }
        }
    }

    /// `tcp:80`
    private func transportAndPort(_ text: UnsafeRawBufferPointer) -> (TransportProtocol, UInt16)? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let word = UnsafeRawBufferPointer(rebasing: text[..<colon])
        guard let transport = TransportProtocol.allCases.first(where: { word.equals($0.name) }),
            let port = UInt16(decimal: UnsafeRawBufferPointer(rebasing: text[(colon + 1)...]))
        else { return nil }
        return (transport, port)
    }

    /// A network; one address has no length.
    private func network(_ text: UnsafeRawBufferPointer) -> IPPrefix? {
        text.contains(UInt8(ascii: "/")) ? IPPrefix(parsing: text) : IPAddress(parsing: text).map { IPPrefix(host: $0) }
    }
}
