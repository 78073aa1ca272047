import Addressing
import Bytes
import Netfilter
import ServiceProxy
import Testing

@testable import RulesetDiff

/// Nodes with many Services: what they cost to compare, and that damage to many is still told one by one.
@Suite struct IPVSScaleTests {
    /// A node with `count` Services of five endpoints each.
    private func side(_ count: Int) -> FamilyRuleset {
        var (servers, sets, addresses) = (VirtualServerTable(), IPSetTable(), [IPAddress]())
        let scheduler = servers.texts.add("rr")
        var elements: [IPSetTable.Element] = []
        for number in 0..<UInt32(count) {
            let address = IPAddress(ipv4: 0x0A60_0000 + number)
            var server = VirtualServerTable.VirtualServer(
                service: .socket(.tcp, SocketAddress(address, port: 80)), scheduler: scheduler)
            server.firstRealServer = number * 5
            server.realServerCount = 5
            for endpoint in 0..<5 as Range<UInt32> {
                let place = IPAddress(ipv4: 0x0AF4_0000 + number * 5 + endpoint)
                servers.realServers.append(.init(SocketAddress(place, port: 8080)))
            }
            servers.virtualServers.append(server)
            elements.append(.addressPort(address, .tcp, 80))
            addresses.append(address)
        }
        let name = sets.texts.add("KUBE-CLUSTER-IP")
        sets.add(.init(name: name, type: .addressPort, header: .hash(.init(family: .ipv4))), elements: elements)
        var side = FamilyRuleset(.ipv4)
        (side.virtualServers, side.sets, side.addresses) = (servers, sets, BoundAddresses(addresses))
        return side
    }

    /// `expected` with every hundredth endpoint taken away.
    private func damaged(_ expected: FamilyRuleset) -> FamilyRuleset {
        var live = expected
        guard let servers = expected.virtualServers else { return live }
        var table = VirtualServerTable()
        table.texts = servers.texts
        for (number, var server) in servers.virtualServers.enumerated() {
            let members = servers.realServers(of: server).dropFirst(number % 20 == 0 ? 1 : 0)
            server.firstRealServer = UInt32(table.realServers.count)
            server.realServerCount = UInt32(members.count)
            table.realServers += members
            table.virtualServers.append(server)
        }
        live.virtualServers = table
        return live
    }

    private func seconds(_ expected: FamilyRuleset, _ live: FamilyRuleset) -> (seconds: Double, drifts: [Drift]) {
        var drifts: [Drift] = []
        let time = ContinuousClock().measure { drifts = RulesetDiff(expected: expected, live: live).drifts() }
        let (whole, rest) = time.components
        return (Double(whole) + Double(rest) * 1e-18, drifts)
    }

    @Test func timeGrowsWithTheSize() {
        let (small, large) = (side(2000), side(16000))
        let (smallLive, largeLive) = (damaged(small), damaged(large))
        let one = (0..<3).map { _ in seconds(small, smallLive) }.min { $0.seconds < $1.seconds }
        let eight = seconds(large, largeLive)
        #expect(one?.drifts.count == 100)
        #expect(eight.drifts.count == 800)
        #expect(Set(eight.drifts.map(\.kind)) == [.endpointMissing])
        // Eight times as much takes eight times as long, or not much more; every rule with every other took 64 times.
        #expect(eight.seconds < (one?.seconds ?? 0) * 40)
        #expect(RulesetDiff(expected: large, live: large).drifts() == [])
    }
}
