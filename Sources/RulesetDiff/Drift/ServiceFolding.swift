import ProxyNames
/// The differences of one service port, those that follow from others put under them.
///
/// An endpoint that has gone shows in the choice, in its chain, in the shares of all others, and, if it was the only
/// one, in every rule of the Service. All that is one drift.
struct ServiceFolding {
    /// The groups that are left.
    private(set) var groups: [DriftGroup] = []
    private let service: String
    private var differences: [Difference]

    init(_ service: String, _ differences: [Difference]) {
        self.service = service
        self.differences = differences
        foldAddresses()
        foldPolicy()
        foldEndpoints()
        foldConsequences()
        let rules = takeRulesOfSets()
        groups += DriftGrouping.collect(self.differences, service: service)
        fold(rules)
        for absorption in Self.absorptions { absorb(absorption) }
        leadWithWhatSaysMost()
    }

    /// Whether clients are kept is said by the choice of those who are known, not by the rules that note them.
    private mutating func leadWithWhatSaysMost() {
        for place in groups.indices where groups[place].kind == .affinity {
            let found = groups[place].differences
            groups[place].differences =
                found.filter { $0.role == .affinityChoice } + found.filter { $0.role != .affinityChoice }
        }
    }

    private static let endpointKinds: Set<DriftKind> = [
        .endpointMissing, .endpointStale, .endpointPort, .endpointAddress,
    ]

    // MARK: Addresses

    /// One group an address or port of the Service that rules name by it alone.
    private mutating func foldAddresses() {
        guard differences.contains(where: { $0.destination != nil }) else { return }
        let folding = AddressFolding(service, differences)
        groups = folding.groups
        differences = folding.rest
    }

    /// The endpoints that another policy gives the addresses for traffic from outside, where a set says that the policy
    /// is another.
    private mutating func foldPolicy() {
        let isCause = { (difference: Difference) in difference.kind == .policy && difference.isOfPolicySet }
        guard differences.contains(where: isCause) else { return }
        let found = differences.filter(isCause)
        var consequences: [Difference] = []
        differences.removeAll { difference in
            if isCause(difference) { return true }
            guard difference.followsFromExternalPolicy else { return false }
            consequences.append(difference)
            return true
        }
        groups.append(DriftGroup(.policy, service: service, subject: "", found + consequences))
    }

    // MARK: Endpoints

    /// One group an endpoint, with all that is about it. An endpoint that is missing and one of the same address that
    /// is too many are one on another port.
    private mutating func foldEndpoints() {
        if differences.contains(where: \.saysThatThereIsNoEndpoint) {
            differences += differences.flatMap(\.choicesByThemselves)
        }
        var kinds: [String: DriftKind] = [:]
        var order: [String] = []
        for difference in differences where Self.endpointKinds.contains(difference.kind) {
            guard let endpoint = difference.endpoint else { continue }
            if kinds[endpoint] == nil { order.append(endpoint) }
            kinds[endpoint] = kinds[endpoint] ?? difference.kind
        }
        if order.isEmpty { return }
        let aliases = Self.movedEndpoints(order, &kinds)
        var members: [String: [Difference]] = [:]
        differences.removeAll { difference in
            guard let endpoint = difference.endpoint, kinds[endpoint] != nil else { return false }
            members[aliases[endpoint] ?? endpoint, default: []].append(difference)
            return true
        }
        for endpoint in order where aliases[endpoint] == nil {
            guard let kind = kinds[endpoint], let found = members[endpoint], !found.isEmpty else { continue }
            let leading = found.filter { $0.kind == kind } + found.filter { $0.kind != kind }
            groups.append(DriftGroup(kind, service: service, subject: endpoint, leading))
        }
    }

    /// Stale endpoints by the missing one of the same address, which becomes one on another port.
    private static func movedEndpoints(_ endpoints: [String], _ kinds: inout [String: DriftKind]) -> [String: String] {
        var missing: [Substring: String] = [:]
        for endpoint in endpoints where kinds[endpoint] == .endpointMissing {
            missing[address(of: endpoint)] = endpoint
        }
        var aliases: [String: String] = [:]
        for endpoint in endpoints where kinds[endpoint] == .endpointStale {
            guard let other = missing.removeValue(forKey: address(of: endpoint)) else { continue }
            aliases[endpoint] = other
            kinds[other] = .endpointPort
        }
        return aliases
    }

    private static func address(of endpoint: String) -> Substring {
        endpoint[..<(endpoint.lastIndex(of: ":") ?? endpoint.endIndex)]
    }

    /// Other shares follow from other endpoints; and where the first endpoint came or the last one went, everything
    /// else does too.
    private mutating func foldConsequences() {
        guard let first = groups.firstIndex(where: { Self.endpointKinds.contains($0.kind) }) else { return }
        let comesOrGoes = differences.contains { $0.kind == .reject }
        var consequences: [Difference] = []
        differences.removeAll { difference in
            let follows =
                difference.kind == .probability && difference.block.role != .virtualServer
                || difference.change == .uneven
                || comesOrGoes && Self.followFromEndpoints.contains(difference.kind)
            if follows { consequences.append(difference) }
            return follows
        }
        groups[first].differences += consequences
    }

    private static let followFromEndpoints: Set<DriftKind> = [
        .reject, .addressMissing, .addressStale, .address, .nodePort, .chainMissing, .chainStale, .chainFlushed,
        .policy, .masquerade, .sourceRange, .affinity, .jump, .order,
    ]

    // MARK: Rules that look packets up in sets

    private mutating func takeRulesOfSets() -> [Difference] {
        let found = differences.filter(\.followsFromSet)
        if !found.isEmpty { differences.removeAll(where: \.followsFromSet) }
        return found
    }

