import Addressing
import Diagnostics
import Foundation
import ManifestLint
import Manifests

/// Reading manifests for lint tests.
public enum LintCase {
    /// The clusters that the API server's answers come from: `single` stack, `dual` stack.
    public static func cluster(_ name: String) -> ClusterDescription {
        var cluster = ClusterDescription()
        let networks = name == "dual" ? ["10.96.0.0/16", "fd00:10:96::/112"] : ["10.96.0.0/16"]
        cluster.serviceCIDRs = networks.compactMap { IPPrefix($0) }
        return cluster
    }

    /// The findings in a text.
    public static func lint(
        _ yaml: String, previous: String? = nil, cluster: ClusterDescription = ClusterDescription(),
        select: [String] = []
    ) -> LintRun {
        LintRun(
            read(yaml, "test.yaml"), previous: previous.map { read($0, "old.yaml") }, cluster: cluster,
            selection: RuleSelection(select: select))
    }

    /// A text's objects.
    public static func read(_ yaml: String, _ name: String) -> ManifestSet {
        ManifestReader.read([Source(name: name, text: yaml)], keepingObjects: true)
    }

    /// One finding a line: place, severity, rule, path, message, advice.
    public static func report(_ findings: [Finding]) -> String {
        findings.map { finding in
            let place = finding.location.map { "\($0.file):\($0.line):\($0.column)" } ?? "-"
            let path = finding.fieldPath.map { "\($0): " } ?? ""
            let advice = finding.advice.map { " (\($0))" } ?? ""
            return "\(place): \(finding.severity.word)[\(finding.rule)]: "
                + "\(finding.object?.description ?? "-"): \(path)\(finding.message)\(advice)\n"
        }.joined()
    }
}
