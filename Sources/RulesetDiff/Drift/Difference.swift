/// One difference of two rulesets, before those that have one cause are put together.
struct Difference: Sendable {
    /// What happened to a line or a block.
    enum Change: Sendable, Hashable {
        /// It should be there and isn't.
        case missing
        /// It is there and shouldn't be.
        case extra
        /// It differs in these parts.
        case changed(Set<LinePart>)
        /// It differs in its comment.
        case comment
        /// It stands where it has another effect.
        case moved
        /// It is there twice.
        case copy
        /// It is there and empty.
        case flushed
        /// Its endpoints have other shares.
        case uneven
    }

    /// What happened.
    var change: Change
    /// The block, or the one that the line stands in.
    var block: BlockFacts
    /// Whether it is about the block as a whole.
    var isWholeBlock = false
    /// Whether it is about all blocks of the block's table.
    var isWholeTable = false
    /// Whether it is about the only line of a block that has none left.
    var isLast = false
    /// The line as it should be.
    var expected: LineFacts?
    /// The line as it is.
    var live: LineFacts?
    /// The service port whose difference it follows from, if it is about all.
    var cause: String?
    /// The endpoints behind it, if it is about a whole virtual server.
    var endpoints: Set<String> = []
    /// The endpoints that the block chooses from, if it is about the block as a whole.
    var choices: [LineFacts] = []
    /// The rules to show for it.
    var rules: [RuleChange] = []

    /// What the line is for.
    var role: LineRole? { (expected ?? live)?.role }
    /// The service port that it belongs to.
    var service: String? {
        if isWholeTable { return nil }
        return isWholeBlock ? block.service ?? cause : expected?.service ?? live?.service ?? block.service ?? cause
    }
    /// What the line is about.
    var subject: String { expected?.subject ?? live?.subject ?? block.endpoint ?? "" }

    /// The kind of drift that it would be by itself.
    var kind: DriftKind {
        if isWholeTable { return .tableFlushed }
        if isWholeBlock { return blockKind }
        switch change {
        case .comment: return .comment
        case .copy: return .duplicate
        case .moved: return .order
        case .uneven: return .order
        case .flushed: return .chainFlushed
        case .missing: return role.map { Self.kinds($0).missing } ?? .rule
        // An endpoint where the policy doesn't want it.
        case .extra where role == .choice && live?.parts[.policy] == "cluster": return .policy
        case .extra: return role.map { Self.kinds($0).extra } ?? .ruleUnknown
        case .changed(let parts):
            if parts == [.policy] && [expected, live].contains(where: { $0?.parts[.policy] == "firewall" }) {
                return .sourceRange
            }
            // What goes to no chain of the Service's at all is a matter of the chain called, not of the policy.
            let isElsewhere = expected?.parts[.policy] != nil && live?.parts[.policy] == nil
            return role.map { Self.kind(of: $0, isElsewhere ? parts.subtracting([.policy]) : parts, block.role) }
                ?? .rule
        }
    }

    private var blockKind: DriftKind {
        if change == .flushed { return expected?.role == .firewallDrop ? .sourceRange : .chainFlushed }
        let isMissing = change == .missing
        if block.role == .virtualServer, role == .nodePort { return .nodePort }
        switch block.role {
        case .canary: return .canary
        case .endpoint: return isMissing ? .endpointMissing : .endpointStale
        case .firewall: return .sourceRange
        case .affinity: return .affinity
        case .virtualServer: return isMissing ? .addressMissing : .addressStale
        case .base: return isMissing ? .baseChain : .chainStale
        case .fixed, .interface, .clusterEndpoints, .localEndpoints, .external:
            return isMissing ? .chainMissing : .chainStale
        }
    }

    /// What a missing line of a role is, and one too many.
    private static func kinds(_ role: LineRole) -> (missing: DriftKind, extra: DriftKind) {
        switch role {
        case .clusterIP, .externalIP, .loadBalancerIP, .address: (.addressMissing, .addressStale)
        case .nodePort: (.nodePort, .nodePort)
        case .refusal: (.reject, .reject)
        case .choice, .destination: (.endpointMissing, .endpointStale)
        case .balancing: (.rule, .ruleUnknown)
        case .affinityChoice, .affinityRecord: (.affinity, .affinity)
        case .masquerade, .hairpin: (.masquerade, .masquerade)
        case .policy: (.policy, .policy)
        case .sourceRange, .firewallDrop: (.sourceRange, .sourceRange)
        case .healthCheck: (.healthCheck, .healthCheck)
        case .localnet: (.localnet, .localnet)
        case .jump: (.jump, .jump)
        case .hook: (.baseChain, .baseChain)
        case .definition: (.setDefinition, .setDefinition)
        case .rule: (.rule, .ruleUnknown)
        case .unknown: (.rule, .ruleUnknown)
        }
    }

    /// What a line of a role is that differs in some parts: the first row that has the role and one of the parts.
    private static func kind(of role: LineRole, _ parts: Set<LinePart>, _ block: BlockRole) -> DriftKind {
        if block == .virtualServer, role != .choice, parts.isDisjoint(with: [.match, .port, .transport]) {
            return parts.contains(.scheduler) ? .scheduler : parts.contains(.timeout) ? .affinity : .setDefinition
        }
        switch role {
        // kube-proxy's own socket, in userspace mode.
        case .clusterIP where parts == [.endpointPort], .nodePort where parts == [.endpointPort]: return .endpointPort
        case .clusterIP, .externalIP, .loadBalancerIP:
            return parts == [.policy] ? .policy : parts.contains(.verdict) ? .jump : .address
        case .nodePort:
            return parts == [.policy] ? .policy : parts.isSubset(of: [.policy, .verdict]) ? .jump : .nodePort
        case .choice, .destination:
            if parts.contains(.address) { return .endpointAddress }
            if parts.contains(.endpointPort) { return .endpointPort }
            if parts.contains(.probability) || parts.contains(.weight) { return .probability }
            if parts == [.timeout] { return .affinity }
            return parts.contains(.verdict) ? .jump : .rule
        case .balancing:
            return parts.contains(.probability) ? .probability : parts.contains(.verdict) ? .affinity : .rule
        case .definition:
            if block == .affinity || parts == [.timeout] { return .affinity }
            return parts.contains(.scheduler) ? .scheduler : .setDefinition
        case .policy: return parts == [.verdict] ? .jump : .policy
        case .rule, .unknown: return .rule
        default: return kinds(role).missing
        }
    }
}
