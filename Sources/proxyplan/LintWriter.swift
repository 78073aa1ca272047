import Diagnostics
import Reporting

/// Writes the reports of one lint run.
struct LintWriter {
    private let report: LintReport
    private let failOn: Severity
    private let display: DisplayOptions
    private let console: Console

    init(_ report: LintReport, failOn: Severity, _ display: DisplayOptions, _ console: Console) {
        self.report = report
        self.failOn = failOn
        self.display = display
        self.console = console
    }

    /// Writes all reports: those for files first, so that nothing is printed if one can't be written.
    func write(to targets: [ReportTarget<LintOptions.Format>]) throws {
        for target in targets {
            if let file = target.file {
                try OutputFile.write(Array(text(target.format, isColored: false).utf8), to: file)
            }
        }
        let printed = targets.first { $0.file == nil }
        if let printed, !(printed.format == .text && display.quiet && report.findings.isEmpty) {
            let isColored = display.usesColor(on: console)
            console.write(text(printed.format, isColored: isColored))
        }
        if printed?.format != .text && !display.quiet { display.say(report.summary) }
    }

    private func text(_ format: LintOptions.Format, isColored: Bool) -> String {
        switch format {
        case .text: LintTextReport(isColored: isColored, showsEverything: display.verbose).text(report)
        case .json: LintJSONReport.text(report)
        case .sarif: LintSARIFReport.text(report, version: Version.current)
        case .github: LintGitHubReport.text(report)
        case .gitlab: LintGitLabReport.text(report)
        case .junit: LintJUnitReport.text(report, failOn: failOn)
        case .tap: LintTAPReport.text(report, failOn: failOn)
        }
    }
}
