import ArgumentParser
import Diagnostics
import FoundationEssentials
import ManifestLint
import Manifests
import Reporting

/// `proxyplan lint`: what in manifests keeps Services from working.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what in manifests the API server rejects, and what keeps Services from working.",
        discussion: """
            A rule that lacks something it has to know is not checked, and neither passed nor failed; --verbose lists \
            those. A file .proxyplan.yaml says which rules count, and what they have to know of the cluster. Exit \
            status: 0 no findings, 1 findings, 2 it could not do its work.
            """)

    @OptionGroup var input: PathOptions
    @OptionGroup(title: "Rules and reports") var lint: LintOptions
    @OptionGroup(title: "Rules and reports") var settings: SettingsOptions
    @OptionGroup(title: "Display options") var display: DisplayOptions

    func validate() throws {
        try input.requireOne()
        if input.all.contains("-") && lint.against.contains("-") {
            throw ValidationError("Standard input can't be both the manifests and their earlier versions.")
        }
    }

    func run() throws {
        let selection = try lint.selection()
        var project = try settings.read(display)
        project.isSeenWhole = input.all.contains { Self.isDirectory($0) }
        let baseline = try BaselineFile.read(lint, project)
        let progress = Progress(isWanted: !display.quiet)
        defer { progress.finish() }
        let previous = lint.against.isEmpty ? nil : try readPrevious(progress)
        let linter = Linter(previous: previous, project: project, selection: selection, progress: progress)
        let sources = try read(input.all, progress)
        let fixes = lint.fix || lint.diff ? linter.fixes(sources) : nil
        let (manifests, run) = linter.lint(fixes?.sources ?? sources)
        progress.finish()
        if lint.diff, let fixes { return try showChanges(of: fixes, leaving: run.findings) }
        if let fixes { try write(fixes) }
        let counts = LintReport.Counts(
            objects: manifests.objects.count, files: manifests.sources.count { $0.firstLine == 1 })
        let report = LintReport(
            run, sources: manifests.sources, settings: project.source, counts: counts, baseline: baseline?.content)
        if let file = lint.writeBaseline { return try write(LintBaseline(report), of: report, to: file) }
        if let baseline, baseline.content.count > report.knownCount, !display.quiet {
            let count = baseline.content.count
            display.say("\(count - report.knownCount) of \(count) findings in \(baseline.path) are gone")
        }
        let failOn = lint.failOn?.severity ?? project.failOn ?? .warning
        // Standard output is the mended text's.
        let console: Console = lint.fix && input.all.contains("-") ? .standardError : .standardOutput
        try LintWriter(report, failOn: failOn, display, console).write(to: lint.targets)
        if report.findings.contains(where: { $0.severity >= failOn }) { throw Outcome.findings }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }

    // MARK: Input

    /// Reads texts; throws if one can't be read.
    private func read(_ paths: [String], _ progress: Progress) throws -> [Source] {
        let (sources, unreadable) = SourceFiles.read(paths) { progress.note("reading file", $0, of: $1) }
        try refuse(unreadable, progress)
        return sources
    }

    /// Reads the earlier versions; throws if one can't be understood, for then nothing can be compared with it.
    private func readPrevious(_ progress: Progress) throws -> ManifestSet {
        let previous = ManifestReader.read(try read(lint.against, progress), keepingObjects: true)
        try refuse(previous.findings.filter { $0.isUnreadable && $0.severity == .error }, progress)
        return previous
    }

    private func refuse(_ findings: [Finding], _ progress: Progress? = nil) throws {
        if findings.isEmpty { return }
        progress?.finish()
        display.show(findings)
        display.say("\(TextReport.count(findings)): nothing is linted")
        throw Outcome.failed
    }

    // MARK: Fixes

    /// Writes mended texts to where they come from; that of standard input to standard output.
    private func write(_ fixes: SourceFixes) throws {
        for (name, count) in fixes.countsInOrder {
            guard name != Source.standardInputName, let text = fixes.texts[name] else { continue }
            try OutputFile.write(text.bytes, to: name)
            if !display.quiet { display.say("\(name): \(count) fixed") }
        }
        guard let input = fixes.sources.first(where: { $0.name == Source.standardInputName }) else { return }
        try Console.standardOutput.write(input.bytes)
        if !display.quiet, let count = fixes.counts[input.name] { display.say("\(input.name): \(count) fixed") }
    }

    /// Prints what fixes would change, and says what can't be read.
    private func showChanges(of fixes: SourceFixes, leaving findings: [Finding]) throws {
        let report = FixDiffReport(isColored: display.usesColor(on: .standardOutput))
        let patches = fixes.countsInOrder.map { name, _ in fixes.texts[name].map { report.text($0, name: name) } ?? "" }
        try Console.standardOutput.write(Array(patches.joined().utf8))
        let unreadable = findings.filter { $0.isUnreadable && $0.severity == .error }
        display.show(unreadable)
        if !display.quiet { display.say(FixDiffReport.summary(fixes)) }
        if patches.contains(where: { !$0.isEmpty }) || !unreadable.isEmpty { throw Outcome.findings }
    }

    /// Writes a baseline, and reports what can't be in one: input that can't be read.
    private func write(_ baseline: LintBaseline, of report: LintReport, to file: String) throws {
        let unreadable = report.findings.filter(\.isUnreadable)
        if unreadable.contains(where: { $0.severity == .error }) { try refuse(unreadable) }
        try OutputFile.write(Array(baseline.text.utf8), to: file)
        if !display.quiet { display.say("\(file): \(baseline.count) \(baseline.count == 1 ? "finding" : "findings")") }
    }
}

extension Finding {
    /// Whether it is about input that can't be read.
    fileprivate var isUnreadable: Bool { rule.hasPrefix("READ-") }
}
