import Addressing
import Bytes

extension VirtualServerTable {
    /// The first line of a listing, of IPVS 1.2.1 with the kernel's usual table size.
    private static let usualBanner: StaticString = "IP Virtual Server version 1.2.1 (size=4096)"

    /// Writes the table as `ipvsadm -L -n` prints it, in the order of the table.
    public func writeList(to buffer: inout ByteBuffer) {
        if banner.length > 0 { buffer.append(banner, of: texts) } else { buffer.append(Self.usualBanner) }
        buffer.append("\nProt LocalAddress:Port Scheduler Flags\n")
        buffer.append("  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\n")
        for server in virtualServers {
            writeListed(server, to: &buffer)
            for realServer in realServers(of: server) { writeListed(realServer, to: &buffer) }
        }
    }

    private func writeListed(_ server: VirtualServer, to buffer: inout ByteBuffer) {
        let start = buffer.count
        switch server.service {
        case .socket(let transport, let socket):
            for entry in VirtualServerWords.transports where entry.transport == transport {
                buffer.append(entry.listed)
            }
            buffer.pad(from: start, to: 5)
            buffer.append(socket, spelling: .kernel)
        case .firewallMark(let mark, let family):
            buffer.append("FWM  ")
            buffer.append(decimal: mark)
            if family == .ipv6 { buffer.append(" IPv6") }
        }
        buffer.append(UInt8(ascii: " "))
        buffer.append(server.scheduler, of: texts)
        if !server.flags.isEmpty {
            buffer.append(" (")
            write(server.flags, of: server.scheduler, to: &buffer)
            buffer.append(")")
        }
        if let persistence = server.persistence {
            buffer.append(" persistent ")
            buffer.append(decimal: persistence.seconds)
            let family = server.service.family
            if persistence.prefixLength != family.bitWidth {
                buffer.append(" mask ")
                buffer.append(netmask: persistence.prefixLength, family)
            }
        }
        if server.engine.length > 0 {
            buffer.append(" pe ")
            buffer.append(server.engine, of: texts)
        }
        if server.isOnePacket { buffer.append(" ops") }
        if server.other.length > 0 {
            buffer.append(UInt8(ascii: " "))
            buffer.append(server.other, of: texts)
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    private func writeListed(_ realServer: RealServer, to buffer: inout ByteBuffer) {
        buffer.append("  -> ")
        buffer.appendColumn(29) { $0.append(realServer.socket, spelling: .kernel) }
        for entry in VirtualServerWords.forwardings where entry.forwarding == realServer.forwarding {
            buffer.appendColumn(8) { $0.append(entry.listed) }
        }
        buffer.appendColumn(7) { $0.append(decimal: realServer.weight) }
        buffer.appendColumn(11) { $0.append(decimal: realServer.activeConnections) }
        let start = buffer.count
        buffer.append(decimal: realServer.inactiveConnections)
        buffer.pad(from: start, to: 10)
        if realServer.other.length > 0 {
            buffer.append(UInt8(ascii: " "))
            buffer.append(realServer.other, of: texts)
        }
        buffer.append(UInt8(ascii: "\n"))
    }
}

extension ByteBuffer {
    /// Appends blanks until `width` bytes were written since `start`.
    fileprivate mutating func pad(from start: Int, to width: Int) {
        while count - start < width { append(UInt8(ascii: " ")) }
    }

    /// Appends what `write` writes and blanks up to a width: at least one, since another column follows.
    fileprivate mutating func appendColumn(_ width: Int, _ write: (inout ByteBuffer) -> Void) {
        let start = count
        write(&self)
        if count - start >= width { append(UInt8(ascii: " ")) } else { pad(from: start, to: width) }
    }
}
