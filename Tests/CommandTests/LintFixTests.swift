import Foundation
import TestSupport
import Testing

/// `proxyplan lint --fix` and `--diff`.
@Suite struct LintFixTests {
    private static func service(_ ports: String, name: String = "web") -> String {
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: \(name)\nspec:\n  selector: {app: web}\n  ports:\n\(ports)\n"
    }

    /// The rules of the findings of a JSON report.
    private static func rules(_ json: String) throws -> [String] {
        let report = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return (report?["findings"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }
    }

    @Test func fix() async throws {
        let scratch = try ScratchDirectory()
        let yaml = Self.service("  - port: 80  # the port\r\n    targetPort: \"8080\"   # a number", name: "web  # 名")
        let file = try scratch.write(yaml, to: "web.yaml")
        let result = try await Proxyplan.run(["lint", file, "--fix", "--select", "PORT"])
        #expect((result.status, result.errors) == (0, "proxyplan: \(file): 1 fixed\n"), "\(result.output)")
        let fixed = try String(contentsOfFile: file, encoding: .utf8)
        #expect(fixed == yaml.replacingOccurrences(of: "\"8080\"", with: "8080"))
        let again = try await Proxyplan.run(["lint", file, "--fix", "--select", "PORT"])
        #expect((again.status, again.errors) == (0, ""))
        let ignored = yaml.replacingOccurrences(of: "a number", with: "proxyplan:ignore PORT-008 why")
        let other = try scratch.write(ignored, to: "ignored.yaml")
        #expect(try await Proxyplan.run(["lint", other, "--fix", "--select", "PORT"]).status == 0)
        #expect(try String(contentsOfFile: other, encoding: .utf8) == ignored)
    }

    /// Every fix of every rule's example mends its finding and leaves a text that can be read.
    @Test func fixesOfAllExamples() async throws {
        let scratch = try ScratchDirectory()
        let rules = Fixtures.cases(in: "lint").filter { !$0.contains(".") }
        var count = 0
        for rule in rules {
            let file = try scratch.write(try Fixtures.bytes("lint/\(rule)/bad.yaml"), to: "\(rule).yaml")
            let before = try await Proxyplan.run(["lint", file, "--format", "json"])
            let after = try await Proxyplan.run(["lint", file, "--fix", "--format", "json"])
            let (old, new) = (try Self.rules(before.output), try Self.rules(after.output))
            #expect(!new.contains { $0.hasPrefix("READ-") && !old.contains($0) }, "\(rule)")
            if after.errors.contains(" fixed\n") {
                count += 1
                #expect(new.count < old.count, "\(rule): \(old) \(new)")
            }
        }
        #expect(count >= 10, "\(count)")
    }

    /// Standard input goes to standard output, mended or as it was, and what is left to say to standard error.
    @Test func standardInputIsMended() async throws {
        let yaml = Self.service("  - port: 80  # the port\n    targetPort: \"8080\"\n    nodePort: 30080")
        let mended = yaml.replacingOccurrences(of: "\"8080\"", with: "8080")
        let result = try await Proxyplan.run(["lint", "-", "--fix", "--select", "PORT"], input: yaml)
        #expect((result.status, result.output) == (1, mended))
        #expect(result.errors.hasPrefix("proxyplan: <stdin>: 1 fixed\n<stdin>:10:15: error[PORT-010]: "))
        let again = try await Proxyplan.run(["lint", "-", "--fix", "--select", "PORT-008", "--quiet"], input: mended)
        #expect((again.status, again.output, again.errors) == (0, mended, ""))
        let broken = try await Proxyplan.run(["lint", "-", "--fix"], input: "a: [\n")
        #expect((broken.status, broken.output) == (1, "a: [\n"))
        #expect(broken.errors.contains("error[READ-003]"))
        let json = try await Proxyplan.run(
            ["lint", "-", "--fix", "--select", "PORT", "--format", "json", "--quiet"], input: yaml)
        #expect(json.output == mended)
        #expect(try Self.rules(json.errors) == ["PORT-010"])
    }

    @Test func diffChangesNothing() async throws {
        let scratch = try ScratchDirectory()
        let yaml = try Fixtures.text("lint-reports/shop.yaml")
        let file = try scratch.write(yaml, to: "shop.yaml")
        for arguments in [["--diff"], ["--diff", "--fix"]] {
            let result = try await Proxyplan.run(["lint", "shop.yaml"] + arguments, in: scratch.path(""))
            #expect((result.status, result.errors) == (1, "proxyplan: 3 changes in 1 file would be made\n"))
            Golden.expect(result.output, equals: "lint-reports/shop.diff")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == yaml)
        }
        let colored = try await Proxyplan.run(["lint", file, "--diff", "--color", "always"])
        #expect(colored.output.contains("\u{1B}[31m-  selector: {App: web}\u{1B}[0m\n"))
        let none = try await Proxyplan.run(["lint", file, "--diff", "--select", "PORT-010"])
        #expect((none.status, none.output, none.errors) == (0, "", "proxyplan: nothing to fix\n"))
        let broken = try await Proxyplan.run(["lint", "-", "--diff", "--quiet"], input: "a: [")
        #expect((broken.status, broken.output) == (1, ""))
        #expect(broken.errors.contains("<stdin>:1:5: error[READ-003]"))
        for other in [["--format", "json"], ["--write-baseline", scratch.path("b")]] {
            #expect(try await Proxyplan.run(["lint", file, "--diff"] + other).status == 2)
        }
    }

    /// The patch makes of each file, whatever its name and its line breaks, what --fix makes of it.
    @Test(arguments: [
        ("web.yaml", "\n", "\n"), ("a b.yaml", "\n", ""), ("we\"b\\.yaml", "\r\n", "\r\n"),
        ("f\u{FC}r.yaml", "\r\n", ""),
    ])
    func patchDoesWhatFixDoes(_ name: String, _ lineBreak: String, _ end: String) async throws {
        let scratch = try ScratchDirectory()
        let ports = (1...40).map { number in
            let quote = number % 13 == 1 ? "\"" : ""
            return "  - {name: p\(number), port: \(number), targetPort: \(quote)\(number + 8000)\(quote)}"
        }
        var yaml = Self.service(ports.joined(separator: "\n"))
        yaml.removeLast()
        yaml = yaml.replacingOccurrences(of: "\n", with: lineBreak) + end
        for folder in ["patched", "fixed"] { _ = try scratch.write(yaml, to: "\(folder)/\(name)") }
        let patch = try await Proxyplan.run(
            ["lint", name, "--diff", "--quiet", "--select", "PORT"], in: scratch.path("patched"))
        #expect(patch.output.utf8.split(separator: UInt8(ascii: "\n")).count { $0.starts(with: "@@ ".utf8) } == 4)
        let applied = try await Tool.run(
            "patch", ["-p0", "--binary", "--no-backup-if-mismatch"], input: patch.output, in: scratch.path("patched"))
        #expect(applied.status == 0, "\(applied.output)\(applied.errors)\(patch.output)")
        _ = try await Proxyplan.run(["lint", name, "--fix", "--select", "PORT"], in: scratch.path("fixed"))
        let texts = try ["patched", "fixed"].map { folder in
            try String(contentsOfFile: scratch.path("\(folder)/\(name)"), encoding: .utf8)
        }
        #expect(texts[0] == texts[1])
        #expect(
            texts[0] == yaml.replacingOccurrences(of: ": \"", with: ": ").replacingOccurrences(of: "\"}", with: "}"))
    }
}
