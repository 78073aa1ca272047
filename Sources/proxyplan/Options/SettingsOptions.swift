import ArgumentParser
import Diagnostics
import ManifestLint
import Manifests
import Reporting

/// Which settings of a project count.
struct SettingsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The project's settings (default: .proxyplan.yaml in the working directory or the nearest one above).",
            valueName: "file"),
        completion: .file())
    var settings: String?

    @Flag(help: "Read no settings.")
    var noSettings = false

    func validate() throws {
        if settings != nil && noSettings {
            throw ValidationError("--settings and --no-settings exclude each other.")
        }
    }

    /// The settings; those that say nothing if there is no file. Throws if there is something wrong with the file.
    func read(_ display: DisplayOptions) throws -> ProjectConfiguration {
        guard !noSettings, let file = settings ?? ProjectConfiguration.path() else { return ProjectConfiguration() }
        let source: Source
        do {
            source = try Source.reading(file)
        } catch {
            throw Failure("\(settings == nil ? "" : "--settings ")\(file): can't be read: \(error.reason)")
        }
        var problems: [Finding] = []
        let project = ProjectConfiguration(reading: source, problems: &problems)
        if !problems.isEmpty {
            display.show(problems)
            display.say("\(TextReport.count(problems)): nothing is linted")
            throw Outcome.failed
        }
        if display.verbose { display.say("settings: \(file)") }
        return project
    }
}
