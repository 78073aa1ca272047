/// What can differ between a node's rules and what they should be. The raw value is the kind's stable name, which
/// reports and `--ignore` use.
public enum DriftKind: String, Sendable, Hashable, CaseIterable {
    case serviceMissing = "service-missing"
    case serviceUnknown = "service-unknown"
    case endpointMissing = "endpoint-missing"
    case endpointStale = "endpoint-stale"
    case endpointPort = "endpoint-port"
    case endpointAddress = "endpoint-address"
    case probability
    case addressMissing = "address-missing"
    case addressStale = "address-stale"
    case address
    case nodePort = "node-port"
    case reject
    case policy
    case affinity
    case masquerade
    case sourceRange = "source-range"
    case healthCheck = "health-check"
    case localnet
    case scheduler
    case jump
    case order
    case baseChain = "base-chain"
    case setDefinition = "set-definition"
    case chainMissing = "chain-missing"
    case chainStale = "chain-stale"
    case chainFlushed = "chain-flushed"
    case tableFlushed = "table-flushed"
    case rule
    case ruleUnknown = "rule-unknown"
    case duplicate
    case comment
    case canary
    case familyMissing = "family-missing"
    case otherMode = "other-mode"
    case otherBackend = "other-backend"
    case otherVersion = "other-version"

    /// How much a drift of this kind matters where nothing about it says otherwise.
    public var severity: DriftSeverity {
        switch self {
        case .localnet, .sourceRange, .masquerade: .security
        case .serviceUnknown, .endpointStale, .addressStale, .chainStale, .ruleUnknown, .otherMode, .otherBackend:
            .stale
        case .comment, .canary, .duplicate, .otherVersion: .cosmetic
        case .serviceMissing, .endpointMissing, .endpointPort, .endpointAddress, .probability, .addressMissing,
            .address,
            .nodePort, .reject, .policy, .affinity, .healthCheck, .scheduler, .jump, .order, .baseChain, .setDefinition,
            .chainMissing, .chainFlushed, .tableFlushed, .rule, .familyMissing:
            .broken
        }
    }

    /// Whether it is about other modes and families than those that were compared rule by rule.
    public var isLeftover: Bool { self == .otherMode || self == .otherBackend || self == .familyMissing }

    /// What the kind is, for a list of kinds.
    public var summary: String {
        switch self {
        case .serviceMissing: "a Service has no rules"
        case .serviceUnknown: "there are rules for a Service that doesn't exist or has none on this node"
        case .endpointMissing: "an endpoint gets no connections"
        case .endpointStale: "connections go to an endpoint that isn't one any more"
        case .endpointPort: "connections go to another port of an endpoint"
        case .endpointAddress: "connections go to another address than the endpoint's"
        case .probability: "endpoints get other shares of the connections"
        case .addressMissing: "an address of a Service isn't served"
        case .addressStale: "an address is served that isn't the Service's"
        case .address: "a Service is served on another address, port or protocol"
        case .nodePort: "a node port is missing, stale or wrong"
        case .reject: "packets that find no endpoint are treated otherwise"
        case .policy: "traffic goes to other endpoints than the traffic policy says"
        case .affinity: "clients are kept at their endpoint otherwise, or not at all"
        case .masquerade: "sources are rewritten otherwise, or not at all"
        case .sourceRange: "other clients may use a load-balancer address"
        case .healthCheck: "a load balancer's health check is let in otherwise, or not at all"
        case .localnet: "packets from outside get to services on localhost"
        case .scheduler: "connections are spread by another rule"
        case .jump: "a chain is called otherwise, or not at all"
        case .order: "rules stand in an order that has another effect"
        case .baseChain: "a base chain hangs at another place of the kernel"
        case .setDefinition: "a set or map is made for something else"
        case .chainMissing: "a chain, set or map is missing"
        case .chainStale: "a chain, set or map is left over"
        case .chainFlushed: "a chain, set or map has been emptied"
        case .tableFlushed: "a whole table has been emptied"
        case .rule: "a rule for all Services differs"
        case .ruleUnknown: "a rule that kube-proxy doesn't write stands in one of its chains"
        case .duplicate: "a rule or element stands twice"
        case .comment: "a comment differs"
        case .canary: "the chain by which kube-proxy notices a flush is missing"
        case .familyMissing: "there are no rules for an address family"
        case .otherMode: "rules of another proxy mode are left over"
        case .otherBackend: "both back ends of iptables hold kube-proxy's rules"
        case .otherVersion: "the rules look like those of another kube-proxy version"
        }
    }

    /// Whether another kube-proxy version could be the reason: not for what only others do to its rules.
    public var mayComeFromVersion: Bool {
        switch self {
        case .canary, .duplicate, .ruleUnknown, .otherMode, .otherBackend: false
        default: true
        }
    }
}
