import Foundation
import TestSupport
import Testing

/// `proxyplan lint` as a user runs it.
@Suite struct LintCommandTests {
    private static let shop = "fixtures/lint-reports/shop.yaml"
    private static let formats = [
        ("json", "shop.json"), ("sarif", "shop.sarif"), ("github", "shop.github"),
        ("gitlab", "shop.gitlab.json"), ("junit", "shop.xml"), ("tap", "shop.tap"),
    ]

    private static func service(_ ports: String, annotations: String = "", name: String = "web") -> String {
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: \(name)
        \(annotations)
        spec:
          selector: {app: web}
          ports:
        \(ports)

        """
    }

    private static func lint(_ yaml: String, _ arguments: [String] = []) async throws -> ToolResult {
        try await Proxyplan.run(["lint", "-", "--color", "never"] + arguments, input: yaml)
    }

    /// The rules of the findings of a JSON report.
    private static func rules(_ json: String, _ list: String = "findings") throws -> [String] {
        let report = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let findings = report?[list] as? [[String: Any]] ?? []
        return findings.compactMap { $0["rule"] as? String }
    }

    // MARK: Formats

    @Test func golden() async throws {
        let scratch = try ScratchDirectory()
        var arguments = ["lint", Self.shop, "--format", "text"]
        for (format, file) in Self.formats { arguments += ["--format", "\(format)=\(scratch.path(file))"] }
        let result = try await Proxyplan.run(arguments)
        #expect(result.status == 1)
        #expect(result.errors == "")
        Golden.expect(result.output, equals: "lint-reports/shop.txt")
        for (_, file) in Self.formats {
            let text = try String(contentsOfFile: scratch.path(file), encoding: .utf8)
            Golden.expect(text, equals: "lint-reports/\(file)")
        }
    }

    @Test func verboseSaysWhatWasNotChecked() async throws {
        let result = try await Proxyplan.run(["lint", Self.shop, "--verbose", "--select", "PORT-010,UPD,DS"])
        Golden.expect(result.output, equals: "lint-reports/shop-verbose.txt")
    }

    @Test(arguments: ["json", "sarif", "gitlab"]) func isSoundJSON(_ format: String) async throws {
        let hostile = Self.service("  - port: \"\\\"\\n\\u0001\\u2028:::\"", name: "\"we\\\"b\\u202e\\e[31m\"")
        for input in [hostile, "a: [", "", Self.service("  - port: 80")] {
            let result = try await Self.lint(input, ["--format", format])
            let python = try await Tool.run(
                "python3", ["-c", "import json,sys; json.load(sys.stdin)"], input: result.output)
            #expect(python.status == 0, "\(python.errors)")
        }
    }

    @Test(arguments: ["\"x<&'\\uFFFE\\0\\e]]>\"", "a.b#SKIP", "web"]) func isSoundXMLAndTAP(_ name: String) async throws
    {
        let yaml = Self.service("  - port: 99999", name: name)
        let parse =
            "import sys,xml.etree.ElementTree as e; r=e.fromstring(sys.stdin.buffer.read()); print(len(r.findall('.//failure')))"
        let junit = try await Self.lint(yaml, ["--format", "junit"])
        let python = try await Tool.run("python3", ["-c", parse], input: junit.output)
        let tap = try await Self.lint(yaml, ["--format", "tap"])
        let lines = tap.output.split(separator: "\n")
        let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(lines.prefix(2) == ["TAP version 14", "1..\(points.count)"])
        let failed = points.count { $0.hasPrefix("not ok ") }
        #expect(failed >= 1)
        #expect(python.output == "\(failed)\n", "\(python.errors)")
        #expect(points.allSatisfy { !$0.hasPrefix("not ok ") || !$0.contains(" #SKIP") })
        let unchecked = points.count { $0.contains(" # SKIP needs ") }
        #expect(unchecked > 0)
        #expect(junit.output.components(separatedBy: "<skipped ").count - 1 == unchecked)
    }

    /// Names can't end a command of GitHub's, begin one, or colour the terminal.
    @Test func hostileNamesAreHarmless() async throws {
        let name = "\"x\\r\\n::error::%0A\\e[31m,:\\u202e\""
        let yaml = Self.service("  - port: 80\n    name: \(name)", name: name)
        let github = try await Self.lint(yaml, ["--format", "github"])
        #expect(github.status == 1)
        for line in github.output.split(separator: "\n") {
            #expect(line.hasPrefix("::error ") || line.hasPrefix("::warning ") || line.hasPrefix("::notice "))
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
        let text = try await Self.lint(yaml)
        #expect(text.output.contains("SVC-001"))
        #expect(!text.output.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E })
        let colored = try await Proxyplan.run(["lint", "-", "--color", "always"], input: yaml)
        #expect(colored.output.contains("\u{1B}[31merror[SVC-001]: \u{1B}[0m"))
        #expect(!colored.output.contains("\u{1B}[31m,"))
    }

    /// GitHub shows ten of a level; the rest is counted.
    @Test func gitHubIsNotFlooded() async throws {
        let ports = (1...30).map { "  - {name: \"P\($0)\", port: \($0)}" }.joined(separator: "\n")
        let result = try await Self.lint(Self.service(ports), ["--format", "github", "--select", "server"])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 11)
        #expect(lines.dropLast().allSatisfy { $0.hasPrefix("::error ") })
        #expect(lines.last?.hasPrefix("::notice title=proxyplan lint::20 more findings; 30 errors") == true)
    }

    /// The caret stands below what is meant, whatever the width of what stands before it.
    @Test func theExcerptFitsTheTerminal() async throws {
        let wide = "metadata: {annotations: {a: \"\u{4E2D}\u{6587}e\u{301}\"}, name: Web}"
        let long = "metadata: {annotations: {a: \"\(String(repeating: "x", count: 300))\"}, name: Web}"
        for (metadata, expected, indentation) in [(wide, wide, 44), (long, nil, 31)] {
            let yaml = "apiVersion: v1\nkind: Service\n\(metadata)\nspec: {ports: [{port: 80}]}\n"
            let result = try await Self.lint(yaml, ["--select", "SVC-001"])
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(lines.count >= 3)
            if let expected { #expect(lines[1] == "    3 | \(expected)") }
            #expect(lines[1].count < 120)
            #expect(lines[2] == "      | " + String(repeating: " ", count: indentation) + "^~~", "\(result.output)")
        }
    }

    /// What README shows as the output is the output.
    @Test func exampleOfREADMEIsTrue() async throws {
        let readme = try String(contentsOf: Fixtures.packageRoot.appendingPathComponent("README.md"), encoding: .utf8)
        let examples = readme.components(separatedBy: "```console\n$ proxyplan lint ").dropFirst()
        #expect(examples.count == 1)
        for example in examples {
            let command = example.prefix { $0 != "\n" }
            let shown = example.dropFirst(command.count + 1).components(separatedBy: "```")[0]
            let result = try await Proxyplan.run(["lint"] + command.split(separator: " ").map(String.init))
            #expect(result.output == shown)
        }
    }

    // MARK: What counts

    @Test func exitStatus() async throws {
        let broken = Self.service("  - port: 99999")
        #expect(try await Self.lint(broken).status == 1)
        #expect(try await Self.lint(broken, ["--ignore", "server", "--ignore", "all"]).status == 0)
        #expect(try await Self.lint(broken, ["--select", "SEL"]).status == 0)
        #expect(try await Self.lint("a: [").status == 1)
        #expect(try await Self.lint("a: [", ["--ignore", "all"]).status == 1)
        #expect(try await Proxyplan.run(["lint", "no/such/file.yaml"]).status == 2)
        #expect(try await Proxyplan.run(["lint"]).status == 2)
        let noted = Self.service("  - port: 80  # proxyplan:ignore PORT-004 nothing to ignore")
        #expect(try await Self.lint(noted, ["--select", "PORT-004,LINT"]).status == 0)
        #expect(try await Self.lint(noted, ["--select", "PORT-004,LINT", "--fail-on", "note"]).status == 1)
        let warned = Self.service("  - port: 80  # proxyplan:ignore PORT-404 nothing")
        #expect(try await Self.lint(warned, ["--select", "LINT"]).status == 1)
        #expect(try await Self.lint(warned, ["--select", "LINT", "--fail-on", "error"]).status == 0)
    }

    @Test func unknownRulesAreRefused() async throws {
        let result = try await Proxyplan.run(["lint", Self.shop, "--select", "PROT-021"])
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(
            result.errors
                == "proxyplan: --select PROT-021: no rule or group of rules is called so; did you mean PORT-021?\n")
    }

    @Test func againstEarlierVersions() async throws {
        let scratch = try ScratchDirectory()
        let old = try scratch.write(Self.service("  - port: 80") + "  clusterIP: 10.96.0.1\n", to: "old.yaml")
        let new = Self.service("  - port: 80") + "  clusterIP: 10.96.0.2\n"
        let result = try await Self.lint(new, ["--against", old, "--select", "UPD", "--format", "json"])
        #expect(try Self.rules(result.output) == ["UPD-001"])
        let unknown = try await Self.lint(new, ["--select", "UPD", "--format", "json"])
        #expect(try Self.rules(unknown.output) == [])
        #expect(try Self.rules(unknown.output, "notChecked").contains("UPD-001"))
        #expect(try await Proxyplan.run(["lint", "-", "--against", "-"]).status == 2)
        let broken = try scratch.write("a: [", to: "broken.yaml")
        #expect(try await Self.lint(new, ["--against", broken]).status == 2)
    }

    @Test func quietSaysNothing() async throws {
        let result = try await Self.lint(Self.service("  - port: 80"), ["--quiet", "--select", "PORT"])
        #expect((result.status, result.output, result.errors) == (0, "", ""))
    }

    @Test func baseline() async throws {
        let scratch = try ScratchDirectory()
        let old = Self.service("  - port: 99999\n  - port: 80\n  - port: 80\n    port: 81")
        let file = scratch.path("lint.baseline")
        let written = try await Self.lint(old, ["--write-baseline", file])
        #expect((written.status, written.output) == (0, ""))
        // Comments move the lines, which messages name too.
        let moved = "# one\n# two\n\n" + old
        let known = try await Self.lint(moved, ["--baseline", file, "--format", "json"])
        #expect(known.status == 0, "\(known.output)")
        #expect(try Self.rules(known.output) == [])
        let worse = try await Self.lint(moved + "  type: Nodeport\n", ["--baseline", file, "--format", "json"])
        #expect(worse.status == 1)
        #expect(try Self.rules(worse.output) == ["SVC-004"])
        let better = try await Self.lint(Self.service("  - port: 80"), ["--baseline", file, "--ignore", "SEL"])
        #expect(better.status == 0)
        #expect(better.errors.contains(" findings in \(file) are gone\n"))
        #expect(try await Self.lint("a: [", ["--baseline", file]).status == 1)
        #expect(try await Self.lint("a: [", ["--write-baseline", file]).status == 2)
        for text in ["", "{}", "# proxyplan lint baseline 1\nnonsense\n"] {
            let bad = try scratch.write(text, to: "bad.baseline")
            let result = try await Proxyplan.run(["lint", Self.shop, "--baseline", bad])
            #expect((result.status, result.output) == (2, ""))
            #expect(result.errors.contains(#/bad.baseline:[12]:1: the /#))
        }
        #expect(try await Proxyplan.run(["lint", Self.shop, "--baseline", scratch.path("none")]).status == 2)
    }

    /// Broken input is a finding with its place, in every format, and never a crash.
    @Test(arguments: HostileInputTests.cases) func brokenInput(_ broken: HostileInputTests.Case) async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(broken.bytes, to: broken.name)
        for format in ["text", "json", "sarif", "github", "gitlab", "junit", "tap"] {
            let result = try await Proxyplan.run(["lint", file, "--format", format, "--fail-on", "note"])
            #expect(result.status == 1, "\(format): \(result.errors)")
            #expect(!result.output.isEmpty)
        }
    }

    // MARK: Ignores

    @Test(arguments: [
        ("  - port: 80\n    nodePort: 30080  # proxyplan:ignore PORT-010 why", [], ["PORT-010"]),
        ("  - port: 80\n    # proxyplan:ignore PORT-010, SEL-001 why\n    nodePort: 30080", ["LINT-002"], ["PORT-010"]),
        ("  - port: 80\n    #proxyplan:ignore PORT why\n\n    # more\n    nodePort: 30080", [], ["PORT-010"]),
        ("  - port: 80\n    nodePort: 30080 # proxyplan:ignore PORT-010", ["LINT-001"], ["PORT-010"]),
        ("  # proxyplan:ignore PORT-010 why\n  - port: 80\n    nodePort: 30080", ["LINT-002", "PORT-010"], []),
        ("  - port: 80\n    nodePort: 30080 # proxyplan:ignore", ["LINT-003", "PORT-010"], []),
        ("  - port: 80\n    nodePort: 30080 # proxyplan:ignored PORT-010", ["PORT-010"], []),
        ("  - port: 80\n    nodePort: 30080#proxyplan:ignore PORT-010", ["SCHEMA-007"], []),
        ("  - port: 80\n    nodePort: 30080\n# proxyplan:ignore PORT-010 why", ["LINT-002", "PORT-010"], []),
    ])
    func comments(_ ports: String, _ found: [String], _ ignored: [String]) async throws {
        let yaml = Self.service(ports)
        for text in [yaml, yaml.replacingOccurrences(of: "\n", with: "\r\n")] {
            let result = try await Self.lint(text, ["--format", "json", "--select", "server,LINT"])
            #expect(try Self.rules(result.output).sorted() == found)
            #expect(try Self.rules(result.output, "ignored") == ignored)
        }
    }

    @Test func annotations() async throws {
        let annotation = "  annotations: {proxyplan.dev/ignore: \"PORT-010,PORT-004 a webhook\"}"
        let ports = "  - port: 80\n    nodePort: 30080"
        let yaml =
            Self.service(ports, annotations: annotation) + "---\n"
            + Self.service(ports.replacingOccurrences(of: "30080", with: "30081"), name: "other")
        let result = try await Self.lint(yaml, ["--format", "json", "--select", "server,LINT"])
        #expect(try Self.rules(result.output) == ["LINT-002", "PORT-010"])
        #expect(try Self.rules(result.output, "ignored") == ["PORT-010"])
    }

    // MARK: Rules

    @Test func rulesAreListed() async throws {
        let text = try await Proxyplan.run(["rules"])
        let line = text.output.split(separator: "\n").first { $0.hasPrefix("PORT-013 ") }
        #expect(line?.split(separator: " ").joined(separator: " ") == "PORT-013 error nodePort claimed by two Services")
        let json = try await Proxyplan.run(["rules", "--format", "json"])
        let list = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let rules = try #require(list?["rules"] as? [[String: Any]])
        #expect(rules.count > 200)
        for rule in rules {
            for member in ["id", "title", "why", "bad", "good", "source"] {
                #expect((rule[member] as? String)?.isEmpty == false, "\(rule["id"] ?? ""): \(member)")
            }
        }
        let markdown = try await Proxyplan.run(["rules", "--format", "markdown"])
        #expect(markdown.output.split(separator: "\n").count { $0.contains("-0") } == rules.count)
    }

    @Test func rulesAreExplained() async throws {
        let result = try await Proxyplan.run(["explain", "sel-005", "PORT-010", "endpoint-missing", "READ-003"])
        #expect(result.status == 0)
        Golden.expect(result.output, equals: "lint-reports/explain.txt")
        let unknown = try await Proxyplan.run(["explain", "PROT-010"])
        #expect((unknown.status, unknown.output) == (2, ""))
        #expect(unknown.errors.hasSuffix("did you mean PORT-010?\n"))
    }

    /// The pages are those of the doc comments and examples.
    @Test func pagesAreUpToDate() async throws {
        let script = Fixtures.packageRoot.appendingPathComponent("scripts/rule-pages").path
        let result = try await Tool.run("python3", [script, "--check"])
        #expect((result.status, result.output) == (0, ""), "\(result.output)\(result.errors)")
    }
}
