import Diagnostics
import ManifestLint

/// Findings as JUnit XML, which dashboards of CI systems read.
///
/// A file is a test suite and a finding a test case of it; a file without findings has one case, which passes. A rule
/// that wasn't checked is a case that was skipped.
public enum LintJUnitReport {
    /// The whole document.
    ///
    /// - Parameter failOn: the least severity that makes a case fail; findings below it are output of one that passes.
    public static func text(_ report: LintReport, failOn: Severity) -> String {
        var suites = report.byFile.map { suite($0, failOn) }
        if !report.unchecked.isEmpty { suites.append(suite(report.unchecked)) }
        let failures = report.findings.count { $0.severity >= failOn }
        let cases = report.byFile.reduce(0) { $0 + max($1.findings.count, 1) } + report.unchecked.count
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<testsuites\(attributes([("name", "proxyplan lint"), ("tests", "\(cases)"), ("failures", "\(failures)")]))>\n"
            + suites.joined() + "</testsuites>\n"
    }

    private static func suite(_ group: LintReport.FileFindings, _ failOn: Severity) -> String {
        let name = group.file ?? "the input as a whole"
        let cases =
            group.findings.isEmpty
            ? ["    <testcase\(attributes([("classname", name), ("name", "no findings")]))/>\n"]
            : group.findings.map { testCase($0, in: name, failOn) }
        return suite(name, cases, failures: group.findings.count { $0.severity >= failOn }, skipped: 0)
    }

    private static func suite(_ unchecked: [UncheckedRule]) -> String {
        let name = "rules not checked"
        let cases = unchecked.map { rule in
            "    <testcase\(attributes([("classname", name), ("name", "\(rule.rule.id): \(rule.rule.title)")]))>"
                + "<skipped\(attributes([("message", "needs \(rule.missingWords)")]))/></testcase>\n"
        }
        return suite(name, cases, failures: 0, skipped: cases.count)
    }

    private static func suite(_ name: String, _ cases: [String], failures: Int, skipped: Int) -> String {
        let counts = [
            ("name", name), ("tests", "\(cases.count)"), ("failures", "\(failures)"), ("errors", "0"),
            ("skipped", "\(skipped)"),
        ]
        return "  <testsuite\(attributes(counts))>\n" + cases.joined() + "  </testsuite>\n"
    }

    private static func testCase(_ finding: Finding, in suite: String, _ failOn: Severity) -> String {
        let subject = [finding.object?.description, finding.fieldPath].compactMap { $0 }.joined(separator: ": ")
        var members = [("classname", suite), ("name", subject.isEmpty ? finding.rule : "\(finding.rule): \(subject)")]
        if let place = finding.location { members += [("file", place.file), ("line", "\(place.line)")] }
        var details = XMLText.escaped(TextReport().line(finding))
        for place in finding.related {
            let location = place.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
            details += "\n" + XMLText.escaped("\(location)\(place.object): \(place.note)")
        }
        let content =
            finding.severity >= failOn
            ? "<failure\(attributes([("type", finding.severity.word), ("message", finding.message)]))>\(details)</failure>"
            : "<system-out>\(details)</system-out>"
        return "    <testcase\(attributes(members))>\(content)</testcase>\n"
    }

    private static func attributes(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(XMLText.escaped($1))\"" }.joined()
    }
}
