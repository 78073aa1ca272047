import Diagnostics
import RulesetDiff

/// A comparison as a SARIF log (OASIS, Static Analysis Results Interchange Format 2.1.0).
public enum DiffSARIFReport {
    /// The whole log, with one run of a tool called proxyplan of `version`.
    public static func text(_ report: DiffReport, version: String) -> String {
        let kinds = DriftKind.allCases.filter { kind in report.drifts.contains { $0.kind == kind } }
        let places = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
        let results = report.groups.flatMap { group in
            group.drifts.map { result($0, group, report.subject, places[$0.kind] ?? 0) }
        }
        return SARIFLog.text(version: version, rules: kinds.map { rule($0) }, results: results)
    }

    private static func rule(_ kind: DriftKind) -> JSONValue {
        let help =
            "The properties of each result hold the rules on both sides, with the chain or set that they stand in."
        return .object([
            ("id", .string(kind.rawValue)),
            ("name", .string(name(of: kind))),
            ("shortDescription", SARIFLog.message(SARIFLog.sentence(kind.summary))),
            ("help", SARIFLog.message(help)),
            ("defaultConfiguration", .object([("level", .string(level(kind.severity)))])),
            ("properties", .object([("tags", .array([.string(kind.severity.rawValue)]))])),
        ])
    }

    private static func result(
        _ drift: Drift, _ group: DiffReport.Group, _ subject: DiffReport.Subject, _ place: Int
    ) -> JSONValue {
        var text = drift.service.map { "Service \($0): " } ?? ""
        text += drift.message + (drift.effect.isEmpty ? "" : "; \(drift.effect)")
        var members: [(String, JSONValue)] = [
            ("ruleId", .string(drift.kind.rawValue)), ("ruleIndex", .number(place)),
            ("level", .string(level(drift.severity))), ("message", SARIFLog.message(text)),
            ("locations", .array([location(drift, group, subject)])),
            ("partialFingerprints", .object([("proxyplanDrift/v1", .string(drift.fingerprint))])),
        ]
        var properties: [(String, JSONValue)] = [("severity", .string(drift.severity.rawValue))]
        if let family = drift.family { properties.append(("family", .string(family.title))) }
        properties.append(
            (
                "rules",
                .array(
                    drift.rules.map { rule in
                        .object(
                            [("place", .string(rule.place))]
                                + (rule.live.map { [("live", .string($0))] } ?? [])
                                + (rule.expected.map { [("expected", .string($0))] } ?? []))
                    })
            ))
        members.append(("properties", .object(properties)))
        return .object(members)
    }

    /// The Service in the manifests if its place is known, else the file that the live side came from.
    private static func location(_ drift: Drift, _ group: DiffReport.Group, _ subject: DiffReport.Subject) -> JSONValue
    {
        var members: [(String, JSONValue)] = []
        if let place = group.location, SARIFLog.isFile(place.file) {
            members.append(("physicalLocation", SARIFLog.physical(place.file, [("region", SARIFLog.region(place))])))
        } else if let file = subject.live.sources.first(where: SARIFLog.isFile) {
            members.append(("physicalLocation", SARIFLog.physical(file, [])))
        }
        var names: [JSONValue] = []
        var seen: Set<String> = []
        for rule in drift.rules where seen.insert(rule.place).inserted {
            names.append(.object([("fullyQualifiedName", .string(rule.place)), ("kind", .string("member"))]))
        }
        if !names.isEmpty { members.append(("logicalLocations", .array(names))) }
        return .object(members)
    }

    /// `endpoint-missing` as `EndpointMissing`.
    private static func name(of kind: DriftKind) -> String {
        kind.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func level(_ severity: DriftSeverity) -> String {
        switch severity {
        case .security, .broken: "error"
        case .stale: "warning"
        case .cosmetic: "note"
        }
    }
}
