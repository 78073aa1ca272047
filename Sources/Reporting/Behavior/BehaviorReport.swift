import Addressing
import Diagnostics
import PacketTrace
import ServiceProxy

/// What changes for traffic between two rulesets, by Service.
public struct BehaviorReport: Sendable {
    /// A change, and the family of its packets.
    public struct Item: Sendable {
        /// The family.
        public let family: IPFamily
        /// The change.
        public let change: TrafficChange

        /// A change of one family.
        public init(_ change: TrafficChange, _ family: IPFamily) {
            self.change = change
            self.family = family
        }

        /// The Service, as `NAMESPACE/NAME`; nil for what is for no single one.
        public var serviceName: String? { change.service.map { String($0.prefix { $0 != ":" }) } }

        /// The name of the Service's port; empty if it has none.
        var portName: String { change.service.map { String($0.drop { $0 != ":" }.dropFirst()) } ?? "" }
    }

    /// Changes under one heading.
    struct Group: Sendable {
        /// The Service, or what the packets are.
        let title: String
        /// Where the Service's name stands in the manifests, if that is known.
        let location: SourceLocation?
        /// The changes.
        var items: [Item]
    }

    /// What was compared with what.
    public let subject: DiffReport.Subject
    /// The changes: those of Services by name, then what is for no single one.
    public let items: [Item]
    /// The Services that either side has.
    public let serviceCount: Int
    /// How many changes were left out because that was asked for.
    public let ignoredCount: Int
    private let locations: [String: SourceLocation]

    /// A report on changes; `locations` says where Services (`NAMESPACE/NAME`) stand.
    public init(
        _ items: [Item], of subject: DiffReport.Subject, services: Int, ignored: Int = 0,
        locations: [String: SourceLocation] = [:]
    ) {
        self.items = items
        self.subject = subject
        serviceCount = services
        ignoredCount = ignored
        self.locations = locations
    }

    /// The changes by what they are about.
    var groups: [Group] {
        var places: [String: Int] = [:]
        var groups: [Group] = []
        for item in items {
            let title = item.serviceName ?? Self.title(item.change.state)
            if let place = places[title] {
                groups[place].items.append(item)
            } else {
                places[title] = groups.count
                groups.append(
                    Group(title: title, location: item.serviceName.flatMap { locations[$0] }, items: [item]))
            }
        }
        return groups.filter { $0.items.first?.change.service != nil }.sorted { $0.title < $1.title }
            + groups.filter { $0.items.first?.change.service == nil }
    }

    /// Where a Service's name stands.
    func location(of item: Item) -> SourceLocation? { item.serviceName.flatMap { locations[$0] } }

    private static func title(_ state: TrafficState) -> String {
        switch state {
        case .new: "no single Service"
        case .established: "connections that are established"
        case .invalid: "packets that conntrack finds invalid"
        }
    }

    /// One line on the whole: `3 changes; 2 Services of 11`.
    public var summary: String {
        let ignored = ignoredCount == 0 ? "" : "; \(ignoredCount) ignored"
        if items.isEmpty {
            return "no change for traffic: \(DiffReport.count(serviceCount, "Service")) compared\(ignored)"
        }
        let services = Set(items.compactMap(\.serviceName)).count
        return "\(DiffReport.count(items.count, "change")) for traffic"
            + (services == 0
                ? "" : "; \(DiffReport.count(services, "Service")) of \(max(serviceCount, services))")
            + ignored
    }
}
