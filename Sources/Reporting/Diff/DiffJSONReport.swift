import Addressing
import Diagnostics
import RulesetDiff
import ServiceProxy

/// A comparison as JSON. Names stay as they are within one `schemaVersion`; members may be added.
public enum DiffJSONReport {
    /// The number of the schema, which changes when a member changes its meaning or goes.
    public static let schemaVersion = 1

    /// The whole report, as one object.
    public static func text(_ report: DiffReport) -> String {
        let subject = report.subject
        return JSONValue.object([
            ("schemaVersion", .number(schemaVersion)),
            ("perspective", .string(subject.perspective == .drift ? "drift" : "change")),
            ("live", subject.live.json),
            ("expected", subject.expected.json),
            ("families", .array(subject.families.map { name($0) })),
            ("summary", summary(report)),
            ("drifts", .array(report.groups.flatMap { group in group.drifts.map { drift($0, in: group) } })),
        ]).text
    }

    private static func summary(_ report: DiffReport) -> JSONValue {
        let drifts = report.drifts
        return .object(
            [("drifts", .number(drifts.count))]
                + DriftSeverity.allCases.reversed().map { severity in
                    (severity.rawValue, .number(drifts.count { $0.severity == severity }))
                } + [
                    ("servicesWithDrift", .number(report.groups.count { $0.service != nil })),
                    ("services", .number(report.counts.services)),
                    ("rules", .number(report.counts.rules)),
                    ("ignored", .number(report.counts.ignored)),
                ])
    }

    private static func drift(_ drift: Drift, in group: DiffReport.Group) -> JSONValue {
        .object([
            ("id", .string(drift.fingerprint)),
            ("kind", .string(drift.kind.rawValue)),
            ("severity", .string(drift.severity.rawValue)),
            ("family", drift.family.map { name($0) } ?? .null),
            ("service", JSONValue(drift.serviceName)),
            ("port", JSONValue(drift.portName.isEmpty ? nil : drift.portName)),
            ("subject", JSONValue(drift.subject.isEmpty ? nil : drift.subject)),
            ("message", .string(drift.message)),
            ("effect", JSONValue(drift.effect.isEmpty ? nil : drift.effect)),
            ("location", group.location.map { location($0) } ?? .null),
            ("rules", .array(drift.rules.map { rule($0) })),
        ])
    }

    private static func rule(_ rule: RuleChange) -> JSONValue {
        .object([
            ("place", .string(rule.place)), ("live", JSONValue(rule.live)), ("expected", JSONValue(rule.expected)),
        ])
    }

    private static func location(_ place: SourceLocation) -> JSONValue {
        .object([("file", .string(place.file)), ("line", .number(place.line)), ("column", .number(place.column))])
    }

    private static func name(_ family: IPFamily) -> JSONValue { .string(family == .ipv4 ? "ipv4" : "ipv6") }
}
