import ServiceProxy

/// Which drifts are meant.
public struct DriftFilter: Sendable {
    private let services: [ServicePattern]
    private let ignored: [Wildcard]

    /// Only what belongs to one of `services` (all if there are none), without what one of the patterns `ignored`
    /// names: a kind of drift (`comment`), a Service or its port (`shop/*`), or a chain, set or virtual server
    /// (`KUBE-FORWARD`, `nat KUBE-*`).
    public init(services: [ServicePattern] = [], ignored: [String] = []) {
        self.services = services
        self.ignored = ignored.map { Wildcard($0) }
    }

    /// Whether `drift` is meant. It is ignored by a chain only if all its rules stand in such chains.
    public func includes(_ drift: Drift) -> Bool {
        if !isAsked(drift.service) { return false }
        if ignored.isEmpty { return true }
        if isIgnored(drift.kind.rawValue) || isIgnored(service: drift.service) { return false }
        return drift.rules.isEmpty || !drift.rules.allSatisfy { isIgnored(place: $0.place) }
    }

    /// Whether a drift is ignored though its Service is asked for.
    public func ignores(_ drift: Drift) -> Bool { isAsked(drift.service) && !includes(drift) }

    /// Whether what is about a service port is meant; nil for what is about none.
    public func asksFor(_ service: String?) -> Bool { isAsked(service) }

    /// Whether something of this kind, about this service port, is to be left out.
    public func ignores(kind: String, of service: String?) -> Bool { isIgnored(kind) || isIgnored(service: service) }

    /// The same for lines of a text, of which no kind of drift is known.
    public var scope: DriftScope {
        { service, block in isAsked(service) && !isIgnored(service: service) && !isIgnored(place: block) }
    }

    private func isAsked(_ service: String?) -> Bool {
        if services.isEmpty { return true }
        guard let service else { return false }
        return services.contains { $0.matches(key: service) }
    }

    private func isIgnored(_ text: some StringProtocol) -> Bool { ignored.contains { $0.matches(text) } }

    private func isIgnored(service: String?) -> Bool {
        guard let service else { return false }
        return isIgnored(service) || isIgnored(service.prefix { $0 != ":" })
    }

    private func isIgnored(place: String) -> Bool {
        isIgnored(place) || isIgnored(place.drop { $0 != " " }.dropFirst())
    }
}
