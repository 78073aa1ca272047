import Diagnostics
import ManifestLint
import Manifests
import TestSupport
import Testing

/// An input, and what one rule says to it.
struct RuleProbe: Sendable, CustomTestStringConvertible {
    /// What the input is about.
    let name: String
    let rule: String
    let yaml: String
    var old: String?
    var cluster = ""
    /// One line a finding: `error spec.ports[0].port`, and optionally a colon and a part of its message or advice.
    let expected: [String]

    init(
        _ rule: String, _ name: String, _ yaml: String, old: String? = nil, cluster: String = "",
        _ expected: [String] = []
    ) {
        self.rule = rule
        self.name = name
        self.yaml = yaml
        self.old = old
        self.cluster = cluster
        self.expected = expected
    }

    var testDescription: String { "\(rule): \(name)" }

    /// Lints the input with all rules and compares what the one rule found.
    func check() {
        var description = ClusterDescription()
        var problems: [Finding] = []
        if !cluster.isEmpty {
            description = ClusterDescription(
                reading: Source(name: "cluster.yaml", text: cluster), problems: &problems)
        }
        #expect(problems == [])
        let run = LintCase.lint(yaml, previous: old, cluster: description)
        let found = run.findings.filter { $0.rule == rule }
        #expect(run.unchecked.allSatisfy { $0.rule.id != rule }, "\(testDescription) isn't checked")
        #expect(found.count == expected.count, "\(testDescription):\n\(LintCase.report(found))")
        for (finding, line) in zip(found, expected) {
            let parts = line.split(separator: ": ", maxSplits: 1)
            #expect("\(finding.severity.word) \(finding.fieldPath ?? "-")" == parts[0], "\(testDescription)")
            if parts.count == 2 {
                let text = "\(finding.message) (\(finding.advice ?? ""))"
                #expect(text.contains(parts[1]), "\(testDescription): \(text)")
            }
            #expect(finding.location != nil && finding.object != nil)
        }
    }

    /// A Service web in default, with `spec` in YAML's flow style.
    static func service(
        _ spec: String, name: String = "web", namespace: String = "default", metadata: String = "",
        status: String = ""
    ) -> String {
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: \(name), namespace: \(namespace)\(metadata.isEmpty ? "" : ", \(metadata)")}
        spec: {\(spec)}
        \(status.isEmpty ? "" : "status: {\(status)}")

        """
    }

    /// A Deployment web in default, whose pods have labels `pods` and a container with port http 8080.
    static func deployment(
        pods: String = "app: web", name: String = "web", namespace: String = "default", kind: String = "Deployment",
        _ podSpec: String = "containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]",
        spec: String = "", labels: String = ""
    ) -> String {
        """
        ---
        apiVersion: apps/v1
        kind: \(kind)
        metadata: {name: \(name), namespace: \(namespace), labels: {\(labels)}}
        spec:
          selector: {matchLabels: {\(pods)}}
          \(spec)
          template:
            metadata: {labels: {\(pods)}}
            spec: {\(podSpec)}

        """
    }

    /// An object of another kind in default.
    static func object(_ version: String, _ kind: String, _ name: String, _ fields: String) -> String {
        "---\napiVersion: \(version)\nkind: \(kind)\nmetadata: {name: \(name), namespace: default}\n\(fields)\n"
    }
}
