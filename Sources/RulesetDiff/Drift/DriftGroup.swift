import Addressing

/// Differences that have one cause.
struct DriftGroup: Sendable {
    /// What the cause is.
    var kind: DriftKind
    /// The service port; nil if it is about all.
    var service: String?
    /// What of it differs.
    var subject: String
    /// The differences; the first says most.
    var differences: [Difference]

    /// The first difference: what words are made of.
    var first: Difference { differences[0] }

    init(_ kind: DriftKind, service: String?, subject: String, _ differences: [Difference]) {
        self.kind = kind
        self.service = service
        self.subject = subject
        self.differences = differences
    }

    /// The group in words.
    func drift(_ family: IPFamily?, _ perspective: DriftPerspective) -> Drift {
        let words = DriftWords(self, perspective)
        return Drift(
            kind: kind, severity: severity, family: family, service: service, subject: subject, message: words.message,
            effect: words.effect, rules: differences.flatMap(\.rules))
    }

    /// The kind's severity, unless what differs lets through less than it should, or is what kube-proxy may leave out.
    private var severity: DriftSeverity {
        if differences.allSatisfy({ $0.expected?.isOptional == true && $0.live == nil }) { return .cosmetic }
        switch kind {
        case .sourceRange: return differences.contains(where: \.letsMoreThrough) ? .security : .broken
        case .duplicate: return differences.contains { $0.role == .choice } ? .broken : .cosmetic
        // An endpoint that can't get to itself, or an element for one that isn't there.
        case .masquerade where first.expected?.endpoint != nil || first.live?.endpoint != nil:
            return first.change == .extra ? .stale : .broken
        case .masquerade where first.role == .hairpin: return .broken
        case .masquerade: return differences.contains { $0.change != .extra } ? .security : .broken
        case .nodePort: return differences.allSatisfy { $0.change == .extra } ? .stale : .broken
        case .chainMissing, .chainFlushed: return first.block.role == .firewall ? .security : .broken
        default: return kind.severity
        }
    }
}

extension Difference {
    /// Whether packets get past a source range that shouldn't: a drop is missing, a range is too wide or too many, or
    /// nothing is held back at all.
    fileprivate var letsMoreThrough: Bool {
        if isWholeBlock { return change == .missing || change == .flushed }
        switch (role, change) {
        case (.sourceRange?, .missing): return false
        case (.sourceRange?, _): return true
        case (.firewallDrop?, .extra): return false
        case (.firewallDrop?, _): return true
        default: return expected?.parts[.policy] == "firewall"
        }
    }
}
