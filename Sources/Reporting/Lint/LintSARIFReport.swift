import Diagnostics
import ManifestLint

/// Findings as a SARIF log (OASIS, Static Analysis Results Interchange Format 2.1.0).
public enum LintSARIFReport {
    /// The whole log, with one run of a tool called proxyplan of `version`.
    public static func text(_ report: LintReport, version: String) -> String {
        var places: [String: Int] = [:]
        var rules: [JSONValue] = []
        func place(of finding: Finding) -> Int {
            if let place = places[finding.rule] { return place }
            places[finding.rule] = rules.count
            rules.append(rule(finding))
            return rules.count - 1
        }
        var locators: [String: SourceLocator] = [:]
        var results = report.findings.map { result($0, place(of: $0), nil, report, &locators) }
        results += report.ignored.map { result($0.finding, place(of: $0.finding), $0, report, &locators) }
        let notifications = report.unchecked.map { notification($0) }
        let invocation: JSONValue = .object([
            ("executionSuccessful", .bool(true)), ("toolConfigurationNotifications", .array(notifications)),
        ])
        return SARIFLog.text(
            version: version, rules: rules, results: results, members: [("invocations", .array([invocation]))])
    }

    private static func rule(_ finding: Finding) -> JSONValue {
        let known = RuleCatalog.rule(finding.rule)
        let title = (known ?? ReadingRules.rule(finding.rule))?.title ?? finding.rule
        var tags = [known?.group ?? "READ"]
        if known?.repeatsServer == true { tags.append("server") }
        return .object([
            ("id", .string(finding.rule)),
            ("shortDescription", SARIFLog.message(title)),
            ("help", help(finding.rule, title)),
            (
                "defaultConfiguration",
                .object([("level", .string((known?.severity ?? finding.severity).word))])
            ),
            ("properties", .object([("tags", .array(tags.map { .string($0) }))])),
        ])
    }

    private static func help(_ rule: String, _ title: String) -> JSONValue {
        .object([
            ("text", .string(RulePageReport.plain(rule) ?? title)),
            ("markdown", .string(RulePageReport.markdown(rule) ?? title)),
        ])
    }

    private static func result(
        _ finding: Finding, _ place: Int, _ ignored: IgnoredFinding?, _ report: LintReport,
        _ locators: inout [String: SourceLocator]
    ) -> JSONValue {
        var text = finding.object.map { "\($0): " } ?? ""
        if let path = finding.fieldPath { text += "\(path): " }
        text += finding.message
        if let advice = finding.advice { text += "; \(advice)" }
        var members: [(String, JSONValue)] = [
            ("ruleId", .string(finding.rule)), ("ruleIndex", .number(place)),
            ("level", .string(finding.severity.word)), ("message", SARIFLog.message(text)),
            ("locations", .array([location(finding)])),
            ("partialFingerprints", .object([("proxyplanFinding/v1", .string(finding.fingerprint))])),
        ]
        let related = finding.related.enumerated().compactMap { relatedLocation($1, number: $0) }
        if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
        let fixes = finding.fixes.compactMap { fix($0, report, &locators) }
        if !fixes.isEmpty { members.append(("fixes", .array(fixes))) }
        if let ignored {
            var suppression: [(String, JSONValue)] = [
                ("kind", .string(ignored.isBySettings ? "external" : "inSource"))
            ]
            if !ignored.reason.isEmpty { suppression.append(("justification", .string(ignored.reason))) }
            members.append(("suppressions", .array([.object(suppression)])))
        } else {
            // One list for all results: without it a reader couldn't tell those that nobody suppressed.
            members.append(("suppressions", .array([])))
        }
        if let answer = finding.serverText {
            members.append(("properties", .object([("serverText", .string(answer))])))
        }
        return .object(members)
    }

    private static func location(_ finding: Finding) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let place = finding.location, SARIFLog.isFile(place.file) {
            members.append(("physicalLocation", SARIFLog.physical(place.file, [("region", SARIFLog.region(place))])))
        }
        let name = [finding.object?.description, finding.fieldPath].compactMap { $0 }.joined(separator: ": ")
        if !name.isEmpty {
            let logical: JSONValue = .object([("fullyQualifiedName", .string(name)), ("kind", .string("member"))])
            members.append(("logicalLocations", .array([logical])))
        }
        return .object(members)
    }

    private static func relatedLocation(_ place: RelatedPlace, number: Int) -> JSONValue? {
        guard let location = place.location, SARIFLog.isFile(location.file) else { return nil }
        return .object([
            ("id", .number(number + 1)),
            ("physicalLocation", SARIFLog.physical(location.file, [("region", SARIFLog.region(location))])),
            ("message", SARIFLog.message("\(place.object): \(place.note)")),
        ])
    }

    /// A fix with the parts of files that it replaces; nil if it is about no file.
    private static func fix(
        _ fix: FixIt, _ report: LintReport, _ locators: inout [String: SourceLocator]
    ) -> JSONValue? {
        var changes: [JSONValue] = []
        for edit in fix.edits {
            guard SARIFLog.isFile(edit.file), let source = report.source(edit.file) else { return nil }
            let place = locators[edit.file, default: SourceLocator(source)].location(of: edit.range)
            let replacement: JSONValue = .object([
                ("deletedRegion", SARIFLog.region(place)),
                ("insertedContent", SARIFLog.message(edit.replacement)),
            ])
            let file: JSONValue = .object([("uri", .string(FileURI.text(edit.file)))])
            changes.append(.object([("artifactLocation", file), ("replacements", .array([replacement]))]))
        }
        return changes.isEmpty
            ? nil : .object([("description", SARIFLog.message(fix.title)), ("artifactChanges", .array(changes))])
    }

    private static func notification(_ unchecked: UncheckedRule) -> JSONValue {
        .object([
            ("descriptor", .object([("id", .string("not-checked"))])),
            ("associatedRule", .object([("id", .string(unchecked.rule.id))])), ("level", .string("note")),
            ("message", SARIFLog.message("\(unchecked.rule.id) was not checked: it needs \(unchecked.missingWords)")),
        ])
    }
}
