import Addressing
import Diagnostics

/// The way of packets from one source to one destination.
public struct TracedPath: Sendable {
    /// What reports call the source.
    public let source: String
    /// Where to.
    public let destination: Destination
    /// How source and destination were found.
    public let notes: [Reason]
    /// Whose rules: `kube-proxy 1.36 in iptables mode, node node-a`.
    public let rules: String
    /// The way through the rules; nil if there is none.
    public let passage: Passage?
    /// Why there is none.
    public let obstacle: Reason?

    /// Whether the source isn't of the cluster.
    private let isFromOutside: Bool

    /// A way through the rules.
    public struct Passage: Sendable {
        /// The source's address.
        public let sourceAddress: IPAddress
        /// The way.
        public let trace: Trace
        /// What followed it.
        public let tracer: Tracer
        /// The texts of the rules.
        public let texts: RuleText
        /// Why it ends where it does.
        public let reasons: [Reason]
        /// What the input calls endpoints: `pod shop/web-1`.
        public let owners: [SocketAddress: String]
        /// What it comes to.
        public let outcomes: Outcomes

        init(
            sourceAddress: IPAddress, trace: Trace, tracer: Tracer, texts: RuleText, reasons: [Reason],
            owners: [SocketAddress: String]
        ) {
            self.sourceAddress = sourceAddress
            self.trace = trace
            self.tracer = tracer
            self.texts = texts
            self.reasons = reasons
            self.owners = owners
            outcomes = Outcomes(trace)
        }
    }

    init(
        source: String, destination: Destination, notes: [Reason], rules: String = "", passage: Passage? = nil,
        obstacle: Reason? = nil, isFromOutside: Bool = false
    ) {
        self.source = source
        self.destination = destination
        self.notes = notes
        self.rules = rules
        self.passage = passage
        self.obstacle = obstacle
        self.isFromOutside = isFromOutside
    }

    /// Whether every packet of a new client arrives somewhere. A Service's address that no rule translates is nowhere,
    /// and so is a pod's own address for those outside the cluster. Pings of a node's addresses it answers itself.
    public var alwaysArrives: Bool {
        guard let passage else { return false }
        return passage.outcomes.cases.allSatisfy { possible in
            possible.outcomes.allSatisfy { arrives($0.outcome) }
        }
    }

    private func arrives(_ outcome: Outcome) -> Bool {
        switch outcome.kind {
        case .local: outcome.destination != nil || destination.service == nil || destination.isPing
        case .sent where outcome.destination != nil: true
        case .sent: destination.role == .pod ? !isFromOutside : destination.service == nil
        case .dropped, .rejected, .closed, .martian, .circle: false
        }
    }
}
