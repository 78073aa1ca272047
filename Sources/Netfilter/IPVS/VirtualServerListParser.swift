import Addressing
import Bytes

/// Reading the lines of `ipvsadm -L -n`.
extension VirtualServerParser {
    /// `TCP  10.96.0.1:443 rr persistent 10800`, behind its first word; `FWM  7 IPv6 rr`.
    mutating func parseListedServer(_ first: Range<Int>) throws(DumpFailure) {
        var service: Table.Service
        if let entry = VirtualServerWords.transports.first(where: { reader.text(first).equals($0.listed) }) {
            service = .socket(entry.transport, try socket())
        } else {
            let mark: UInt32 = try reader.number("a firewall mark")
            service = .firewallMark(mark, reader.take("IPv6") ? .ipv6 : .ipv4)
        }
        let scheduler = reader.arenaText(try reader.word("a scheduler"))
        var server = Table.VirtualServer(service: service, scheduler: scheduler)
        if let flags = takeFlags() { server.flags = flags }
        if reader.take("persistent") {
            let seconds: UInt32 = try reader.number("seconds")
            let length = reader.take("mask") ? try netmask(service.family) : service.family.bitWidth
            server.persistence = .init(seconds: seconds, prefixLength: length)
        }
        if reader.take("pe") { server.engine = reader.arenaText(try reader.word("a persistence engine")) }
        server.isOnePacket = reader.take("ops")
        server.other = reader.arenaText(reader.rest())
        try add(server, at: first.lowerBound)
    }

    /// Flags in parentheses, if they stand there and all have names that are known.
    private mutating func takeFlags() -> Table.SchedulerFlags? {
        var ahead = reader
        guard let range = ahead.word(), range.count > 2, reader.bytes[range.lowerBound] == UInt8(ascii: "("),
            reader.bytes[range.upperBound - 1] == UInt8(ascii: ")"),
            let flags = flags((range.lowerBound + 1)..<(range.upperBound - 1))
        else { return nil }
        reader = ahead
        return flags
    }

    /// `-> 10.244.0.5:8080 Masq 1 0 0`, behind the arrow. The same arrow begins a line of headings.
    mutating func parseListedRealServer() throws(DumpFailure) {
        if reader.take("RemoteAddress:Port") { return }
        let start = reader.lineStart
        let socket = try socket()
        let range = try reader.word("Masq, Tunnel, Route or Local")
        guard
            let entry = VirtualServerWords.forwardings.first(where: { reader.text(range).equals($0.listed) })
        else { throw reader.failure("expected Masq, Tunnel, Route or Local", at: range.lowerBound) }
        var realServer = Table.RealServer(socket, forwarding: entry.forwarding, weight: try reader.number("a weight"))
        realServer.activeConnections = try reader.number("a number of connections")
        realServer.inactiveConnections = try reader.number("a number of connections")
        realServer.other = reader.arenaText(reader.rest())
        try add(realServer, to: nil, at: start)
    }
}
