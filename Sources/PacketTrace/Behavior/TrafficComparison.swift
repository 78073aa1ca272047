import Addressing
import Netfilter
import RuleCompiler
import ServiceProxy

/// Compares two rulesets of one family by what they do with packets, whatever they look like.
///
/// All packets there can be are followed through both, in classes: from the node, its pods, pods elsewhere and other
/// machines, to any address, protocol and port. Nothing is sampled. Shares are those that rules mean: the rounding of
/// probabilities is no difference.
public struct TrafficComparison: Sendable {
    private let before: TrafficSide
    private let after: TrafficSide
    private let node: TrafficNode
    private let networks: [NodeNetwork]
    private let directory: TrafficDirectory
    private let family: IPFamily

    /// A side of the comparison.
    public struct Side: Sendable {
        /// The rules.
        public let rules: FamilyRuleset
        /// The node that they are on.
        public let node: TrafficNode
        /// What the node knows of the cluster; nil for dumps.
        public private(set) var view: ProxyView?

        /// The same as packets meet it.
        let traced: TracedRuleset

        /// Rules of a dump, on a node.
        public init(_ rules: FamilyRuleset, on node: TrafficNode) {
            self.rules = rules
            self.node = node
            traced = TracedRuleset(rules)
        }

        /// What manifests compile to, on the node that they are compiled for.
        public init(_ compile: ModeCompile, on node: NodeContext) {
            rules = compile.rules()
            traced = TracedRuleset(compile)
            self.node = TrafficNode(node, family: compile.family)
            view = compile.view
        }
    }

    /// A comparison of what was with what will be, of one family.
    public init(before: Side, after: Side) {
        // In ipvs mode kube-proxy asks the node for its addresses, and only those that are known here were compiled.
        let mayHaveOthers = before.rules.virtualServers == nil && after.rules.virtualServers == nil
        self.before = TrafficSide(before, mayHaveOtherAddresses: mayHaveOthers)
        self.after = TrafficSide(after, mayHaveOtherAddresses: mayHaveOthers)
        node = after.node
        networks = [self.before.network, self.after.network]
        directory = TrafficDirectory(
            [after.view, before.view].compactMap { $0 }, [after.rules, before.rules],
            [after.traced.program, before.traced.program])
        family = before.rules.family
    }

    /// The keys of the service ports that either side names.
    public var serviceKeys: Set<String> { Set(directory.sockets.values).union(directory.nodePorts.values) }

    /// What packets tell the two sides apart by.
    public func changes() -> [TrafficChange] {
        let senders = node.senders()
        // No other machine sends from addresses that are the node's own.
        let bound = before.boundAddresses.union(after.boundAddresses)
        var collector = ChangeCollector(
            directory, networks, family: family,
            senders: Dictionary(senders.map { ($0, $1.sources) }, uniquingKeysWith: { $1 }))
        for state in TrafficState.allCases {
            for (source, packets) in senders {
                var packets = packets
                // What answers from a loopback address is no connection of another machine's.
                if state != .new && source != .node {
                    packets.destinations = packets.destinations.subtracting(NodeNetwork.loopback(family))
                }
                compare(packets, source, state, source == .node ? .none : bound, &collector)
            }
        }
        return collector.changes()
    }

    private func compare(
        _ packets: PacketClass, _ source: SenderKind, _ state: TrafficState, _ ignored: AddressSet,
        _ collector: inout ChangeCollector
    ) {
        var found: [(ClassDifference, PacketClass)] = []
        let overlay = ClassOverlay(
            before.endings(of: source, packets, state), after.endings(of: source, packets, state)
        ) { part, first, second in
            found += ClassDifference.all(first, second, without: Self.nobody(part, source, ignored)).map { ($0, part) }
        }
        overlay.run(packets)
        for (difference, part) in found {
            let others = packets.sources.subtracting(difference.sources)
            let isMostly = source != .node && others.isInside(Self.nobody(part, source, ignored))
            let senders = ChangeCollector.Senders(
                source: source, addresses: isMostly ? packets.sources : difference.sources)
            collector.add(difference, part, senders, state)
        }
    }

    /// Addresses that no packets of a class come from: a machine doesn't send packets to its own address by way of the
    /// node.
    private static func nobody(_ packets: PacketClass, _ source: SenderKind, _ ignored: AddressSet) -> AddressSet {
        guard source != .node, let destination = packets.destinations.single, !ignored.contains(destination) else {
            return ignored
        }
        return ignored.isEmpty ? packets.destinations : ignored.union(packets.destinations)
    }

    /// What both sides make of packets that are all alike.
    func behaviors(of packet: PacketClass, from source: SenderKind) -> (TrafficBehavior, TrafficBehavior) {
        let address = packet.sources.first ?? 0
        func behavior(_ side: TrafficSide) -> TrafficBehavior {
            BehaviorFunction(side.endings(of: source, packet, .new)).behavior(at: address)
        }
        return (behavior(before), behavior(after))
    }
}
