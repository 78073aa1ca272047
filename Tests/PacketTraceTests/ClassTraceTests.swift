import Addressing
import PacketTrace
import ServiceProxy
import TestSupport
import Testing

/// Classes of packets: what becomes of a class is what becomes of each of its packets.
@Suite("traces of classes") struct ClassTraceTests {
    /// All cases but the largest, and of the random ones every fourth.
    static let cases = Fixtures.cases(in: "compile").enumerated().filter { place, name in
        !name.contains(".") && name != "large-cluster-over-1000-endpoints"
            && (!name.hasPrefix("random") || place % 4 == 0)
    }.map(\.element)

    @Test(arguments: cases, FlowTests.modes)
    func aClassEndsAsItsPacketsDo(_ name: String, _ mode: ProxyMode) throws {
        let node = try FlowNode("compile/\(name)", mode)
        for family in IPFamily.allCases {
            let tracer = node.tracer(family)
            for interface in [PacketInterface.process, .pod, .outside] {
                let whole = tracer.trace(PacketClass(family, from: interface), isRecorded: false)
                for packet in samples(node.compileCase.view(family), interface, tracer) {
                    check(packet, whole, tracer, name)
                }
            }
        }
    }

    private func check(_ packet: PacketClass, _ whole: Trace, _ tracer: Tracer, _ name: String) {
        let point = Self.essence(tracer.trace(packet, isRecorded: false).endings) { _ in true }
        let fromClass = Self.essence(whole.endings) { $0.holds(packet) }
        #expect(point == fromClass, "\(name): \(packet)")
    }

    /// What becomes of packets, with probabilities: for each answer to the conditions apart.
    private static func essence(
        _ endings: [Trace.Ending], includes: (PacketClass) -> Bool
    ) -> [Outcome: Fraction] {
        var result: [Outcome: Fraction] = [:]
        for ending in endings where includes(ending.packet) {
            result[Outcome(ending), default: .zero] += ending.probability
        }
        return result
    }

    /// Packets to every address and port of every Service, and right beside them, from here and there.
    private func samples(_ view: ProxyView, _ interface: PacketInterface, _ tracer: Tracer) -> [PacketClass] {
        let isIPv4 = view.family == .ipv4
        var sockets: [SocketAddress] = []
        let own = IPAddress(isIPv4 ? "192.168.0.10" : "fd00:192:168::a")
        for port in view.servicePorts.prefix(3) {
            let addresses =
                [port.clusterIP] + port.externalIPs.map(\.value) + port.loadBalancerVIPs.map(\.value)
                + [own].compactMap { $0 }
            for address in addresses {
                for number in [port.port, port.port &+ 1, port.nodePort] where number != 0 {
                    sockets.append(SocketAddress(address, port: number))
                }
            }
        }
        let texts = isIPv4 ? ["10.244.0.5", "192.0.2.7", "203.0.113.77"] : ["fd00:10:244::5", "2001:db8:ffff::1"]
        return sockets.flatMap { socket in
            texts.compactMap { IPAddress($0) }.flatMap { source in
                [UInt8(6), 17, isIPv4 ? 1 : 58].map { transport in
                    PacketClass(from: interface, source: source, to: socket, transport)
                }
            }
        }
    }
}

extension PacketClass {
    /// Whether a packet, given as a class of one address each, is one of these.
    fileprivate func holds(_ packet: PacketClass) -> Bool {
        sources.intersection(packet.sources) == packet.sources
            && destinations.intersection(packet.destinations) == packet.destinations
            && protocols.intersection(packet.protocols) == packet.protocols
            && (!Self.hasPorts(packet.protocols.first ?? 0)
                || destinationPorts.intersection(packet.destinationPorts) == packet.destinationPorts)
    }
}
