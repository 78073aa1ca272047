import Addressing
import Bytes

extension IPSetTable {
    /// Writes all sets as commands: what `ipset restore` reads (`.tool`) or `ipset save` prints (`.kernel`).
    ///
    /// In the kernel's spelling a network of one address has no length, and a hash says its bucket size and seed as
    /// far as they are known.
    public func write(to buffer: inout ByteBuffer, spelling: Spelling) {
        for set in sets {
            write(headerOf: set, to: &buffer, spelling: spelling)
            write(elementsOf: set, to: &buffer, spelling: spelling)
        }
    }

    /// Writes the line that creates a set.
    public func write(headerOf set: IPSet, to buffer: inout ByteBuffer, spelling: Spelling) {
        buffer.append("create ")
        buffer.append(set.name, of: texts)
        buffer.append(UInt8(ascii: " "))
        write(set.type, to: &buffer)
        write(set.header, to: &buffer, spelling: spelling)
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes the lines that add a set's elements.
    public func write(elementsOf set: IPSet, to buffer: inout ByteBuffer, spelling: Spelling) {
        for element in elements(of: set) {
            buffer.append("add ")
            buffer.append(set.name, of: texts)
            buffer.append(UInt8(ascii: " "))
            write(element, to: &buffer, spelling: spelling)
            buffer.append(UInt8(ascii: "\n"))
        }
    }

    func write(_ type: SetType, to buffer: inout ByteBuffer) {
        if case .other(let name) = type { return buffer.append(name, of: texts) }
        for entry in SetType.words where entry.type == type { buffer.append(entry.word) }
    }

    /// Writes a space and the words of a header; nothing for an empty one.
    func write(_ header: Header, to buffer: inout ByteBuffer, spelling: Spelling) {
        switch header {
        case .portRange(let lower, let upper):
            buffer.append(" range ")
            buffer.append(decimal: lower)
            buffer.append(UInt8(ascii: "-"))
            buffer.append(decimal: upper)
        case .hash(let hash): write(hash, to: &buffer, spelling: spelling)
        case .other(let words):
            if words.length == 0 { return }
            buffer.append(UInt8(ascii: " "))
            buffer.append(words, of: texts)
        }
    }

    private func write(_ hash: HashHeader, to buffer: inout ByteBuffer, spelling: Spelling) {
        buffer.append(hash.family == .ipv4 ? " family inet hashsize " : " family inet6 hashsize ")
        buffer.append(decimal: hash.hashSize)
        buffer.append(" maxelem ")
        buffer.append(decimal: hash.maxElements)
        guard spelling == .kernel else { return }
        if let size = hash.bucketSize {
            buffer.append(" bucketsize ")
            buffer.append(decimal: size)
        }
        if let seed = hash.seed {
            buffer.append(" initval 0x")
            buffer.append(hexadecimal: UInt64(seed), width: 8)
        }
    }

    /// Writes an element, without the set's name.
    public func write(_ element: Element, to buffer: inout ByteBuffer, spelling: Spelling) {
        switch element {
        case .port(let port): buffer.append(decimal: port)
        case .address(let address): buffer.append(address, spelling: spelling)
        case .addressPort(let address, let transport, let port):
            buffer.append(address, transport, port, spelling: spelling)
        case .addressPortAddress(let address, let transport, let port, let source):
            buffer.append(address, transport, port, spelling: spelling)
            buffer.append(UInt8(ascii: ","))
            buffer.append(source, spelling: spelling)
        case .addressPortNetwork(let address, let transport, let port, let network):
            buffer.append(address, transport, port, spelling: spelling)
            buffer.append(UInt8(ascii: ","))
            buffer.append(network.address, spelling: spelling)
            if network.isHost && spelling == .kernel { return }
            buffer.append(UInt8(ascii: "/"))
            buffer.append(decimal: network.length)
        case .spelled(let index):
            guard Int(index) < spelled.count else { return }
            if spelling == .tool { return buffer.append(spelled[Int(index)].text, of: texts) }
            write(spelled[Int(index)].element, to: &buffer, spelling: .kernel)
        case .other(let words): buffer.append(words, of: texts)
        }
    }
}

extension ByteBuffer {
    fileprivate mutating func append(
        _ address: IPAddress, _ transport: TransportProtocol, _ port: UInt16, spelling: Spelling
    ) {
        append(address, spelling: spelling)
        append(UInt8(ascii: ","))
        append(transport.name)
        append(UInt8(ascii: ":"))
        append(decimal: port)
    }
}
