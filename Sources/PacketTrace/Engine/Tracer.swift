import Addressing

/// Follows packets through a node's rules as the kernel does: hook after hook, chain after chain, to every end that they
/// may come to.
///
/// Nothing is sampled: where the rules leave it to chance every way is followed, with its probability. A class of many
/// packets is split where rules tell them apart.
public struct Tracer: Sendable {
    /// What they meet.
    public let ruleset: TracedRuleset
    /// The node.
    public let network: NodeNetwork
    /// The addresses that are the node's own, those that kube-proxy binds in ipvs mode among them.
    public let localAddresses: AddressSet
    private let steps: [FilterProgram.Hook: [HookStep]]

    /// Something that the kernel does at a hook.
    enum HookStep: Sendable {
        case chain(FilterProgram.HookChain)
        /// IPVS looks for a virtual server.
        case virtualServers
    }

    /// Traces through `ruleset` on a node.
    public init(_ ruleset: TracedRuleset, on network: NodeNetwork) {
        self.ruleset = ruleset
        self.network = network
        localAddresses = network.addresses.union(ruleset.virtualServers?.addresses ?? .none)
        var steps: [FilterProgram.Hook: [HookStep]] = [:]
        for hook in FilterProgram.Hook.allCases {
            steps[hook] = Self.steps(at: hook, ruleset)
        }
        self.steps = steps
    }

    /// What happens at a hook, in order. IPVS's places are those of `ip_vs_ops` in the kernel.
    private static func steps(at hook: FilterProgram.Hook, _ ruleset: TracedRuleset) -> [HookStep] {
        let chains = ruleset.program.hooks[hook] ?? []
        let ipvs: Int32? = hook == .input ? 99 : hook == .output ? -98 : nil
        guard let ipvs, ruleset.virtualServers != nil else { return chains.map(HookStep.chain) }
        return chains.filter { $0.place(at: hook) < ipvs }.map(HookStep.chain) + [.virtualServers]
            + chains.filter { $0.place(at: hook) >= ipvs }.map(HookStep.chain)
    }

    func step(_ place: Int, at hook: FilterProgram.Hook) -> HookStep? {
        guard let steps = steps[hook], place < steps.count else { return nil }
        return steps[place]
    }

    /// Follows packets to their ends.
    ///
    /// - Parameters:
    ///   - tracking: what conntrack says of them: `.new`, `.established` or `.invalid`.
    ///   - isRecorded: whether the steps on the way are wanted, not only the ends.
    public func trace(
        _ packet: PacketClass, tracking: TrackingStates = .new, isRecorded: Bool = true
    ) -> Trace {
        var run = TraceRun(self, isRecorded: isRecorded)
        run.follow(packet, tracking: tracking)
        return run.trace
    }

    /// The address that a process of the node sends from to `destination`: the destination itself where that is the
    /// node's own.
    public func processAddress(to destination: IPAddress) -> IPAddress {
        localAddresses.contains(destination.number) ? destination : network.primary
    }
}
