import Addressing
import PacketTrace
import ServiceProxy
import TestSupport
import Testing

/// No packet is lost by chance: whatever the rules are, the exact probabilities of all ends of a packet add up to one, for
/// each answer to what isn't known of it. (`NftablesTraceTests` says it of nftables mode, with kube-proxy's own rules.)
@Suite("sums of probabilities") struct ChanceSumTests {
    static let cases = Fixtures.cases(in: "compile").filter { !$0.contains(".") }

    /// What each mode asks that no packet tells, and is followed both ways.
    static let modes: [(mode: ProxyMode, unknown: [String])] = [
        (.iptables, []), (.ipvs, ["-m physdev "]), (.userspace, ["-m physdev ", "-m state "]),
    ]

    /// The most packets of one case and family, evenly picked.
    private static let mostPackets = 30

    @Test(arguments: cases, modes.indices)
    func chancesAddUpToOne(_ name: String, _ place: Int) throws {
        let (mode, unknown) = Self.modes[place]
        let node = try FlowNode("compile/\(name)", mode)
        for family in IPFamily.allCases {
            let tracer = node.tracer(family)
            let packets = NftablesNode(node.compileCase, family).packets(tracer)
            try #require(!packets.isEmpty)
            for place in stride(from: 0, to: packets.count, by: packets.count / Self.mostPackets + 1) {
                let trace = tracer.trace(packets[place], isRecorded: false)
                #expect(trace.sums() == [.one], "\(packets[place])")
                #expect(trace.unknown.allSatisfy { text in unknown.contains { text.contains($0) } })
            }
        }
    }

    /// And they are real chances: some packets have more than one end.
    @Test(arguments: FlowTests.modes)
    func thereAreChances(_ mode: ProxyMode) throws {
        let node = try FlowNode("compile/clusterip-three-endpoints", mode)
        let tracer = node.tracer(.ipv4)
        let packets = NftablesNode(node.compileCase, .ipv4).packets(tracer)
        let shares = packets.map { packet in
            Set(tracer.trace(packet, isRecorded: false).endings.filter { $0.translated != nil }.map(\.nominal))
        }
        #expect(shares.contains([Fraction(1, 3)]))
        #expect(Self.cases.count >= 100)
    }
}
