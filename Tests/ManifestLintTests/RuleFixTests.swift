import Diagnostics
import ManifestLint
import Manifests
import TestSupport
import Testing

/// Fixes are few and certain: applied, they mend what was found.
@Suite struct RuleFixTests {
    private typealias P = RuleProbe

    private static func fixed(_ yaml: String, _ fix: FixIt) -> String {
        var bytes = Array(yaml.utf8)
        for edit in fix.edits.sorted(by: { $0.range.start > $1.range.start }) {
            bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: Array(edit.replacement.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("SEL-005", P.service("selector: {App: web}, ports: [{port: 8080}]") + P.deployment()),
        ("SEL-005", P.service("selector: {app: my_web}, ports: [{port: 8080}]") + P.deployment(pods: "app: my-web")),
        ("SEL-005", P.service("selector: {app: \"Web\"}, ports: [{port: 8080}]") + P.deployment()),
        ("PORT-021", P.service("selector: {app: web}, ports: [{port: 80, targetPort: HTTP}]") + P.deployment()),
    ]) func fixMends(_ rule: String, _ yaml: String) throws {
        let finding = try #require(LintCase.lint(yaml).findings.first { $0.rule == rule })
        let fix = try #require(finding.fixes.first)
        #expect(LintCase.lint(Self.fixed(yaml, fix)).findings.filter { $0.severity == .error } == [])
    }

    @Test(arguments: [
        ("SEL-005", P.service("selector: {app: wb}, ports: [{port: 8080}]") + P.deployment()),
        ("PORT-021", P.service("selector: {app: web}, ports: [{port: 80, targetPort: htp}]") + P.deployment()),
    ]) func aGuessIsNoFix(_ rule: String, _ yaml: String) throws {
        let finding = try #require(LintCase.lint(yaml).findings.first { $0.rule == rule })
        #expect(finding.fixes == [])
    }
}

/// What the rules say of manifests that real clusters took.
@Suite struct AcceptedManifestTests {
    /// Rules above a note that fire there, and what in the text gives them reason to.
    private static let reasons: [String: String] = [
        "PORT-019": "clusterIP: None", "SVC-021": "service.kubernetes.io/service-proxy-name", "DS-007": "- IPv6",
    ]
    private static let groups: Set<String> = ["SCHEMA", "SVC", "PORT", "SEL", "AFF", "DS", "NP"]

    @Test(
        arguments: Fixtures.cases(in: "compile").map { "compile/\($0)/manifests.yaml" }
            + Fixtures.cases(in: "live").filter { $0.hasSuffix(".yaml") }.map { "live/\($0)" })
    func noFindingWithoutReason(_ path: String) throws {
        let source = Source(name: path, bytes: try Fixtures.bytes(path))
        let text = try Fixtures.text(path)
        let run = LintRun(ManifestReader.read([source], keepingObjects: true))
        for finding in run.findings where finding.severity > .note {
            let rule = try #require(RuleCatalog.rule(finding.rule))
            guard Self.groups.contains(rule.group), !rule.repeatsServer else { continue }
            let reason = Self.reasons[rule.id]
            #expect(reason.map { text.contains($0) } == true, "\(LintCase.report([finding]))")
        }
    }
}
