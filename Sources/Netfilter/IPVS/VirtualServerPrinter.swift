import Addressing
import Bytes

extension VirtualServerTable {
    /// Writes the table as rules: what `ipvsadm -R` reads and `ipvsadm -S -n` prints.
    ///
    /// The tool's spelling keeps the order of the table; the kernel's is the order in which ipvsadm sorts what it
    /// was given by the kernel.
    public func write(to buffer: inout ByteBuffer, spelling: Spelling) {
        guard spelling == .kernel else {
            for server in virtualServers { write(server, realServers(of: server), to: &buffer, spelling: .tool) }
            return
        }
        for server in virtualServers.sorted(by: Self.isListedBefore) {
            let members = realServers(of: server).sorted(by: Self.isListedBefore)
            write(server, members[...], to: &buffer, spelling: .kernel)
        }
    }

    /// Writes one virtual server and its real servers.
    public func write(
        _ server: VirtualServer, _ realServers: ArraySlice<RealServer>, to buffer: inout ByteBuffer, spelling: Spelling
    ) {
        buffer.append("-A ")
        let start = buffer.count
        write(server.service, to: &buffer, spelling: spelling)
        let end = buffer.count
        write(optionsOf: server, to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
        for realServer in realServers {
            buffer.append("-a ")
            buffer.appendAgain(start..<end)
            buffer.append(" -r ")
            buffer.append(realServer.socket, spelling: spelling)
            write(optionsOf: realServer, to: &buffer)
            buffer.append(UInt8(ascii: "\n"))
        }
    }

    private func write(_ service: Service, to buffer: inout ByteBuffer, spelling: Spelling) {
        switch service {
        case .socket(let transport, let socket):
            buffer.append(VirtualServerWords.option(transport))
            buffer.append(UInt8(ascii: " "))
            buffer.append(socket, spelling: spelling)
        case .firewallMark(let mark, let family):
            buffer.append("-f ")
            buffer.append(decimal: mark)
            if family == .ipv6 { buffer.append(" -6") }
        }
    }

    private func write(optionsOf server: VirtualServer, to buffer: inout ByteBuffer) {
        buffer.append(" -s ")
        buffer.append(server.scheduler, of: texts)
        if let persistence = server.persistence {
            buffer.append(" -p ")
            buffer.append(decimal: persistence.seconds)
            let family = server.service.family
            if persistence.prefixLength != family.bitWidth {
                buffer.append(" -M ")
                buffer.append(netmask: persistence.prefixLength, family)
            }
        }
        if server.engine.length > 0 {
            buffer.append(" --pe ")
            buffer.append(server.engine, of: texts)
        }
        if server.isOnePacket { buffer.append(" -o") }
        if !server.flags.isEmpty {
            buffer.append(" -b ")
            write(server.flags, of: server.scheduler, to: &buffer)
        }
        writeOther(server.other, to: &buffer)
    }

    private func write(optionsOf realServer: RealServer, to buffer: inout ByteBuffer) {
        buffer.append(UInt8(ascii: " "))
        buffer.append(VirtualServerWords.option(realServer.forwarding))
        buffer.append(" -w ")
        buffer.append(decimal: realServer.weight)
        if realServer.upperThreshold > 0 {
            buffer.append(" -x ")
            buffer.append(decimal: realServer.upperThreshold)
        }
        if realServer.lowerThreshold > 0 {
            buffer.append(" -y ")
            buffer.append(decimal: realServer.lowerThreshold)
        }
        writeOther(realServer.other, to: &buffer)
    }

    private func writeOther(_ words: ArenaText, to buffer: inout ByteBuffer) {
        if words.length == 0 { return }
        buffer.append(UInt8(ascii: " "))
        buffer.append(words, of: texts)
    }

    /// Writes the names of flags with commas between them.
    func write(_ flags: SchedulerFlags, of scheduler: ArenaText, to buffer: inout ByteBuffer) {
        let row = VirtualServerWords.flags.first { row in
            row.scheduler.utf8CodeUnitCount == 0 || texts.withBytes(of: scheduler) { $0.equals(row.scheduler) }
        }
        var isFirst = true
        for (bit, word) in (row?.words ?? []).enumerated() where flags.rawValue & 1 << UInt8(bit) != 0 {
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            buffer.append(word)
            isFirst = false
        }
    }
}

extension VirtualServerTable.Service {
    /// The family of its addresses.
    public var family: IPFamily {
        switch self {
        case .socket(_, let socket): socket.address.family
        case .firewallMark(_, let family): family
        }
    }
}

extension ByteBuffer {
    /// Appends the netmask of a persistent virtual server: dotted for IPv4, the number of bits for IPv6.
    mutating func append(netmask length: UInt8, _ family: IPFamily) {
        if family == .ipv6 { return append(decimal: length) }
        append(IPAddress(ipv4: .max).masked(to: length))
    }
}
