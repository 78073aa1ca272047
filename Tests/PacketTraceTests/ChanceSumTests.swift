import Addressing
import PacketTrace
import ServiceProxy
import TestSupport
import Testing

/// The kernel loses no packet by chance: whatever the rules are, the exact probabilities of all ends of a packet add up to
/// one, for each answer to what isn't known of it.
@Suite("sums of probabilities") struct ChanceSumTests {
    static let cases = Fixtures.cases(in: "compile").filter { !$0.contains(".") }

    /// The most packets of one case, evenly picked.
    private static let mostPackets = 60

    @Test(arguments: cases, FlowTests.modes)
    func chancesAddUpToOne(_ name: String, _ mode: ProxyMode) throws {
        let flowNode = try FlowNode("compile/\(name)", mode)
        for family in IPFamily.allCases {
            let tracer = flowNode.tracer(family)
            let packets = try NftablesNode(name, family, mode: mode).packets(tracer)
            try #require(!packets.isEmpty)
            for place in stride(from: 0, to: packets.count, by: packets.count / Self.mostPackets + 1) {
                let trace = tracer.trace(packets[place], isRecorded: false)
                #expect(trace.sums() == [.one], "\(packets[place])")
                // Userspace mode's `-m state` is followed both ways.
                #expect(trace.unknown.allSatisfy { mode == .userspace && $0.hasPrefix("-m state ") })
            }
        }
    }

    /// And they are real chances: some packets have more than one end.
    @Test(arguments: FlowTests.modes)
    func thereAreChances(_ mode: ProxyMode) throws {
        let tracer = try FlowNode("compile/clusterip-three-endpoints", mode).tracer(.ipv4)
        let packets = try NftablesNode("clusterip-three-endpoints", .ipv4, mode: mode).packets(tracer)
        let counts = packets.map { tracer.trace($0, isRecorded: false).endings.count }
        #expect(counts.max() == 3)
        #expect(Self.cases.count >= 100)
    }
}