    /// Puts rules that come and go with a set's first element to what that element is about.
    private mutating func fold(_ rules: [Difference]) {
        for rule in rules {
            let sets = rule.ruleSets
            let place = groups.firstIndex { group in group.differences.contains { $0.isElement(of: sets) } }
            if let place = place ?? groups.indices.first {
                groups[place].differences.append(rule)
            } else {
                groups += DriftGrouping.collect([rule], service: nil)
            }
        }
    }

    // MARK: Other causes

    /// A kind of drift that explains others of the same service port.
    private struct Absorption {
        let cause: DriftKind
        let consequence: @Sendable (Difference) -> Bool
    }

    private static let absorptions: [Absorption] = [
        .init(cause: .policy) { difference in
            switch difference.block.role {
            // The chains of endpoints that only one of the policies uses come and go with it.
            case .clusterEndpoints, .localEndpoints, .endpoint, .affinity: difference.isWholeBlock
            case .external: !difference.isWholeBlock
            // Without endpoints that the policy allows, packets are refused.
            default: difference.role == .hairpin || difference.role == .refusal
            }
        },
        // Only endpoints that keep their clients have chains and sets of their own (nftables mode).
        .init(cause: .affinity) { difference in
            switch difference.block.role {
            case .endpoint, .affinity: difference.isWholeBlock
            default: difference.role == .affinityChoice || difference.change == .changed([.verdict])
            }
        },
        .init(cause: .sourceRange) { $0.kind == .sourceRange && !$0.isWholeBlock },
        .init(cause: .addressMissing) { $0.followsFromAddress || $0.isExternalChain },
        .init(cause: .addressStale) { $0.followsFromAddress || $0.isExternalChain },
        .init(cause: .address) { $0.followsFromAddress },
        .init(cause: .reject) { $0.followsFromRefusal },
        .init(cause: .nodePort) { $0.isExternalChain || $0.isProxyPortRule },
    ]

    private mutating func absorb(_ absorption: Absorption) {
        let isCause = { (group: DriftGroup) in
            group.kind == absorption.cause && (group.kind != .sourceRange || group.subject.isEmpty)
                && group.first.role != .address
        }
        guard let cause = groups.firstIndex(where: isCause) else { return }
        var kept: [DriftGroup] = []
        var absorbed: [Difference] = []
        for (place, group) in groups.enumerated() {
            if place != cause && !isCause(group) && group.differences.allSatisfy(absorption.consequence) {
                absorbed += group.differences
            } else {
                kept.append(group)
            }
        }
        if absorbed.isEmpty { return }
        groups = kept
        if let place = groups.firstIndex(where: isCause) { groups[place].differences += absorbed }
    }
}

extension Difference {
    /// Whether it is about a refusal of packets because there is no endpoint at all, here or elsewhere.
    fileprivate var saysThatThereIsNoEndpoint: Bool {
        role == .refusal && (change == .missing || change == .extra)
            && (expected ?? live)?.parts[.verdict] == "reject-chain"
    }

    /// A difference for each endpoint of a choice that came with the first endpoint or went with the last one.
    fileprivate var choicesByThemselves: [Difference] {
        choices.map { choice in
            let isMissing = change == .missing
            return Difference(
                change: change, block: block, expected: isMissing ? choice : nil, live: isMissing ? nil : choice,
                rules: [
                    RuleChange(
                        place: block.name, live: isMissing ? nil : choice.text,
                        expected: isMissing ? choice.text : nil)
                ])
        }
    }

    /// The endpoint that it is about.
    fileprivate var endpoint: String? {
        if let endpoint = block.endpoint ?? expected?.endpoint ?? live?.endpoint { return endpoint }
        switch role {
        case .choice, .affinityChoice, .affinityRecord, .destination, .hairpin: return subject
        default: return nil
        }
    }

    /// Whether it is a rule, or a chain of such, that comes and goes with the elements of a set.
    fileprivate var followsFromSet: Bool {
        cause != nil && (change == .flushed || !ruleSets.isEmpty)
    }

    /// Whether it is an element of a set of addresses or ports with one policy.
    fileprivate var isOfPolicySet: Bool { destination != nil && block.role != .virtualServer }

    /// Whether it is one of the endpoints that an address for traffic from outside has by one policy and not by the
    /// other, or the port where load balancers ask for the node's health.
    fileprivate var followsFromExternalPolicy: Bool {
        guard change == .missing || change == .extra else { return false }
        if role == .healthCheck { return block.role != .base }
        guard role == .choice, !isWholeBlock, let address = block.addressRole, address != .clusterIP else {
            return false
        }
        return (expected ?? live)?.parts[.policy] == "cluster"
    }

    /// Whether it is a rule that names the Service's address only because of that address.
    fileprivate var followsFromAddress: Bool {
        if role == .address && (change == .missing || change == .extra) { return true }
        guard role == .masquerade || role == .refusal || role == .address, case .changed(let parts) = change else {
            return false
        }
        return parts.isSubset(of: [.match, .port, .transport])
    }

    /// Whether it comes with the end of a refusal, or goes with its beginning.
    fileprivate var followsFromRefusal: Bool {
        if isWholeBlock { return block.service != nil }
        switch role {
        case .clusterIP, .externalIP, .loadBalancerIP, .nodePort, .address, .hairpin: return change != .comment
        default: return false
        }
    }

    /// Whether it lets packets to a node port through to kube-proxy's socket, in userspace mode.
    fileprivate var isProxyPortRule: Bool {
        block.name.hasSuffix(IptablesChainName.Fixed.nodePortNonLocal.rawValue)
    }

    /// Whether it is the whole chain for traffic from outside, which comes and goes with what leads there.
    fileprivate var isExternalChain: Bool { block.role == .external && isWholeBlock }
}
