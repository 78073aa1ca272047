import ArgumentParser
import RulesetDiff

extension DriftSeverity: ExpressibleByArgument {}

/// Which drifts are reported, and how.
struct DiffReportOptions: ParsableArguments {
    /// The formats.
    enum Format: String, CaseIterable {
        case text
        case json
        case unified
        case github
        case sarif
        case html
    }

    @OptionGroup var selection: ServiceOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            How drifts are written: text, json, unified, github, sarif or html; with =FILE to that file; can be \
            repeated (default: text).
            """, valueName: "format[=file]"))
    var format: [ReportTarget<Format>] = []

    @Option(
        help: ArgumentHelp(
            "The least severity that makes the exit status 1: security, broken, stale or cosmetic.",
            valueName: "severity"))
    var failOn = DriftSeverity.cosmetic

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            Leave out drifts of this kind (comment), Service (shop/*) or chain (KUBE-FORWARD); * stands for any \
            characters; can be repeated.
            """, valueName: "glob"))
    var ignore: [String] = []

    func validate() throws {
        guard format.count(where: { $0.file == nil }) <= 1 else {
            throw ValidationError("Only one --format can go to standard output: name a file, as in sarif=out.sarif.")
        }
    }

    /// Where reports go, and in which format.
    var targets: [ReportTarget<Format>] { format.isEmpty ? [ReportTarget(format: .text, file: nil)] : format }

    /// Throws if a report on traffic can't be written as is asked.
    func checkForBehavior() throws {
        for target in targets where target.format != .text && target.format != .json {
            throw Failure("--format \(target.format.rawValue): with --behavior a report is text or json")
        }
    }

    /// The drifts that are meant.
    func filter() throws -> DriftFilter { DriftFilter(services: try selection.patterns(), ignored: ignore) }
}
