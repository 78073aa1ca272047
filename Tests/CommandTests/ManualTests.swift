import Diagnostics
import Foundation
import ManifestLint
import TestSupport
import Testing

/// The manual pages say what `--help` says.
@Suite struct ManualTests {
    /// One command of the program, as it describes itself.
    private struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let arguments: [Argument]?
        let subcommands: [Command]?

        struct Argument: Decodable {
            let kind: String
            let names: [Name]?
            let valueName: String?
            let shouldDisplay: Bool
        }
        struct Name: Decodable {
            let kind: String
            let name: String

            var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        /// The names of all options, as they are typed.
        var options: Set<String> {
            Set((arguments ?? []).filter(\.shouldDisplay).flatMap { ($0.names ?? []).map(\.text) })
        }
    }

    private struct Dump: Decodable {
        let command: Command
    }

    private func commands() async throws -> [(page: String, command: Command)] {
        let dump = try await Proxyplan.run(["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
        let below = (root.subcommands ?? []).filter { $0.commandName != "help" }
        return [("proxyplan", root)] + below.map { ("proxyplan-\($0.commandName)", $0) }
    }

    /// The options that a page lists: `.It Fl f , -filename Ar path`.
    private func options(in page: String) -> Set<String> {
        var options = Set<String>()
        for line in page.split(separator: "\n") where line.hasPrefix(".It Fl ") {
            for word in line.dropFirst(".It Fl ".count).split(separator: " ") {
                if word == "Ar" || word == "Cm" { break }
                if word != "," { options.insert("-\(word)") }
            }
        }
        return options
    }

    @Test func everyCommandHasAPageWithItsOptions() async throws {
        for (name, command) in try await commands() {
            let page = try String(
                contentsOf: Fixtures.packageRoot.appendingPathComponent("man/\(name).1"), encoding: .utf8)
            #expect(options(in: page) == command.options, "man/\(name).1")
            let summary = (command.abstract ?? "").trimmingCharacters(in: ["."])
            #expect(page.contains(".Nd \(summary)\n"), "man/\(name).1")
        }
    }

    @Test func noPageIsLeftOver() async throws {
        let folder = Fixtures.packageRoot.appendingPathComponent("man").path
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let files = ["proxyplan.yaml.5"]
        #expect(pages == ((try await commands()).map { "\($0.page).1" } + files).sorted())
    }

    /// The fields that the page of the settings lists are those that there are; its example is sound.
    @Test func everySettingIsInItsPage() async throws {
        let page = try String(
            contentsOf: Fixtures.packageRoot.appendingPathComponent("man/proxyplan.yaml.5"), encoding: .utf8)
        var listed: Set<String> = []
        for line in page.split(separator: "\n") where line.hasPrefix(".It Va ") || line.hasPrefix(".Va ") {
            let words = line.split(separator: " ").dropFirst(line.hasPrefix(".It") ? 2 : 1)
            listed.formUnion(words.filter { $0.contains(where: \.isLetter) }.map(String.init))
        }
        #expect(listed == ProjectConfiguration.fieldNames)
        let example = page.components(separatedBy: ".Bd -literal\n").last?.components(separatedBy: ".Ed\n").first
        var problems: [Finding] = []
        let settings = ProjectConfiguration(
            reading: Source(name: ".proxyplan.yaml", text: example ?? ""), problems: &problems)
        #expect(problems == [])
        #expect(settings.failOn == .error && settings.cluster.serviceCIDRs.count == 2)
    }

    /// mandoc finds nothing to complain of, but that it doesn't know the other pages.
    @Test func pagesAreSound() async throws {
        let folder = Fixtures.packageRoot.appendingPathComponent("man")
        for page in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let result = try await Tool.run("mandoc", ["-Tlint", folder.appendingPathComponent(page).path])
            let complaints = result.output.split(separator: "\n").filter { !$0.contains("referenced manual not found") }
            #expect(complaints == [], "man/\(page)")
        }
    }

    /// Every command line in README and manual pages runs.
    @Test func examplesRun() async throws {
        var files = ["README.md"]
        files += try FileManager.default.contentsOfDirectory(
            atPath: Fixtures.packageRoot.appendingPathComponent("man").path
        ).map { "man/\($0)" }
        var count = 0
        for file in files {
            let text = try String(contentsOf: Fixtures.packageRoot.appendingPathComponent(file), encoding: .utf8)
            for arguments in Self.examples(in: text) {
                count += 1
                let result = try await Proxyplan.run(arguments)
                #expect(result.status == 0, "\(file): proxyplan \(arguments.joined(separator: " ")): \(result.errors)")
            }
        }
        #expect(count >= 3)
    }

    /// What README shows as the output of a comparison is its output.
    @Test func examplesOfDiffAreTrue() async throws {
        let readme = try String(contentsOf: Fixtures.packageRoot.appendingPathComponent("README.md"), encoding: .utf8)
        let examples = readme.components(separatedBy: "```console\n$ proxyplan diff ").dropFirst()
        #expect(examples.count == 2)
        for example in examples {
            let command = example.prefix { $0 != "\n" }
            let shown = example.dropFirst(command.count + 1).components(separatedBy: "```")[0]
            let result = try await Proxyplan.run(["diff"] + command.split(separator: " ").map(String.init))
            #expect(result.output == shown, "proxyplan diff \(command)")
        }
    }

    /// The arguments of each `proxyplan …` that reads the example of this package, up to a pipe or redirection.
    private static func examples(in text: String) -> [[String]] {
        text.split(separator: "\n").compactMap { line in
            guard line.contains("fixtures/examples/"), let start = line.range(of: "proxyplan compile ") else {
                return nil
            }
            let command = line[start.lowerBound...].prefix { $0 != "|" && $0 != ">" && $0 != "`" }
            return command.split(separator: " ").dropFirst().map { word in
                let bare = word.trimmingCharacters(in: ["'", "\""])
                return bare.hasPrefix("fixtures/") ? Fixtures.packageRoot.appendingPathComponent(bare).path : bare
            }
        }
    }
}
