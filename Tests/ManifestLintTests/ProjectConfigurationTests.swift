import Addressing
import Diagnostics
import ManifestLint
import Manifests
import TestSupport
import Testing

/// The file `.proxyplan.yaml`.
@Suite struct ProjectConfigurationTests {
    private func read(_ text: String, at path: String = "/repo/.proxyplan.yaml") -> (ProjectConfiguration, [Finding]) {
        var problems: [Finding] = []
        let configuration = ProjectConfiguration(reading: Source(name: path, text: text), problems: &problems)
        return (configuration, problems)
    }

    @Test func everyFieldIsRead() {
        let (configuration, problems) = read(
            """
            select: [server, PORT, MODE]
            ignore: [SVC-013, {rule: PORT-015, reason: node ports are drawn}]
            severity: {SVC-022: note, PORT: error}
            fail-on: warning
            baseline: known.json
            overrides:
            - path: "legacy/**"
              select: SEL
              ignore: [SEL-006]
              severity: {SEL-002: warning}
            cluster: {serviceCIDRs: [10.96.0.0/12]}
            podCIDRs: [10.244.0.0/16]

            """)
        #expect(problems == [])
        #expect(configuration.rules.select == ["server", "PORT", "MODE"])
        #expect(configuration.rules.ignore.map(\.rule) == ["SVC-013", "PORT-015"])
        #expect(configuration.rules.ignore.map(\.reason) == ["", "node ports are drawn"])
        #expect(configuration.failOn == .warning)
        #expect(configuration.baseline == "known.json")
        #expect(configuration.overrides.map(\.path.description) == ["legacy/**"])
        #expect(configuration.cluster.serviceCIDRs.map(\.description) == ["10.96.0.0/12"])
        #expect(configuration.cluster.podCIDRs.map(\.description) == ["10.244.0.0/16"])
        #expect(configuration.directory == "/repo")
    }

