import ArgumentParser
import Diagnostics
import ManifestLint
import Manifests
import Reporting

/// `proxyplan lint`: what in manifests keeps Services from working.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what in manifests the API server rejects, and what keeps Services from working.",
        discussion: """
            A rule that lacks something it has to know is not checked, and neither passed nor failed; --verbose lists \
            those. Exit status: 0 no findings, 1 findings, 2 it could not do its work.
            """)

    @OptionGroup var input: PathOptions
    @OptionGroup(title: "Rules and reports") var lint: LintOptions
    @OptionGroup(title: "Display options") var display: DisplayOptions

    func validate() throws {
        try input.requireOne()
        if lint.fix && input.all.contains("-") {
            throw ValidationError("--fix changes files: name them instead of standard input.")
        }
        if input.all.contains("-") && lint.against.contains("-") {
            throw ValidationError("Standard input can't be both the manifests and their earlier versions.")
        }
    }

    func run() throws {
        let selection = try lint.selection()
        let baseline = try readBaseline()
        let previous = lint.against.isEmpty ? nil : try readPrevious(lint.against)
        var sources = try read(input.all)
        if lint.fix { sources = try fixing(sources, previous, selection) }
        let manifests = ManifestReader.read(sources, keepingObjects: true)
        let run = LintRun(manifests, previous: previous, selection: selection)
        let counts = LintReport.Counts(
            objects: manifests.objects.count, files: manifests.sources.count { $0.firstLine == 1 })
        let report = LintReport(run, sources: manifests.sources, counts: counts, baseline: baseline)
        if let file = lint.writeBaseline { return try write(LintBaseline(report), of: report, to: file) }
        if let baseline, let file = lint.baseline, baseline.count > report.knownCount, !display.quiet {
            display.say("\(baseline.count - report.knownCount) of \(baseline.count) findings in \(file) are gone")
        }
        try LintWriter(report, failOn: lint.failOn.severity, display).write(to: lint.targets)
        if report.findings.contains(where: { $0.severity >= lint.failOn.severity }) { throw Outcome.findings }
    }

    /// Reads texts; throws if one can't be read.
    private func read(_ paths: [String]) throws -> [Source] {
        let (sources, unreadable) = SourceFiles.read(paths)
        try refuse(unreadable)
        return sources
    }

    /// Mends texts and the files that they come from.
    private func fixing(_ sources: [Source], _ previous: ManifestSet?, _ selection: RuleSelection) throws -> [Source] {
        let fixes = SourceFixes(sources) { sources in
            LintRun(
                ManifestReader.read(sources, keepingObjects: true), previous: previous, selection: selection
            ).findings
        }
        var written: Set<String> = []
        for source in fixes.sources where written.insert(source.name).inserted {
            guard let count = fixes.counts[source.name] else { continue }
            try OutputFile.write(source.bytes, to: source.name)
            if !display.quiet { display.say("\(source.name): \(count) fixed") }
        }
        return fixes.sources
    }

    private func readBaseline() throws -> LintBaseline? {
        guard let file = lint.baseline else { return nil }
        do {
            return try LintBaseline(reading: try Source.reading(file).bytes)
        } catch let error as UnreadableSource {
            throw Failure("--baseline \(file): can't be read: \(error.reason)")
        } catch let error as LintBaseline.Malformed {
            throw Failure("\(file):\(error.line):1: \(error.message); --write-baseline writes one")
        }
    }

    /// Writes a baseline, and reports what can't be in one: input that can't be read.
    private func write(_ baseline: LintBaseline, of report: LintReport, to file: String) throws {
        let unreadable = report.findings.filter { $0.rule.hasPrefix("READ-") }
        if unreadable.contains(where: { $0.severity == .error }) { try refuse(unreadable) }
        try OutputFile.write(Array(baseline.text.utf8), to: file)
        if !display.quiet { display.say("\(file): \(baseline.count) \(baseline.count == 1 ? "finding" : "findings")") }
    }

    /// Reads the earlier versions; throws if one can't be understood, for then nothing can be compared with it.
    private func readPrevious(_ paths: [String]) throws -> ManifestSet {
        let previous = ManifestReader.read(try read(paths), keepingObjects: true)
        try refuse(previous.findings.filter { $0.rule.hasPrefix("READ-") && $0.severity == .error })
        return previous
    }

    private func refuse(_ findings: [Finding]) throws {
        if findings.isEmpty { return }
        display.show(findings)
        display.say("\(TextReport.count(findings)): nothing is linted")
        throw Outcome.failed
    }
}
