import Foundation
import TestSupport
import Testing

/// What `proxyplan lint` does with `.proxyplan.yaml`.
@Suite struct LintSettingsTests {
    /// A project: settings in its root, a Service with findings in two folders.
    private struct Project {
        let scratch: ScratchDirectory

        static let service = """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              clusterIP: 10.97.0.1
              ports:
              - port: 80
                targetPort: "8080"
                nodePort: 30080

            """

        init(_ settings: String) throws {
            scratch = try ScratchDirectory()
            _ = try scratch.write(settings, to: ".proxyplan.yaml")
            _ = try scratch.write(Self.service, to: "deploy/web.yaml")
            _ = try scratch.write(
                Self.service.replacingOccurrences(of: "web", with: "old").replacingOccurrences(
                    of: ".0.1", with: ".0.2"),
                to: "legacy/a/old.yaml")
        }

        func lint(_ arguments: [String], in folder: String = "") async throws -> ToolResult {
            try await Proxyplan.run(["lint"] + arguments, in: scratch.path(folder))
        }

        /// The findings of a JSON report as `RULE FILE:LINE SEVERITY`, of the rules that the tests are about.
        func findings(_ arguments: [String], in folder: String = "", _ list: String = "findings") async throws
            -> [String]
        {
            let result = try await lint(arguments + ["--format", "json", "--quiet"], in: folder)
            let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            let findings = report?[list] as? [[String: Any]] ?? []
            return findings.compactMap { finding in
                guard let rule = finding["rule"] as? String, let severity = finding["severity"] as? String,
                    let place = finding["location"] as? [String: Any], let file = place["file"] as? String,
                    let line = place["line"] as? Int
                else { return nil }
                return "\(rule) \(file):\(line) \(severity)"
            }
        }
    }

    @Test func theNearestFileAboveTheWorkingDirectoryCounts() async throws {
        let project = try Project("select: PORT-008")
        #expect(try await project.findings(["deploy"]) == ["PORT-008 deploy/web.yaml:9 error"])
        #expect(try await project.findings(["web.yaml"], in: "deploy") == ["PORT-008 web.yaml:9 error"])
        // Where the manifests are is of no matter.
        let file = project.scratch.path("deploy/web.yaml")
        let elsewhere = try ScratchDirectory()
        let result = try await Proxyplan.run(["lint", file, "--select", "all"], in: elsewhere.path(""))
        #expect(result.output.contains("error[PORT-010]"))
        let verbose = try await project.lint(["old.yaml", "--verbose"], in: "legacy/a")
        #expect(verbose.errors == "proxyplan: settings: ../../.proxyplan.yaml\n")
        _ = try project.scratch.write("select: PORT-010", to: "legacy/.proxyplan.yaml")
        #expect(try await project.findings(["old.yaml"], in: "legacy/a") == ["PORT-010 old.yaml:10 error"])
    }

