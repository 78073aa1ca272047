import Bytes
import Diagnostics
import ManifestLint

/// Findings as a Code Quality report of GitLab (docs.gitlab.com, Code Quality report format).
public enum LintGitLabReport {
    /// The list of all findings.
    public static func text(_ report: LintReport) -> String {
        // GitLab takes two entries of one fingerprint for one.
        var counts: [String: Int] = [:]
        return JSONValue.array(
            report.findings.map { finding in
                let number = counts[finding.fingerprint, default: 0]
                counts[finding.fingerprint] = number + 1
                return object(finding, number, report)
            }
        ).text
    }

    private static func object(_ finding: Finding, _ number: Int, _ report: LintReport) -> JSONValue {
        var description = finding.sentence
        if let advice = finding.advice { description += "; \(advice)" }
        let fingerprint =
            number == 0 ? finding.fingerprint : StableHash.digits([finding.fingerprint, String(number)])
        // An entry without a file isn't shown.
        let file = finding.location?.file ?? report.files.first ?? ""
        return .object([
            ("description", .string(description)), ("check_name", .string(finding.rule)),
            ("fingerprint", .string(fingerprint)), ("severity", .string(severity(finding.severity))),
            (
                "location",
                .object([
                    ("path", .string(file.hasPrefix("./") ? String(file.dropFirst(2)) : file)),
                    ("lines", .object([("begin", .number(finding.location?.line ?? 1))])),
                ])
            ),
        ])
    }

    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "critical"
        case .warning: "major"
        case .note: "info"
        }
    }
}
