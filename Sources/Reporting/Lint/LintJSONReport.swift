import Diagnostics
import ManifestLint

/// Findings as JSON. Names stay as they are within one `schemaVersion`; members may be added.
public enum LintJSONReport {
    /// The number of the schema, which changes when a member changes its meaning or goes.
    public static let schemaVersion = 1

    /// The whole report, as one object.
    public static func text(_ report: LintReport) -> String {
        JSONValue.object([
            ("schemaVersion", .number(schemaVersion)),
            ("summary", summary(report)),
            ("findings", .array(report.findings.map { .object(members($0)) })),
            (
                "ignored",
                .array(
                    report.ignored.map { ignored in
                        .object(
                            members(ignored.finding) + [
                                ("reason", JSONValue(ignored.reason.isEmpty ? nil : ignored.reason))
                            ])
                    })
            ),
            (
                "notChecked",
                .array(
                    report.unchecked.map { unchecked($0, isWhole: true) }
                        + report.partlyUnchecked.map { unchecked($0, isWhole: false) })
            ),
        ]).text
    }

    private static func summary(_ report: LintReport) -> JSONValue {
        .object(
            Severity.allCases.reversed().map { ($0.word + "s", .number(report.count($0))) } + [
                ("ignored", .number(report.ignored.count)),
                ("inBaseline", .number(report.knownCount)),
                ("objects", .number(report.counts.objects)),
                ("files", .number(report.counts.files)),
                ("rulesNotChecked", .number(report.unchecked.count)),
            ])
    }

    private static func members(_ finding: Finding) -> [(String, JSONValue)] {
        [
            ("id", .string(finding.fingerprint)),
            ("rule", .string(finding.rule)),
            ("title", JSONValue(RuleCatalog.rule(finding.rule)?.title)),
            ("severity", .string(finding.severity.word)),
            ("location", finding.location.map { location($0) } ?? .null),
            ("object", finding.object.map { object($0) } ?? .null),
            ("field", JSONValue(finding.fieldPath)),
            ("message", .string(finding.message)),
            ("advice", JSONValue(finding.advice)),
            ("serverText", JSONValue(finding.serverText)),
            ("related", .array(finding.related.map { related($0) })),
            ("fixes", .array(finding.fixes.map { fix($0) })),
        ]
    }

    private static func location(_ place: SourceLocation) -> JSONValue {
        .object([
            ("file", .string(place.file)), ("line", .number(place.line)), ("column", .number(place.column)),
            ("endLine", .number(place.endLine)), ("endColumn", .number(place.endColumn)),
        ])
    }

    private static func object(_ object: ObjectReference) -> JSONValue {
        .object([
            ("kind", .string(object.kind)),
            ("namespace", JSONValue(object.namespace.isEmpty ? nil : object.namespace)),
            ("name", JSONValue(object.name.isEmpty ? nil : object.name)),
        ])
    }

    private static func related(_ place: RelatedPlace) -> JSONValue {
        .object([
            ("object", object(place.object)), ("location", place.location.map { location($0) } ?? .null),
            ("note", .string(place.note)),
        ])
    }

    private static func fix(_ fix: FixIt) -> JSONValue {
        .object([
            ("title", .string(fix.title)),
            (
                "edits",
                .array(
                    fix.edits.map { edit in
                        .object([
                            ("file", .string(edit.file)), ("start", .number(Int(edit.range.start))),
                            ("end", .number(Int(edit.range.end))), ("replacement", .string(edit.replacement)),
                        ])
                    })
            ),
        ])
    }

    private static func unchecked(_ unchecked: UncheckedRule, isWhole: Bool) -> JSONValue {
        .object([
            ("rule", .string(unchecked.rule.id)), ("title", .string(unchecked.rule.title)),
            ("missing", .array(unchecked.missing.map { .string($0.rawValue) })), ("partly", .bool(!isWhole)),
        ])
    }
}
