import Foundation
import TestSupport
import Testing

/// Logs of `lint` and `diff` are SARIF 2.1.0.
@Suite struct SARIFTests {
    /// What is wrong with a log; empty if it is as the standard has it.
    private static func problems(_ log: String) async throws -> String {
        let script = Fixtures.root.appendingPathComponent("sarif/check.py").path
        let result = try await Tool.run("python3", [script], input: log)
        return result.status == 0 ? "" : result.output + result.errors
    }

    /// Every log that other tests compare with.
    @Test func goldens() async throws {
        var files = ["lint-reports/shop.sarif"]
        files += Fixtures.cases(in: "diff").map { "diff/\($0)/report.sarif" }.filter { Fixtures.exists($0) }
        #expect(files.count > 5)
        for file in files { #expect(try await Self.problems(try Fixtures.text(file)) == "", "\(file)") }
    }

    /// One log of all bad examples has nearly every rule in it, with fixes, other places and suppressions.
    @Test func everyRule() async throws {
        let folder = Fixtures.root.appendingPathComponent("lint").path
        let log = try await Proxyplan.run(["lint", folder, "--format", "sarif", "--no-settings"])
        #expect(log.status == 1)
        #expect(try await Self.problems(log.output) == "")
        for member in ["\"fixes\"", "\"relatedLocations\"", "\"inSource\"", "\"toolConfigurationNotifications\""] {
            #expect(log.output.contains(member), "\(member)")
        }
    }

    @Test func hostileInput() async throws {
        let name = "\"x\\r\\n%0A\\e[31m,:\\u202e\""
        let yaml =
            "apiVersion: v1\nkind: Service\nmetadata: {name: \(name)}\nspec: {ports: [{port: 80, name: \(name)}]}\n"
        let scratch = try ScratchDirectory()
        let file = try scratch.write(yaml, to: "a b%#?\u{FC}[].yaml")
        for (arguments, input) in [([file], ""), (["-"], yaml), (["-"], "a: ["), (["-"], "")] {
            let log = try await Proxyplan.run(["lint", "--format", "sarif", "--no-settings"] + arguments, input: input)
            #expect(try await Self.problems(log.output) == "", "\(input)")
        }
    }

    /// The check finds what is wrong.
    @Test(arguments: [
        ("\"version\": \"2.1.0\"", "\"version\": \"2.0.0\""), ("\"ruleId\"", "\"ruleID\""),
        ("\"ruleIndex\": 0", "\"ruleIndex\": 1"), ("\"startLine\": 14", "\"startLine\": 0"),
        ("\"startLine\": 14", "\"startLine\": 15"), ("\"uri\": \"", "\"uri\": \"a b"),
        ("\"level\": \"error\"", "\"level\": \"fatal\""), ("\"deletedRegion\"", "\"region\""),
        ("\"suppressions\"", "\"supressions\""), ("\"executionSuccessful\": true", "\"exitCode\": 1"),
    ])
    func checkIsStrict(_ right: String, _ wrong: String) async throws {
        let log = try Fixtures.text("lint-reports/shop.sarif")
        let place = try #require(log.range(of: right))
        #expect(try await Self.problems(log.replacingCharacters(in: place, with: wrong)) != "")
    }
}
