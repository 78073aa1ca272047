import Addressing
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy

/// One node whose rules packets are traced through: what manifests compile to, or what dumps say that it has.
public struct TraceSession: Sendable {
    /// Whose rules.
    public let node: NodeContext
    /// Where names are looked up.
    public let directory: ClusterDirectory
    /// What the node knows of the manifests, by family.
    public let views: [IPFamily: ProxyView]
    /// The families that there are rules for.
    public let families: [IPFamily]
    private let sides: [IPFamily: Side]
    private let reasons: PathReasons
    private let rulesTitle: String

    /// The rules of one family.
    struct Side: Sendable {
        let tracer: Tracer
        let texts: RuleText
    }

    /// Rules that manifests compile to.
    public init(_ directory: ClusterDirectory, on node: NodeContext) {
        let manifests = directory.manifests
        let families = node.configuration.mode == .userspace ? [UserspaceView.family(of: node)] : IPFamily.allCases
        var sides: [IPFamily: Side] = [:]
        var views: [IPFamily: ProxyView] = [:]
        for family in families {
            let compile = ModeCompile(manifests, on: node, family: family, request: OutputRequest())
            let view = compile.view ?? ProxyView(of: manifests, on: node, family: family)
            var network = NodeNetwork(node, family: family)
            // kube-proxy sets the sysctl along with these rules.
            network.routesLocalhost = node.configuration.mode == .iptables && view.servesLocalhostNodePorts
            let rules = compile.rules()
            sides[family] = Side(
                tracer: Tracer(TracedRuleset(compile, rules), on: network), texts: RuleText(rules))
            views[family] = view
        }
        let title = "kube-proxy \(node.behavior.version) in \(node.configuration.mode.rawValue) mode"
        self.init(directory, node, families, sides, views, title)
    }

    /// Rules of dumps; the manifests, if there are any, only give names.
    public init(
        _ rulesets: [FamilyRuleset], names directory: ClusterDirectory, on node: NodeContext, title: String
    ) {
        let manifests = directory.manifests
        var sides: [IPFamily: Side] = [:]
        var views: [IPFamily: ProxyView] = [:]
        for rules in rulesets {
            var network = NodeNetwork(node, family: rules.family)
            network.routesLocalhost = rules.servesLocalhostNodePorts
            sides[rules.family] = Side(
                tracer: Tracer(TracedRuleset(rules), on: network), texts: RuleText(rules))
            if !manifests.services.isEmpty {
                views[rules.family] = ProxyView(of: manifests, on: node, family: rules.family)
            }
        }
        self.init(directory, node, rulesets.map(\.family), sides, views, title)
    }

    private init(
        _ directory: ClusterDirectory, _ node: NodeContext, _ families: [IPFamily],
        _ sides: [IPFamily: Side], _ views: [IPFamily: ProxyView], _ title: String
    ) {
        self.node = node
        self.families = families
        self.sides = sides
        self.views = views
        self.directory = directory
        reasons = PathReasons(directory, views: families.compactMap { views[$0] })
        rulesTitle = node.name.isEmpty ? title : "\(title), node \(node.name)"
    }

    /// The tracer of a family; nil if there are no rules of it.
    public func tracer(_ family: IPFamily) -> Tracer? { sides[family]?.tracer }

    /// The matrix of a family's service ports that one of `patterns` means, or of all; nil if nothing is known of them.
    public func matrix(_ family: IPFamily, of patterns: [ServicePattern]) -> TraceMatrix? {
        guard let view = views[family], let tracer = sides[family]?.tracer else { return nil }
        return TraceMatrix(view, by: tracer) { port in
            patterns.isEmpty || patterns.contains { $0.matches(port) }
        }
    }

    /// The paths from a source to all destinations that a text means.
    ///
    /// - Parameters:
    ///   - family: only destinations of this family, if it is given.
    ///   - tracking: what conntrack says of the packets.
    /// - Throws: `NamingError` if a text means nothing.
    public func paths(
        from sourceText: String, to destinationText: String, family: IPFamily?, tracking: TrackingStates
    ) throws(NamingError) -> [TracedPath] {
        let source = try SourceNames(directory).source(sourceText)
        let destinations = try DestinationNames(directory, node: node).destinations(destinationText, from: source)
        let wanted = destinations.filter { family == nil || $0.address.family == family }
        guard !wanted.isEmpty else {
            throw NamingError("\(destinationText) has no address of the family that is asked for")
        }
        return wanted.map { path(from: source, to: $0, tracking) }
    }

    private func path(
        from source: TrafficSource, to destination: Destination, _ tracking: TrackingStates
    ) -> TracedPath {
        // A dump by itself knows no names; that nothing has one is no news then.
        let isNameless = directory.manifests.services.isEmpty && directory.manifests.nodes.isEmpty
        let notes = isNameless ? [] : source.notes(on: node) + destination.steps
        let interface = source.interface(on: node)
        guard let side = sides[destination.address.family],
            let address = address(of: source, interface, to: destination.address, side.tracer)
        else {
            return TracedPath(
                source: source.label, destination: destination, notes: notes,
                obstacle: obstacle(source, destination))
        }
        let trace = side.tracer.trace(
            destination.packet(from: address, interface: interface), tracking: tracking)
        return TracedPath(
            source: source.label, destination: destination, notes: notes, rules: rulesTitle,
            passage: TracedPath.Passage(
                sourceAddress: address, trace: trace, tracer: side.tracer, texts: side.texts,
                reasons: reasons.reasons(for: destination, from: source, endings: trace.endings),
                owners: owners(of: trace)), isFromOutside: source.kind == .outside)
    }

    private func address(
        of source: TrafficSource, _ interface: PacketInterface, to destination: IPAddress, _ tracer: Tracer
    ) -> IPAddress? {
        // A process that talks to its own node sends from the address that it sends to.
        interface == .process ? tracer.processAddress(to: destination) : source.address(destination.family)
    }

    private func obstacle(_ source: TrafficSource, _ destination: Destination) -> Reason {
        let family = destination.address.family
        let found = reasons.reasons(for: destination, from: source, endings: []).first
        guard sides[family] != nil, let found else {
            return Reason("there are no rules of \(family.manifestName): nothing is known of its packets")
        }
        return found
    }

    /// What the input calls the endpoints of a trace.
    private func owners(of trace: Trace) -> [SocketAddress: String] {
        var owners: [SocketAddress: String] = [:]
        for ending in trace.endings {
            guard let socket = ending.translated, owners[socket] == nil else { continue }
            owners[socket] = directory.owner(of: socket.address)
        }
        return owners
    }
}
