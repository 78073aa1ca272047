import Addressing
import Diagnostics
import PacketTrace
import ServiceProxy

/// What changes for traffic as JSON. Names stay as they are within one `schemaVersion`; members may be added.
public enum BehaviorJSONReport {
    /// The number of the schema, which changes when a member changes its meaning or goes.
    public static let schemaVersion = 1

    /// The whole report, as one object.
    public static func text(_ report: BehaviorReport) -> String {
        let subject = report.subject
        return JSONValue.object([
            ("schemaVersion", .number(schemaVersion)),
            ("from", subject.live.json),
            ("to", subject.expected.json),
            ("families", .array(subject.families.map { name($0) })),
            ("summary", summary(report)),
            ("changes", .array(report.items.map { change($0, report) })),
        ]).text
    }

    private static func summary(_ report: BehaviorReport) -> JSONValue {
        .object(
            [("changes", .number(report.items.count))]
                + TrafficChangeKind.allCases.map { kind in
                    (kind.rawValue, .number(report.items.count { $0.change.kind == kind }))
                } + [
                    ("servicesWithChange", .number(Set(report.items.compactMap(\.serviceName)).count)),
                    ("services", .number(report.serviceCount)),
                    ("ignored", .number(report.ignoredCount)),
                ])
    }

    private static func change(_ item: BehaviorReport.Item, _ report: BehaviorReport) -> JSONValue {
        let change = item.change
        return .object([
            ("kind", .string(change.kind.rawValue)),
            ("family", name(item.family)),
            ("service", JSONValue(item.serviceName)),
            ("port", JSONValue(item.portName.isEmpty ? nil : item.portName)),
            ("connection", .string(change.state.rawValue)),
            ("location", report.location(of: item).map { location($0) } ?? .null),
            ("targets", .array(change.targets.map { target($0, item.family) })),
            ("before", behavior(change.before)),
            ("after", behavior(change.after)),
        ])
    }

    private static func location(_ place: SourceLocation) -> JSONValue {
        .object([("file", .string(place.file)), ("line", .number(place.line)), ("column", .number(place.column))])
    }

    private static func name(_ family: IPFamily) -> JSONValue { .string(family == .ipv4 ? "ipv4" : "ipv6") }

    // MARK: Packets

    private static func target(_ target: TrafficChange.Target, _ family: IPFamily) -> JSONValue {
        let (kind, port, transport) = facts(target.destination)
        return .object([
            ("destination", .string(kind)),
            ("port", port.map { .number(Int($0)) } ?? .null),
            ("protocol", JSONValue(transport.map { TransportProtocol(rawValue: $0).map { "\($0.name)" } ?? "\($0)" })),
            ("addresses", networks(target.addresses, family)),
            ("senders", .array(target.senders.map { sender($0, family) })),
        ])
    }

    private static func facts(_ destination: TrafficDestination) -> (String, UInt16?, UInt8?) {
        switch destination {
        case .service(let role, _, let port, let transport): (word(role), port, transport)
        case .nodePort(let port, let transport, _): ("node-port", port, transport)
        case .otherPorts(let role): ("other-ports-of-\(word(role))", nil, nil)
        case .otherProtocols(let role): ("other-protocols-of-\(word(role))", nil, nil)
        case .node: ("node", nil, nil)
        case .others: ("others", nil, nil)
        }
    }

    private static func word(_ role: TrafficDestination.ServiceAddress) -> String {
        role.rawValue.lowercased().split(separator: " ").joined(separator: "-")
    }

    private static func sender(_ sender: TrafficSender, _ family: IPFamily) -> JSONValue {
        var members: [(String, JSONValue)] = [("kind", .string(sender.source.rawValue))]
        switch sender.addresses {
        case .all: break
        case .only(let addresses): members.append(("only", networks(addresses, family)))
        case .allBut(let addresses): members.append(("allBut", networks(addresses, family)))
        }
        return .object(members)
    }

    private static func networks(_ addresses: AddressSet, _ family: IPFamily) -> JSONValue {
        .array(addresses.ranges.flatMap { $0.prefixes(family) }.map { .string($0.isHost ? "\($0.address)" : "\($0)") })
    }

    // MARK: Outcomes

    private static func behavior(_ behavior: TrafficBehavior) -> JSONValue {
        .array(
            behavior.cases.enumerated().map { row, distribution in
                let answers = behavior.unknown.enumerated().map { place, match in
                    JSONValue.object([("match", .string(match)), ("holds", .bool(row >> place & 1 == 1))])
                }
                return .object([
                    ("if", .array(answers)),
                    ("outcomes", .array(distribution.shares.map { share($0) })),
                    ("affinitySeconds", distribution.affinitySeconds.map { .number(Int($0)) } ?? .null),
                ])
            })
    }

    private static func share(_ share: TrafficShare) -> JSONValue {
        .object([
            ("outcome", .string(word(share.outcome))),
            ("endpoint", JSONValue(share.outcome.isEndpoint ? share.outcome.endpointText : nil)),
            ("share", .string("\(share.share)")),
            ("source", .string(share.seesNode ? "node" : "client")),
            ("isUncertain", .bool(share.isUncertain)),
        ])
    }

    private static func word(_ outcome: TrafficOutcome) -> String {
        switch outcome {
        case .endpoint: "endpoint"
        case .itself: "itself"
        case .untouched: "untouched"
        case .node: "node"
        case .dropped: "dropped"
        case .rejected: "rejected"
        case .closed: "closed"
        case .circle: "circle"
        }
    }
}
