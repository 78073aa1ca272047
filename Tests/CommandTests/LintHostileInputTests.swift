import Foundation
import TestSupport
import Testing

/// Input that is large and senseless: one clear answer each, a short one, and no time that grows faster than the input.
@Suite struct LintHostileInputTests {
    private static let service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"

    private static func lint(_ input: String, _ arguments: [String] = []) async throws -> ToolResult {
        try await Proxyplan.run(["lint", "-", "--no-settings", "--color", "never"] + arguments, input: input)
    }

    /// Ten megabytes of one thing.
    @Test(arguments: [
        ("[", "error[READ-004]: more than 1,000 levels"), ("{", "error[READ-004]: more than 1,000 levels"),
        ("\0", "<stdin>:1:1: error[READ-002]: the text holds a NUL byte"),
        ("- ", "error[READ-004]: more than 1,000 levels"),
        ("#", "error[READ-007]: <stdin>: there is no Kubernetes object"),
        ("a: ", "error[READ-003]: a key is not allowed"),
        ("\"", "error[READ-003]: "), ("*", "error[READ-003]: "), ("&a ", "error[READ-003]: "),
    ])
    func tenMegabytes(_ part: String, _ message: String) async throws {
        let text = String(repeating: part, count: (10 << 20) / part.utf8.count)
        let result = try await Self.lint(text)
        #expect(result.status == 1)
        #expect(result.output.contains(message), "\(result.output)")
        #expect(result.output.utf8.count < 2000)
    }

    @Test(arguments: [
        "\u{7F}ELF\u{2}\u{1}", "<html><body>404</body></html>", "!!python/object/apply:os.system [id]", "a: &a [*a]",
        "{{ include \"web.service\" . }}", "%YAML 9.9\n---\na: b", "kind: \"\\ud800\"", "a: |9\n b", "? [a]\n: b",
        "{\"kind\": \"Service\"", "\u{FEFF}\u{FEFF}a: b", "- - - a\n -b",
    ])
    func whatIsNoManifest(_ text: String) async throws {
        for format in ["text", "json", "sarif", "junit", "github", "gitlab", "tap"] {
            let result = try await Self.lint(text, ["--format", format])
            #expect(
                result.status == 1 && result.output.contains("READ-00"), "\(format): \(result.output)\(result.errors)")
        }
    }

    /// No text of the input makes a message as long as itself.
    @Test func longTextsAreCut() async throws {
        let long = String(repeating: "y", count: 100_000)
        let inputs = [
            "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"w\"},\"spec\":{\"ports\":[{\"port\":1"
                + String(repeating: "0", count: 100_000) + "}]}}",
            "apiVersion: v1\nkind: Service\nmetadata: {name: a, creationTimestamp: \"\(long)\"}\n", "a: *\(long)\n",
            Self.service + "# proxyplan:ignore \(long) \(long)\n", "\(long): 1\n\(long): 2\n", "%\(long)\n---\na: b\n",
            "apiVersion: \(long)\nkind: Service\n", "!\(long) a\n",
            Self.service.replacingOccurrences(of: "port: 80", with: "port: 80, protocol: \(long), name: \(long)"),
        ]
        for input in inputs {
            let result = try await Self.lint(input)
            #expect(result.status == 1, "\(input.prefix(80))")
            #expect(result.output.utf8.count < 8000, "\(input.prefix(80)): \(result.output.prefix(2000))")
        }
    }

    /// Twice the input may take twice the time, and a bit more.
    @Test(arguments: [
        ("# proxyplan:ignore PORT-010 x\n", 4000), ("# proxyplan:ignore PORT-010 x\n" + service + "---\n", 500),
    ])
    func timeIsLinear(_ part: String, _ count: Int) async throws {
        func time(_ count: Int) async throws -> Duration {
            let input = String(repeating: part, count: count) + Self.service
            let clock = ContinuousClock()
            var best = Duration.seconds(1000)
            for _ in 0..<2 {
                best = min(best, try await clock.measure { _ = try await Self.lint(input, ["--format", "json"]) })
            }
            return best
        }
        let (once, eight) = (try await time(count), try await time(8 * count))
        #expect(eight < once * 24 + .seconds(2), "\(once) \(eight)")
    }
}
