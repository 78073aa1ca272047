import ProxyNames
import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import ServiceProxy
import TestSupport
import Testing

@testable import RulesetDiff

@Suite struct IPVSDiffTests {
    @Test(arguments: IPVSSides.captures, IPFamily.allCases)
    func aNodeOfKubeProxysHasNoDrift(_ capture: String, _ family: IPFamily) throws {
        let (expected, names) = IPVSSides.expected(try LiveNode.manifests(of: capture), family)
        for servers in ["ipvsadm-Sn.txt", "ipvsadm-Ln.txt"] {
            for sets in ["ipset-save.txt", "ipset-list.txt"] {
                let live = try IPVSSides.live(capture, family, servers: servers, sets: sets)
                #expect(RulesetDiff(expected: expected, live: live, directory: names).drifts() == [])
                // Two dumps of one node, without manifests.
                let other = try IPVSSides.live(capture, family)
                #expect(RulesetDiff(expected: other, live: live).drifts() == [])
            }
        }
    }

    @Test(arguments: DriftCases.all + DriftCases.ofVirtualServers)
    func whatAPersonWouldSay(_ change: DriftCases.Case) {
        let (expected, names) = IPVSSides.expected(DriftCases.manifests(change.expected), .ipv4)
        let live = IPVSSides.expected(DriftCases.manifests(change.live), .ipv4).side
        let drifts = RulesetDiff(expected: expected, live: live, directory: names, perspective: .drift).drifts()
        let wanted = change.drifts.map { Self.byAddress[$0] ?? $0 }
        #expect(drifts.map(IptablesDiffTests.words).sorted() == wanted.sorted())
        #expect(drifts.allSatisfy { !$0.message.isEmpty && !$0.rules.isEmpty })
    }

    /// What only names can tell: a Service that has gone is known by its address alone.
    private static let byAddress = ["service-unknown shop/api:http": "service-unknown 10.96.0.21:80/TCP"]

    /// Virtual servers that kube-proxy leaves alone, and one that it would delete.
    @Test func excludedNetworks() throws {
        let manifests = DriftCases.manifests(DriftCases.node + DriftCases.service())
        var written = KubeProxyConfiguration()
        written.ipvs.excludeCIDRs = ["10.99.0.0/16"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text, range: SourceRange(start: 0, end: 0)) }
        }
        let view = LiveNode.view(manifests, .ipv4, mode: .ipvs, configuration: written)
        let expected = IPVSSides.side(view)
        var live = expected
        var dump = ByteBuffer()
        expected.virtualServers?.write(to: &dump, spelling: .kernel)
        dump.append("-A -t 10.99.1.1:80 -s sh\n-a -t 10.99.1.1:80 -r 10.1.1.1:80 -g -w 1\n-A -t 10.98.1.1:80 -s rr\n")
        live.virtualServers = try VirtualServerTable(parsing: dump.bytes)
        let drifts = RulesetDiff(expected: expected, live: live, directory: ServiceDirectory([view])).drifts()
        #expect(drifts.map(IptablesDiffTests.words) == ["service-unknown 10.98.1.1:80/TCP"])
    }

    /// Node ports answer on the addresses of bridges and tunnels too, which no manifest names.
    @Test(arguments: ["TCP", "SCTP"])
    func nodePortsOnOtherAddresses(_ transport: String) throws {
        let port = "{name: http, port: 80, nodePort: 30080, protocol: \(transport)}"
        let manifests = DriftCases.manifests(
            DriftCases.node + DriftCases.service(type: "NodePort", ports: port) + DriftCases.slice("web", "10.244.0.5"))
        let (expected, names) = IPVSSides.expected(manifests, .ipv4)
        var live = expected
        var servers = ByteBuffer()
        var sets = ByteBuffer()
        expected.virtualServers?.write(to: &servers, spelling: .kernel)
        expected.sets?.write(to: &sets, spelling: .kernel)
        let option = transport == "TCP" ? "-t" : "--sctp-service"
        servers.append("-A \(option) 172.17.0.1:30080 -s rr\n")
        servers.append("-A \(option) 172.17.0.1:30099 -s rr\n")
        if transport == "SCTP" { sets.append("add KUBE-NODE-PORT-SCTP-HASH 172.17.0.1,sctp:30080\n") }
        live.virtualServers = try VirtualServerTable(parsing: servers.bytes)
        live.sets = try IPSetTable(parsing: sets.bytes)
        let drifts = RulesetDiff(expected: expected, live: live, directory: names).drifts()
        #expect(drifts.map(IptablesDiffTests.words) == ["service-unknown 172.17.0.1:30099/\(transport)"])
    }
}
