import Addressing

extension VirtualServerTable {
    /// Whether ipvsadm prints `a` before `b`: firewall marks last, IPv4 before IPv6, then by protocol number,
    /// address and port.
    ///
    /// ipvsadm subtracts 32-bit numbers and looks at the sign of the difference, so that 192.0.2.1 comes before
    /// 10.0.0.1: they are more than half the number range apart.
    static func isListedBefore(_ a: VirtualServer, _ b: VirtualServer) -> Bool {
        switch (a.service, b.service) {
        case (.socket(let transportA, let socketA), .socket(let transportB, let socketB)):
            if socketA.address.family != socketB.address.family { return socketA.address.family == .ipv4 }
            if transportA != transportB { return transportA.rawValue < transportB.rawValue }
            return isListedBefore(socketA, socketB)
        case (.socket, .firewallMark): return true
        case (.firewallMark, .socket): return false
        case (.firewallMark(let markA, let familyA), .firewallMark(let markB, let familyB)):
            return markA != markB ? Int32(bitPattern: markA &- markB) < 0 : familyA.rawValue < familyB.rawValue
        }
    }

    /// Whether ipvsadm prints real server `a` before `b`.
    static func isListedBefore(_ a: RealServer, _ b: RealServer) -> Bool { isListedBefore(a.socket, b.socket) }

    private static func isListedBefore(_ a: SocketAddress, _ b: SocketAddress) -> Bool {
        let (addressA, addressB) = (a.address, b.address)
        if addressA.family != addressB.family { return addressA.family == .ipv4 }
        for (halfA, halfB) in [(addressA.high, addressB.high), (addressA.low, addressB.low)] where halfA != halfB {
            let upper = UInt32(truncatingIfNeeded: halfA >> 32) &- UInt32(truncatingIfNeeded: halfB >> 32)
            if upper != 0 { return Int32(bitPattern: upper) < 0 }
            return Int32(bitPattern: UInt32(truncatingIfNeeded: halfA) &- UInt32(truncatingIfNeeded: halfB)) < 0
        }
        return a.port < b.port
    }

    /// The table as ipvsadm prints it back: virtual servers and the real servers of each in its order.
    public func canonicalized() -> VirtualServerTable {
        var table = self
        table.virtualServers = []
        table.realServers = []
        for var server in virtualServers.sorted(by: Self.isListedBefore) {
            let members = realServers(of: server).sorted(by: Self.isListedBefore)
            server.firstRealServer = UInt32(table.realServers.count)
            table.realServers += members
            table.virtualServers.append(server)
        }
        return table
    }
}
