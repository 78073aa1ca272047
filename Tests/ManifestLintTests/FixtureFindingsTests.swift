import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// What the rules of groups EP, TP and LB say to inputs that weren't written for them: nothing but what each one's name
/// or content explains; and of all rules what they call errors.
@Suite struct FixtureFindingsTests {
    /// The rules that each input breaks; none for those that aren't listed.
    private static let explained: [String: Set<String>] = [
        "compile/clusterip-endpoints-not-ready/manifests.yaml": ["EP-030"],
        "compile/dual-stack-loadbalancer-mixed/manifests.yaml": ["LB-011", "LB-013"],
        "compile/loadbalancer-hostname-only/manifests.yaml": ["LB-012"],
        "compile/loadbalancer-ipmode-proxy/manifests.yaml": ["LB-012"],
        "compile/loadbalancer-local-policy-source-ranges/manifests.yaml": ["LB-011", "LB-013"],
        "compile/loadbalancer-no-endpoints/manifests.yaml": ["LB-011", "LB-013"],
        "compile/loadbalancer-source-ranges-with-node-ip/manifests.yaml": ["LB-011", "LB-013"],
        "compile/loadbalancer-source-ranges/manifests.yaml": ["LB-011"],
        "compile/several-services-sorted/manifests.yaml": ["LB-011", "LB-013"],
        "compile/slice-port-name-mismatch/manifests.yaml": ["EP-019"],
        "compile/slices-two-with-duplicate-endpoint/manifests.yaml": ["EP-031"],
        "compile/topology-zone-hints-one-missing/manifests.yaml": ["TP-016"],
        "live/extra.yaml": ["EP-031", "LB-011", "LB-012"],
        "live/rich.yaml": ["EP-029", "LB-011"],
    ]

    /// Inputs with a name of their own; the random ones break rules at random.
    private static let files =
        Fixtures.cases(in: "compile").filter { !$0.hasPrefix("random-") }.map { "compile/\($0)/manifests.yaml" }
        .filter { Fixtures.exists($0) }
        + Fixtures.cases(in: "live").filter { $0.hasSuffix(".yaml") }.map { "live/\($0)" }

    @Test func theInputsAreThere() { #expect(Self.files.count > 50) }

    @Test(arguments: files) func nothingElseIsFound(_ file: String) throws {
        let source = Source(name: file, bytes: try Fixtures.bytes(file))
        let run = LintRun(
            ManifestReader.read([source], keepingObjects: true), selection: RuleSelection(select: ["EP", "TP", "LB"]))
        let found = run.findings.filter { RuleCatalog.rule($0.rule)?.repeatsServer == false }
        #expect(Set(found.map(\.rule)) == Self.explained[file] ?? [], "\(LintCase.report(found))")
    }

    /// The errors in each input, and what of it explains them: endpoints that aren't ready, a port's name that differs,
    /// Services without any endpoint, addresses that are spelled oddly.
    private static let errors: [String: Set<String>] = [
        "compile/clusterip-endpoints-not-ready/manifests.yaml": ["EP-030"],
        "compile/random-007/manifests.yaml": ["EP-030"], "compile/random-008/manifests.yaml": ["EP-030", "TP-012"],
        "compile/random-018/manifests.yaml": ["EP-030"], "compile/random-027/manifests.yaml": ["EP-030"],
        "compile/random-029/manifests.yaml": ["EP-030"], "compile/random-030/manifests.yaml": ["EP-030"],
        "compile/random-032/manifests.yaml": ["EP-030"], "compile/random-037/manifests.yaml": ["EP-030"],
        "compile/slice-port-name-mismatch/manifests.yaml": ["EP-019"],
        "live/extra.yaml": ["EP-003"],
    ]

    @Test func errorsOfAllRulesAreExplained() throws {
        let inputs =
            Fixtures.cases(in: "compile").map { "compile/\($0)/manifests.yaml" }.filter { Fixtures.exists($0) }
            + Fixtures.cases(in: "live").filter { $0.hasSuffix(".yaml") }.map { "live/\($0)" }
        #expect(inputs.count > 90)
        for file in inputs where !file.contains("over-1000-endpoints") {
            let source = Source(name: file, bytes: try Fixtures.bytes(file))
            let run = LintRun(ManifestReader.read([source], keepingObjects: true))
            let found = run.findings.filter { $0.severity == .error }
            #expect(Set(found.map(\.rule)) == Self.errors[file] ?? [], "\(file)\n\(LintCase.report(found))")
        }
    }
}
