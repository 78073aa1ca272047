import Reporting
import RulesetDiff

/// Writes the reports of one diff.
struct DiffWriter {
    private let report: DiffReport
    private let diff: NodeDiff
    private let scope: DriftScope
    private let display: DisplayOptions

    init(_ report: DiffReport, _ diff: NodeDiff, _ scope: @escaping DriftScope, _ display: DisplayOptions) {
        self.report = report
        self.diff = diff
        self.scope = scope
        self.display = display
    }

    /// Writes all reports: those for files first, so that nothing is printed if one can't be written.
    func write(to targets: [ReportTarget<DiffReportOptions.Format>]) throws {
        for target in targets {
            if let file = target.file {
                try OutputFile.write(Array(text(target.format, isColored: false).utf8), to: file)
            }
        }
        let printed = targets.first { $0.file == nil }
        if let printed, !(printed.format == .text && display.quiet && report.groups.isEmpty) {
            let isColored = display.usesColor(on: .standardOutput)
            Console.standardOutput.write(text(printed.format, isColored: isColored))
        }
        if printed?.format != .text && !display.quiet { display.say(report.summary) }
    }

    private func text(_ format: DiffReportOptions.Format, isColored: Bool) -> String {
        switch format {
        case .text: DiffTextReport(isColored: isColored, showsAllRules: display.verbose).text(report)
        case .json: DiffJSONReport.text(report)
        case .unified: UnifiedDiffReport(diff.textRuns(scope: scope)).text()
        case .github: DiffGitHubReport.text(report)
        case .sarif: DiffSARIFReport.text(report, version: Version.current)
        case .html: DiffHTMLReport.text(report)
        }
    }
}
