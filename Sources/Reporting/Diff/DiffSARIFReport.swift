import Diagnostics
import RulesetDiff

/// A comparison as a SARIF log (OASIS, Static Analysis Results Interchange Format 2.1.0).
public enum DiffSARIFReport {
    private static let schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    /// The whole log, with one run of a tool called proxyplan of `version`.
    public static func text(_ report: DiffReport, version: String) -> String {
        let kinds = DriftKind.allCases.filter { kind in report.drifts.contains { $0.kind == kind } }
        let places = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
        let results = report.groups.flatMap { group in
            group.drifts.map { result($0, group, report.subject, places[$0.kind] ?? 0) }
        }
        let driver: JSONValue = .object([
            ("name", .string("proxyplan")), ("version", .string(version)), ("semanticVersion", .string(version)),
            ("rules", .array(kinds.map { rule($0) })),
        ])
        let run: JSONValue = .object([
            ("tool", .object([("driver", driver)])),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(results)),
        ])
        return JSONValue.object([
            ("$schema", .string(schema)), ("version", .string("2.1.0")), ("runs", .array([run])),
        ]).text
    }

    private static func rule(_ kind: DriftKind) -> JSONValue {
        let help =
            "The properties of each result hold the rules on both sides, with the chain or set that they stand in."
        return .object([
            ("id", .string(kind.rawValue)),
            ("name", .string(name(of: kind))),
            ("shortDescription", message(sentence(kind.summary))),
            ("help", message(help)),
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
            ("level", .string(level(drift.severity))), ("message", message(text)),
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
        if let place = group.location, isFile(place.file) {
            let region: JSONValue = .object([
                ("startLine", .number(place.line)), ("startColumn", .number(place.column)),
                ("endLine", .number(place.endLine)), ("endColumn", .number(place.endColumn)),
            ])
            members.append(("physicalLocation", physical(place.file, [("region", region)])))
        } else if let file = subject.live.sources.first(where: isFile) {
            members.append(("physicalLocation", physical(file, [])))
        }
        var names: [JSONValue] = []
        var seen: Set<String> = []
        for rule in drift.rules where seen.insert(rule.place).inserted {
            names.append(.object([("fullyQualifiedName", .string(rule.place)), ("kind", .string("member"))]))
        }
        if !names.isEmpty { members.append(("logicalLocations", .array(names))) }
        return .object(members)
    }

    private static func physical(_ file: String, _ members: [(String, JSONValue)]) -> JSONValue {
        .object([("artifactLocation", .object([("uri", .string(FileURI.text(file)))]))] + members)
    }

    /// Whether a source's name is that of a file, not `<stdin>` or a command.
    private static func isFile(_ name: String) -> Bool { !name.hasPrefix("<") }

    private static func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }

    /// `endpoint-missing` as `EndpointMissing`.
    private static func name(of kind: DriftKind) -> String {
        kind.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    private static func level(_ severity: DriftSeverity) -> String {
        switch severity {
        case .security, .broken: "error"
        case .stale: "warning"
        case .cosmetic: "note"
        }
    }
}
