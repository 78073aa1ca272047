import Addressing
import Netfilter
import PacketTrace
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// The tables of flows, whose outcomes real packets have in the kernel, through the tracer.
@Suite("flows by the tracer") struct FlowTests {
    /// The modes that are traced.
    static let modes: [ProxyMode] = [.iptables, .nftables, .ipvs, .userspace]

    @Test(arguments: FlowTable.cases, modes)
    func flowsEndAsInTheKernel(_ name: String, _ mode: ProxyMode) throws {
        let table = try FlowTable(case: name)
        var tracers: [IPFamily: Tracer] = [:]
        for family in IPFamily.allCases {
            tracers[family] = try FlowNode(table.manifests, mode).tracer(family)
        }
        for flow in table.flows(for: mode.rawValue) {
            let destination = try #require(IPAddress(flow.address))
            let tracer = try #require(tracers[destination.family])
            let trace = tracer.trace(try FlowNode.packet(of: flow, tracer))
            let result = FlowOutcome(of: trace, flow)
            #expect(result.problems(flow) == [], "\(flow.text)")
        }
    }
}

/// The node of the flow tables.
struct FlowNode {
    let compileCase: CompileCase

    init(_ folder: String, _ mode: ProxyMode) throws {
        compileCase = try CompileCase(folder: folder, mode: mode)
    }

    /// The tracer of the compiled rules.
    func tracer(_ family: IPFamily) -> Tracer {
        let compile = ModeCompile(
            compileCase.manifests, on: compileCase.node, family: family, request: OutputRequest())
        var network = NodeNetwork(compileCase.node, family: family)
        let second = IPAddress(family == .ipv4 ? "192.168.255.2" : "fd00:192:168:ff::2")
        if let second { network.addresses = network.addresses.union(AddressSet(second)) }
        network.routesLocalhost =
            compileCase.node.configuration.mode == .iptables
            && ProxyView(of: compileCase.manifests, on: compileCase.node, family: family).servesLocalhostNodePorts
        return Tracer(TracedRuleset(compile), on: network)
    }

    /// The first packet of a flow's connection.
    static func packet(of flow: Flow, _ tracer: Tracer) throws -> PacketClass {
        let destination = try #require(IPAddress(flow.address))
        let isIPv4 = destination.family == .ipv4
        let transport: UInt8 = flow.transport == .tcp ? 6 : 17
        let interface: PacketInterface
        let source: IPAddress?
        switch flow.source {
        case .external(let address):
            (interface, source) = (.outside, IPAddress(address ?? (isIPv4 ? "192.168.0.100" : "fd00:192:168::64")))
        case .pod: (interface, source) = (.pod, IPAddress(isIPv4 ? "10.244.0.200" : "fd00:10:244::c8"))
        case .endpoint(let address): (interface, source) = (.pod, IPAddress(address))
        case .node: (interface, source) = (.process, tracer.processAddress(to: destination))
        }
        return PacketClass(
            from: interface, source: try #require(source), to: SocketAddress(destination, port: UInt16(flow.port)),
            transport)
    }
}

/// What became of a flow's packet, in the words of the tables.
struct FlowOutcome {
    private var shares: [String: Fraction] = [:]
    private var exact: [String: Fraction] = [:]
    private var masqueraded: [String: Set<Bool>] = [:]
    private var others: Set<String> = []
    private var isSticky = false

    init(of trace: Trace, _ flow: Flow) {
        for ending in trace.endings {
            let conditions = trace.conditions(of: ending)
            let returns = conditions.contains { condition in
                if case .seen = condition.condition { return condition.holds }
                return false
            }
            isSticky = isSticky || returns
            // Both answers to a match that nobody knows must come to the same: the "no" is counted.
            let isOtherAnswer = conditions.contains { condition in
                if case .unknown = condition.condition { return condition.holds }
                return false
            }
            add(ending, counts: !returns && !isOtherAnswer)
        }
    }

    private mutating func add(_ ending: Trace.Ending, counts: Bool) {
        switch ending.fate {
        case .dropped, .droppedByPolicy: others.insert("dropped")
        case .rejected, .refused: others.insert("rejected")
        case .martian, .circle, .unserved: others.insert("\(ending.fate)")
        case .sent, .local:
            guard let translated = ending.translated else {
                others.insert("untouched")
                return
            }
            let name = "\(translated)"
            masqueraded[name, default: []].insert(ending.isMasqueraded)
            guard counts else { return }
            shares[name, default: .zero] += ending.nominal
            exact[name, default: .zero] += ending.probability
        }
    }

    func problems(_ flow: Flow) -> [String] {
        switch flow.outcome {
        case .rejected: return others == ["rejected"] && masqueraded.isEmpty ? [] : [description]
        case .dropped: return others == ["dropped"] && masqueraded.isEmpty ? [] : [description]
        case .untouched: return others == ["untouched"] && masqueraded.isEmpty ? [] : [description]
        case .answered(let seen, let sticky, let expected):
            var problems: [String] = []
            if !others.isEmpty { problems.append(description) }
            if sticky != isSticky { problems.append("sticky: \(isSticky)") }
            let wanted = Dictionary(
                expected.map { ($0.endpoint, Fraction(UInt64($0.numerator), UInt64($0.denominator))) },
                uniquingKeysWith: { $1 })
            if wanted != shares { problems.append("shares: \(shares)") }
            for (endpoint, share) in exact {
                let error = share.approximation - (wanted[endpoint]?.approximation ?? 0)
                if abs(error) > 1e-7 { problems.append("\(endpoint): off by \(error)") }
            }
            if exact.values.reduce(.zero, +) != .one { problems.append("the shares don't add up to 1") }
            for (endpoint, seenSources) in masqueraded {
                let itself = Flow.split(endpoint)?.address == flow.sourceAddress
                let isHidden = seen == .masqueraded || (seen == .hairpin && itself)
                if seenSources != [isHidden] { problems.append("\(endpoint): masqueraded \(seenSources)") }
            }
            return problems
        }
    }

    private var description: String { "\(others.sorted()) \(shares)" }
}