    @Test func theCommandLineNamesOtherSettings() async throws {
        let project = try Project("select: PORT-008")
        _ = try project.scratch.write("select: PORT-010", to: "other.yaml")
        #expect(
            try await project.findings(["deploy", "--settings", "other.yaml"]) == ["PORT-010 deploy/web.yaml:10 error"])
        #expect(try await project.findings(["deploy", "--no-settings"]).count > 2)
        #expect(try await project.lint(["deploy", "--no-settings", "--settings", "other.yaml"]).status == 2)
        let missing = try await project.lint(["deploy", "--settings", "none.yaml"])
        #expect((missing.status, missing.output) == (2, ""))
        #expect(missing.errors == "proxyplan: --settings none.yaml: can't be read: no such file or directory\n")
    }

    @Test(arguments: [
        ("selekt: [PORT]", "1:1: error[READ-008]: selekt: unknown field \"selekt\"; did you mean select"),
        (
            "fail-on: error\nignore: [{rule: PORT-0021, reason: x}]",
            "2:17: error[READ-008]: ignore[0].rule: unknown rule \"PORT-0021\"; did you mean PORT-001"
        ),
        (
            "cluster: {serviceCIDRs: 10.96/12}",
            "1:25: error[READ-008]: cluster.serviceCIDRs: \"10.96/12\" is no network"
        ),
        ("- PORT", "1:1: error[READ-008]: the configuration isn't a mapping"),
        ("select: [", "1:10: error[READ-003]: "),
        ("a: \u{1}", "1:4: error[READ-003]: "),
    ])
    func wrongSettingsAreRefused(_ settings: String, _ message: String) async throws {
        let project = try Project(settings)
        for arguments in [["deploy"], ["deploy", "--format", "json"], ["deploy", "--fix"], ["deploy", "--diff"]] {
            let result = try await project.lint(arguments)
            #expect((result.status, result.output) == (2, ""))
            #expect(result.errors.hasPrefix(".proxyplan.yaml:\(message)"), "\(result.errors)")
            #expect(result.errors.hasSuffix("proxyplan: 1 error: nothing is linted\n"))
        }
    }

    @Test func selectionAndSeverity() async throws {
        let project = try Project("select: [PORT-008, PORT-010]\nseverity: {PORT: warning, PORT-010: note}")
        #expect(
            try await project.findings(["deploy"]) == [
                "PORT-008 deploy/web.yaml:9 warning", "PORT-010 deploy/web.yaml:10 note",
            ])
        #expect(try await project.findings(["deploy", "--select", "PORT-010"]) == ["PORT-010 deploy/web.yaml:10 note"])
        #expect(
            try await project.findings(["deploy", "--ignore", "PORT-010"]) == ["PORT-008 deploy/web.yaml:9 warning"])
        #expect(try await project.lint(["deploy"]).status == 1)
        #expect(try await project.lint(["deploy", "--fail-on", "error"]).status == 0)
    }

    @Test func leastSeverityAndBaseline() async throws {
        let project = try Project("select: PORT-008\nseverity: {PORT-008: warning}\nfail-on: error")
        #expect(try await project.lint(["deploy"]).status == 0)
        #expect(try await project.lint(["deploy", "--fail-on", "warning"]).status == 1)
        #expect(try await project.lint(["deploy", "--write-baseline", "known"]).status == 0)
        _ = try project.scratch.write("select: PORT-008\nbaseline: known", to: ".proxyplan.yaml")
        #expect(try await project.lint(["web.yaml"], in: "deploy").status == 0)
        #expect(try await project.lint(["web.yaml", "--no-settings"], in: "deploy").status == 1)
        let empty = try project.scratch.write("# proxyplan lint baseline 1\n", to: "empty")
        #expect(try await project.lint(["deploy", "--baseline", empty]).status == 1)
        // It is written anew whole.
        #expect(
            try await project.lint(["deploy", "--write-baseline", "anew"]).errors == "proxyplan: anew: 1 finding\n")
        _ = try project.scratch.write("baseline: none", to: ".proxyplan.yaml")
        let missing = try await project.lint(["web.yaml"], in: "deploy")
        #expect(missing.status == 2)
        #expect(
            missing.errors
                == "proxyplan: ../.proxyplan.yaml: baseline ../none: can't be read: no such file or directory\n")
    }

    // MARK: Ignores

    @Test func ignoresNeedAReasonAndAUse() async throws {
        let project = try Project(
            """
            select: [PORT-001, PORT-008, PORT-010, LINT]
            ignore:
            - {rule: PORT-008, reason: old clients}
            - PORT-010
            - {rule: PORT-001, reason: never}
            overrides:
            - {path: legacy/**, ignore: [{rule: SVC-001, reason: x}]}
            - {path: none/**, ignore: [{rule: PORT-001, reason: x}]}

            """)
        let ignored = [
            "PORT-008 deploy/web.yaml:9 error", "PORT-010 deploy/web.yaml:10 error",
            "PORT-008 legacy/a/old.yaml:9 error", "PORT-010 legacy/a/old.yaml:10 error",
        ]
        #expect(try await project.findings(["deploy", "legacy"], "ignored") == ignored)
        // SVC-001 isn't selected, and of none/ nothing is seen.
        let remarks = ["LINT-001 .proxyplan.yaml:4 note", "LINT-002 .proxyplan.yaml:5 note"]
        #expect(try await project.findings(["deploy", "legacy"]) == remarks)
        // A file is a part of the project: nothing can be said of use.
        #expect(try await project.findings(["deploy/web.yaml"]) == ["LINT-001 .proxyplan.yaml:4 note"])
        // What is asked for is checked, and then all ignores at the top are off.
        #expect(
            try await project.findings(["deploy", "--select", "PORT-008,LINT"]) == ["PORT-008 deploy/web.yaml:9 error"])
        let text = try await project.lint(["deploy/web.yaml", "--verbose"])
        #expect(
            text.output.contains("    4 | - PORT-010\n      |   ^~~~~~~~\n  help: write {rule: PORT-010, reason: …}\n"))
        #expect(text.output.contains(" (old clients)\n"))
        let sarif = try await project.lint(["deploy", "--format", "sarif"])
        #expect(sarif.output.contains("\"kind\": \"external\",\n              \"justification\": \"old clients\""))
        let check = try await Tool.run(
            "python3", [Fixtures.root.appendingPathComponent("sarif/check.py").path], input: sarif.output)
        #expect((check.status, check.output) == (0, ""))
    }

    @Test func overridesAreForTheirFiles() async throws {
        let project = try Project(
            """
            select: [PORT-008, PORT-010]
            overrides:
            - path: legacy/**
              select: [PORT-008]
              severity: {PORT: note}
            - path: "*.generated.yaml"
              ignore: [{rule: PORT, reason: nobody writes these}]

            """)
        _ = try project.scratch.write(Project.service, to: "deploy/x.generated.yaml")
        let found = [
            "PORT-008 deploy/web.yaml:9 error", "PORT-010 deploy/web.yaml:10 error",
            "PORT-008 legacy/a/old.yaml:9 note",
        ]
        #expect(
            try await project.findings(["."]) == found.map { $0.replacingOccurrences(of: " ", with: " ./", count: 1) })
        // The working directory may be any.
        #expect(try await project.findings(["../legacy", "."], in: "deploy").count == 3)
        // A comment in a file for which the rule isn't selected ignores nothing, and that is fine.
        let commented = Project.service.replacingOccurrences(
            of: "nodePort: 30080", with: "nodePort: 30080 # proxyplan:ignore PORT-010 why")
        _ = try project.scratch.write(commented, to: "legacy/a/old.yaml")
        #expect(try await project.findings(["legacy"]) == ["PORT-008 legacy/a/old.yaml:9 note"])
        #expect(try await project.findings(["legacy"], "ignored") == [])
    }

    /// A fix is for what counts: what settings ignore stays.
    @Test func fixesLeaveWhatIsIgnored() async throws {
        let project = try Project("ignore: [{rule: PORT-008, reason: x}]")
        #expect(try await project.lint(["deploy", "--diff"]).output == "")
        #expect(
            try await project.lint(["deploy", "--diff", "--no-settings"]).output.contains("+    targetPort: 8080\n"))
    }

    /// A thousand findings that settings ignore don't crowd out the one that counts.
    @Test func ignoredFindingsAreNoFlood() async throws {
        let project = try Project("ignore: [{rule: PORT-010, reason: x}]\nselect: PORT")
        let ports = (1...300).map { "  - {name: p\($0), port: \($0), nodePort: \(30000 + $0)}\n" }.joined()
        let head = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n"
        _ = try project.scratch.write(head + ports + "  - {name: P, port: 999}\n", to: "deploy/web.yaml")
        #expect(try await project.findings(["deploy"]) == ["PORT-003 deploy/web.yaml:306 error"])
    }

    // MARK: The cluster

    @Test func factsLetRulesRun() async throws {
        let project = try Project("select: SVC-018")
        func unchecked() async throws -> Bool {
            try await project.lint(["deploy", "--format", "json"]).output.contains(
                "\"rule\": \"SVC-018\",\n      \"title\"")
        }
        #expect(try await unchecked())
        #expect(try await project.findings(["deploy"]) == [])
        for settings in ["cluster: {serviceCIDRs: [10.96.0.0/16]}", "serviceCIDRs: 10.96.0.0/16"] {
            _ = try project.scratch.write("select: SVC-018\n\(settings)\n", to: ".proxyplan.yaml")
            #expect(try await project.findings(["deploy"]) == ["SVC-018 deploy/web.yaml:6 error"])
        }
    }

    /// Findings about the cluster stand in the settings, in every format.
    @Test func findingsAboutTheClusterHaveTheirPlace() async throws {
        let project = try Project("select: CL\ncluster: {serviceCIDRs: [10.96.0.0/16], podCIDRs: [10.96.1.0/24]}")
        #expect(try await project.findings(["deploy"]) == ["CL-001 .proxyplan.yaml:2 error"])
        let text = try await project.lint(["web.yaml"], in: "deploy")
        #expect(text.output.contains("../.proxyplan.yaml:2:52: error[CL-001]: cluster.podCIDRs[0]: "), "\(text.output)")
        #expect(text.output.contains("    2 | cluster: {serviceCIDRs: "))
        for (format, expected) in [
            ("github", "::error file=.proxyplan.yaml,line=2,"), ("gitlab", "\"path\": \".proxyplan.yaml\""),
            ("sarif", "\"uri\": \".proxyplan.yaml\""), ("junit", "<testsuite name=\".proxyplan.yaml\""),
            ("tap", "not ok 2 - .proxyplan.yaml:2:52: CL-001"),
        ] {
            let result = try await project.lint(["deploy", "--format", format])
            #expect(result.status == 1)
            #expect(result.output.contains(expected), "\(result.output)")
        }
    }
}

extension String {
    /// The text with the first `count` places of `old` replaced.
    fileprivate func replacingOccurrences(of old: String, with new: String, count: Int) -> String {
        let parts = components(separatedBy: old)
        let head = parts.prefix(count + 1).joined(separator: new)
        return ([head] + parts.dropFirst(count + 1)).joined(separator: old)
    }
}
