import Addressing
import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// A run as a whole: what is checked, where findings stand, what mends them.
@Suite struct LintRunTests {
    private static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          ports: [{port: "80"}]
          selector: {canary: on}

        """

    @Test func aRuleWithoutItsInputIsUnchecked() {
        let run = LintCase.lint(Self.service)
        #expect(run.unchecked.contains { $0.rule.id == "SVC-018" && $0.missing == [.serviceCIDRs] })
        #expect(run.unchecked.contains { $0.rule.id == "UPD-001" && $0.missing == [.previousVersions] })
        #expect(!run.unchecked.contains { $0.rule.id == "PORT-004" })
        let informed = LintCase.lint(Self.service, previous: Self.service, cluster: LintCase.cluster("single"))
        #expect(!informed.unchecked.contains { $0.rule.group == "UPD" || $0.rule.id == "SVC-018" })
    }

    @Test func onlySelectedRulesAreListedAsUnchecked() {
        #expect(LintCase.lint(Self.service, select: ["SCHEMA"]).unchecked.isEmpty)
    }

    @Test func aFixItMendsTheText() throws {
        let findings = LintCase.lint(Self.service).findings
        #expect(findings.map(\.rule) == ["SCHEMA-007", "SCHEMA-008"])
        #expect(findings.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0)" } == ["5:18", "6:22"])
        var bytes = Array(Self.service.utf8)
        for edit in findings.flatMap(\.fixes).flatMap(\.edits).sorted(by: { $0.range.start > $1.range.start }) {
            bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: edit.replacement.utf8)
        }
        let mended = String(decoding: bytes, as: UTF8.self)
        #expect(mended.contains("ports: [{port: 80}]") && mended.contains("canary: \"on\""))
        #expect(LintCase.lint(mended).findings == [])
    }

    @Test(arguments: [
        (
            #"{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIp: None, ports: [{port: 80}]}}"#,
            "clusterIP: None"
        ),
        (
            #"{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80, protocol: tcp}]}}"#,
            "protocol: TCP"
        ),
        (
            #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"w"},"spec":{"ports":[{"port":80,"protocol":"tcp"}]}}"#,
            #""protocol":"TCP""#
        ),
        (
            #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"w"},"spec":{"ports":[{"prot":80}]}}"#,
            #""port":80"#
        ),
        ("kind: service\napiVersion: v1\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n", "kind: Service\n"),
    ])
    func aCertainFixLeavesNoError(_ text: String, _ mended: String) throws {
        var bytes = Array(text.utf8)
        let edits = LintCase.lint(text).findings.flatMap(\.fixes).flatMap(\.edits)
        #expect(!edits.isEmpty)
        for edit in edits {
            bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: edit.replacement.utf8)
        }
        let result = String(decoding: bytes, as: UTF8.self)
        #expect(result.contains(mended), "\(result)")
        #expect(LintCase.lint(result).findings.allSatisfy { $0.severity != .error }, "\(result)")
    }

    @Test func jsonHasTheSamePositions() {
        let text =
            "{\n \"apiVersion\": \"v1\", \"kind\": \"Service\",\n \"metadata\": {\"name\": \"web\"},\n"
            + " \"spec\": {\"ports\": [{\"port\": 70000,\n  \"targetPort\": 80}]}}\n"
        #expect(
            LintCase.report(LintCase.lint(text, select: ["server"]).findings) == """
                test.yaml:4:30: error[PORT-004]: Service default/web: spec.ports[0].port: invalid value: 70000: \
                must be between 1 and 65535, inclusive (use 1-65535)

                """)
    }

    @Test func aRelatedObjectHasItsPlace() throws {
        let text = try Fixtures.text("lint/PORT-013/bad.yaml")
        let finding = try #require(LintCase.lint(text).findings.first { $0.rule == "PORT-013" })
        #expect(finding.related.map(\.object.name) == ["a"])
        #expect(finding.related.first?.location?.line ?? 0 < finding.location?.line ?? 0)
    }

    @Test func findingsOfOneObjectAreBounded() {
        let ports = (0..<5000).map { _ in "{port: 0}" }.joined(separator: ", ")
        let run = LintCase.lint(
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [\(ports)]}\n")
        #expect(run.findings.count == 101)
        #expect(run.findings.last?.rule == "READ-004" || run.findings.first?.rule == "READ-004")
    }

    /// Every fixture cut off anywhere, and with a value replaced anywhere, is answered and never crashes.
    @Test(arguments: Fixtures.cases(in: "lint").filter { !$0.contains(".") })
    func brokenInputIsAnswered(_ rule: String) throws {
        let text = try Fixtures.text("lint/\(rule)/bad.yaml")
        let values = ["null", "[]", "{}", "\"\"", "-1", "99999999999999999999", "on", "[[null]]", "{a: {b: c}}"]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (number, line) in lines.enumerated() {
            let cut = lines[..<number].joined(separator: "\n")
            _ = LintCase.lint(cut, previous: text, cluster: LintCase.cluster("dual"))
            guard let colon = line.range(of: ": ") else { continue }
            var changed = lines
            changed[number] = line[..<colon.upperBound] + values[number % values.count]
            let broken = changed.joined(separator: "\n")
            _ = LintCase.lint(broken, previous: text, cluster: LintCase.cluster("dual"))
            _ = LintCase.lint(text, previous: broken, cluster: LintCase.cluster("single"))
        }
    }
}
