import Addressing

/// One way in which a node's rules differ from what they should be, said once however many rules show it.
public struct Drift: Sendable, Hashable {
    /// What differs.
    public var kind: DriftKind
    /// How much it matters.
    public var severity: DriftSeverity
    /// The family of the rules; nil if it is about the node as a whole.
    public var family: IPFamily?
    /// The service port that it is about, by its key (`shop/web:http`); nil if it is about all.
    public var service: String?
    /// What of it differs: an endpoint, an address and port, a network, a chain. Empty if the kind says it all.
    public var subject: String
    /// What differs, in words. It starts lower case and ends without a full stop.
    public var message: String
    /// What that does to traffic, in the same style; empty if nothing.
    public var effect: String
    /// The rules that show it, in the order of the rulesets.
    public var rules: [RuleChange]

    /// A drift.
    public init(
        kind: DriftKind, severity: DriftSeverity, family: IPFamily? = nil, service: String? = nil, subject: String = "",
        message: String, effect: String = "", rules: [RuleChange] = []
    ) {
        self.kind = kind
        self.severity = severity
        self.family = family
        self.service = service
        self.subject = subject
        self.message = message
        self.effect = effect
        self.rules = rules
    }

    /// The Service without its port: `shop/web`. In ipvs mode one that nobody knows is called by its address and port.
    public var serviceName: String? { service.map { Self.serviceName(ofKey: $0) } }

    /// The name of the Service's port: `http`; empty if it has none.
    public var portName: String {
        guard let service, let name = serviceName else { return "" }
        return String(service.dropFirst(name.count).dropFirst())
    }

    /// The Service that a service port's key names.
    static func serviceName(ofKey key: String) -> String {
        guard let slash = key.firstIndex(of: "/"), let colon = key.firstIndex(of: ":"), colon > slash else {
            return key
        }
        return String(key[..<colon])
    }
}

/// A rule, element or chain line on both sides.
public struct RuleChange: Sendable, Hashable {
    /// Where it stands: `nat KUBE-SVC-67NZLRHBNDSAWJRO`, `set cluster-ips`, `virtual server 10.96.0.20:80/TCP`.
    public var place: String
    /// As it is; nil if it isn't there.
    public var live: String?
    /// As it should be; nil if it shouldn't be there.
    public var expected: String?

    /// A rule on both sides.
    public init(place: String, live: String?, expected: String?) {
        self.place = place
        self.live = live
        self.expected = expected
    }
}

/// How much a drift matters.
public enum DriftSeverity: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Nothing happens to traffic.
    case cosmetic
    /// Traffic goes where it shouldn't any more.
    case stale
    /// Traffic doesn't get where it should, or not as it should.
    case broken
    /// Traffic passes that should be held back.
    case security

    /// By weight: cosmetic is the least.
    public static func < (a: DriftSeverity, b: DriftSeverity) -> Bool { a.weight < b.weight }

    private var weight: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
