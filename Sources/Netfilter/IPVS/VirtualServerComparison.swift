import Addressing

/// What a live table is compared by.
extension VirtualServerTable {
    /// The table without real servers that are being taken out of service (weight 0): kube-proxy leaves those of TCP
    /// until their connections have ended, so that they are no drift.
    public func withoutDraining() -> VirtualServerTable {
        filtered(servers: { _ in true }, realServers: { !$0.isDraining })
    }

    /// The table without virtual servers in some networks: those of `ipvs.excludeCIDRs`, which kube-proxy leaves alone.
    public func excluding(_ networks: [IPPrefix]) -> VirtualServerTable {
        filtered(
            servers: { server in
                guard case .socket(_, let socket) = server.service else { return true }
                return !networks.contains { $0.contains(socket.address) }
            }, realServers: { _ in true })
    }

    private func filtered(
        servers isKept: (VirtualServer) -> Bool, realServers isUsed: (RealServer) -> Bool
    ) -> VirtualServerTable {
        var table = self
        table.virtualServers = []
        table.realServers = []
        for var server in virtualServers where isKept(server) {
            let members = realServers(of: server).filter(isUsed)
            server.firstRealServer = UInt32(table.realServers.count)
            server.realServerCount = UInt32(members.count)
            table.realServers += members
            table.virtualServers.append(server)
        }
        return table
    }
}
