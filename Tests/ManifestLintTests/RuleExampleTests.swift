import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// The folders `fixtures/lint/<RULE>`: `bad.yaml` breaks the rule as `bad.out` says, `good.yaml` doesn't. A rule about
/// changes has the version before in `old.yaml` (`good-old.yaml`), one about the cluster its `cluster.yaml`, which
/// is another one for the good example if there is a `good-cluster.yaml`.
@Suite struct RuleExampleTests {
    private static let rules = Fixtures.cases(in: "lint").filter { !$0.contains(".") }

    private func run(_ rule: String, _ name: String, previous: String) throws -> LintRun {
        let folder = "lint/\(rule)"
        func read(_ name: String) throws -> ManifestSet {
            ManifestReader.read(
                [Source(name: name, bytes: try Fixtures.bytes("\(folder)/\(name)"))], keepingObjects: true)
        }
        var cluster = ClusterDescription()
        let own = "\(folder)/\(name == "good.yaml" ? "good-" : "")cluster.yaml"
        let file = Fixtures.exists(own) ? own : "\(folder)/cluster.yaml"
        if Fixtures.exists(file) {
            let source = Source(name: "cluster.yaml", bytes: try Fixtures.bytes(file))
            var problems: [Finding] = []
            cluster = ClusterDescription(reading: source, problems: &problems)
            #expect(problems == [])
        }
        return LintRun(
            try read(name), previous: Fixtures.exists("\(folder)/\(previous)") ? try read(previous) : nil,
            cluster: cluster)
    }

    @Test func everyRuleHasExamples() {
        #expect(Set(RuleCatalog.all.map(\.id)) == Set(Self.rules))
    }

    @Test(arguments: rules) func theBadExampleBreaksIt(_ rule: String) throws {
        let run = try run(rule, "bad.yaml", previous: "old.yaml")
        #expect(run.findings.contains { $0.rule == rule })
        #expect(run.unchecked.allSatisfy { $0.rule.id != rule })
        Golden.expect(LintCase.report(run.findings), equals: "lint/\(rule)/bad.out")
    }

    @Test(arguments: rules) func theGoodExampleDoesNot(_ rule: String) throws {
        let run = try run(rule, "good.yaml", previous: "good-old.yaml")
        #expect(run.findings.allSatisfy { $0.rule != rule }, "\(LintCase.report(run.findings))")
        #expect(run.findings.allSatisfy { $0.severity != .error }, "\(LintCase.report(run.findings))")
    }

    @Test(arguments: rules) func messagesFollowTheStyle(_ rule: String) throws {
        for finding in try run(rule, "bad.yaml", previous: "old.yaml").findings {
            for text in [finding.message, finding.advice ?? "x"] {
                #expect(text.first?.isUppercase == false, "\(text)")
                #expect(!text.hasSuffix("."), "\(text)")
            }
            #expect(finding.advice != nil)
            let repeatsServer = RuleCatalog.rule(finding.rule)?.repeatsServer == true
            #expect(!repeatsServer || finding.severity != .error || finding.serverText != nil)
        }
    }
}