    @Test(arguments: [
        ("selekt: [PORT]", "1:1", "unknown field \"selekt\"", "did you mean select"),
        ("select: [PROT]", "1:10", "unknown rule \"PROT\"", "did you mean PORT"),
        ("ignore:\n- PORT-0021\n", "2:3", "unknown rule \"PORT-0021\"", "did you mean PORT-001"),
        ("ignore: [{role: PORT-021}]", "1:11", "unknown field \"role\"", "did you mean rule"),
        ("severity: {PORT-021: warn}", "1:22", "unknown severity \"warn\"", nil),
        ("fail-on: errors", "1:10", "unknown severity \"errors\"", "did you mean error"),
        ("overrides: [{ignore: [PORT]}]", "1:13", "an override needs a path", nil),
        ("cluster: {proxy: {modes: ipvs}}", "1:19", "unknown field \"modes\"", "did you mean mode"),
        ("cluster: {nodes: {name: a}}", "1:18", "must be a list, not a mapping", nil),
        ("nodePortRange: 30000", "1:16", "is no range of ports", nil),
        ("proxy: {strictARP: 3}", "1:20", "must be a boolean, not a number", nil),
        ("proxy: {clusterCIDR: \"10.0.0.0/8,x\"}", "1:22", "\"x\" is no network", nil),
        ("select: [PORT]\nselect: [SVC]\n", "2:1", "select", nil),
        ("- PORT\n", "1:1", "the configuration isn't a mapping", nil),
        ("select: [PORT]\n---\nselect: [SVC]\n", "3:1", "several documents", nil),
        ("select: [\n", "2:1", "", nil),
    ])
    func whatIsWrongHasItsPlace(_ text: String, _ place: String, _ message: String, _ advice: String?) {
        let (_, problems) = read(text)
        let found = problems.first { "\($0.location?.line ?? 0):\($0.location?.column ?? 0)" == place }
        #expect(found?.message.contains(message) == true, "\(problems)")
        if let advice { #expect(found?.advice?.hasPrefix(advice) == true, "\(problems)") }
        #expect(problems.allSatisfy { $0.severity == .error })
    }

    @Test func emptyFilesSayNothing() {
        for text in ["", "# nothing yet\n", "{}\n"] { #expect(read(text).1 == [], "\(text)") }
    }

    @Test func aFixItMendsAName() throws {
        let text = "selekt: [PORT]\n"
        let edit = try #require(read(text).1.first?.fixes.first?.edits.first)
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: edit.replacement.utf8)
        #expect(String(decoding: bytes, as: UTF8.self) == "select: [PORT]\n")
    }

    @Test func overridesAddUpByPath() throws {
        let (configuration, problems) = read(
            """
            ignore: [SVC-013]
            overrides:
            - {path: "legacy/**", ignore: [PORT], severity: {SEL-002: note}}
            - {path: "*.generated.yaml", select: [server]}

            """)
        #expect(problems == [])
        let port = try #require(RuleCatalog.rule("PORT-021"))
        let selector = try #require(RuleCatalog.rule("SEL-002"))
        #expect(configuration.rules(for: "/repo/web.yaml").selection.contains(port))
        #expect(!configuration.rules(for: "/repo/legacy/a/web.yaml").selection.contains(port))
        #expect(!configuration.rules(for: "/repo/a/web.generated.yaml").selection.contains(port))
        #expect(configuration.rules(for: "/repo/legacy/web.yaml").severity(of: selector, .error) == .note)
        #expect(configuration.rules(for: "/repo/web.yaml").severity(of: selector, .error) == .error)
    }

    @Test(arguments: [
        ("legacy/**", "legacy/a/b.yaml", true), ("legacy/**", "new/legacy/b.yaml", false),
        ("legacy", "new/legacy/b.yaml", true), ("/legacy", "new/legacy/b.yaml", false),
        ("legacy/", "legacy/b.yaml", true), ("./legacy/b.yaml", "legacy/b.yaml", true),
        ("**/b.yaml", "b.yaml", true), ("**/b.yaml", "a/c/b.yaml", true), ("a/**/b.yaml", "a/b.yaml", true),
        ("a/*/b.yaml", "a/b.yaml", false), ("a/*/b.yaml", "a/c/b.yaml", true), ("*.yaml", "a/b.yaml", true),
        ("a/*.yaml", "a/c/b.yaml", false), ("b?.yaml", "b1.yaml", true), ("b?.yaml", "b.yaml", false),
        ("*a*b*c", "xxaxxbxxbxc", true), ("*a*b*c", "xxaxxbxxbx", false), ("**", "any/thing", true),
    ])
    func patternsFit(_ pattern: String, _ path: String, _ fits: Bool) {
        #expect(PathPattern(pattern).matches(path) == fits)
    }

    @Test func aLongPatternTakesNoExponentialTime() {
        let pattern = PathPattern(String(repeating: "a*", count: 2000) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 4000)))
    }

    @Test func theNearestFileAboveCounts() throws {
        let scratch = try ScratchDirectory()
        let outer = try scratch.write("select: [PORT]\n", to: "repo/.proxyplan.yaml")
        let input = try scratch.write("", to: "repo/deploy/app/web.yaml")
        #expect(SourceFiles.enclosing(".proxyplan.yaml", of: input) == SourceFiles.absolutePath(outer))
        let directory = scratch.path("repo/deploy/app")
        #expect(ProjectConfiguration.path(from: directory) == SourceFiles.absolutePath(outer))
        let inner = try scratch.write("select: [SVC]\n", to: "repo/deploy/.proxyplan.yaml")
        #expect(ProjectConfiguration.path(from: directory) == SourceFiles.absolutePath(inner))
        #expect(SourceFiles.enclosing("no-such-file.yaml", of: input) == nil)
    }

    @Test func pathsBecomeAbsolute() {
        #expect(SourceFiles.absolutePath("/a/./b/../c") == "/a/c")
        #expect(SourceFiles.absolutePath("/../..") == "/")
        #expect(SourceFiles.absolutePath("x").hasSuffix("/x"))
    }
}
