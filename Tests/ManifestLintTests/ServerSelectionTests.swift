import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// `--select server` on manifests that a real API server took.
@Suite struct ServerSelectionTests {
    private func errors(_ path: String) throws -> [Finding] {
        let source = Source(name: path, bytes: try Fixtures.bytes(path))
        let manifests = ManifestReader.read([source], keepingObjects: true)
        return LintRun(manifests, selection: RuleSelection(select: ["server"])).findings
            .filter { $0.severity == .error }
    }

    @Test(arguments: Fixtures.cases(in: "compile")) func acceptedManifestsHaveNoError(_ name: String) throws {
        let found = try errors("compile/\(name)/manifests.yaml")
        #expect(found == [], "\(LintCase.report(found))")
    }

    @Test func selectsExactlyTheServersRules() {
        let selected = RuleCatalog.all.filter(\.repeatsServer)
        #expect(selected.count == 103)
    }

    @Test(arguments: Fixtures.cases(in: "live").filter { $0.hasSuffix(".yaml") })
    func liveManifestsHaveTwoAddressesInAnotherForm(_ name: String) throws {
        let found = try errors("live/\(name)")
        #expect(found.allSatisfy { $0.rule == "EP-003" }, "\(LintCase.report(found))")
        let addresses = found.filter { $0.message.contains("canonical form") }
        #expect(addresses.count == found.count && (found.isEmpty || found.count == 2), "\(LintCase.report(found))")
    }
}
