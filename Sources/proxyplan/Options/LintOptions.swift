import ArgumentParser
import Diagnostics
import ManifestLint

/// Which rules are checked, and how findings are reported.
struct LintOptions: ParsableArguments {
    /// The severities, as words, the worst first.
    enum SeverityChoice: String, ExpressibleByArgument, CaseIterable {
        case error
        case warning
        case note

        var severity: Severity {
            switch self {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        }
    }

    /// The formats.
    enum Format: String, CaseIterable {
        case text
        case json
        case sarif
        case github
        case gitlab
        case junit
        case tap
    }

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            Check only these rules: ids (PORT-021), groups (PORT), server (what repeats the API server's verdict) or \
            all; with commas between, or repeated.
            """, valueName: "rules"))
    var select: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Leave these rules out; as for --select.", valueName: "rules"))
    var ignore: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "The earlier versions of the objects, for what may not be changed; a path as above; can be repeated.",
            valueName: "path"),
        completion: .file())
    var against: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            How findings are written: text, json, sarif, github, gitlab, junit or tap; with =FILE to that file; can be \
            repeated (default: text).
            """, valueName: "format[=file]"))
    var format: [ReportTarget<Format>] = []

    @Option(
        help: ArgumentHelp(
            "The least severity that makes the exit status 1: error, warning or note (default: warning).",
            valueName: "severity"))
    var failOn: SeverityChoice?

    @Option(
        help: ArgumentHelp(
            "Leave out the findings of an earlier run that --write-baseline wrote.", valueName: "file"),
        completion: .file())
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Write all findings to this file, for --baseline, instead of reporting them.", valueName: "file"),
        completion: .file())
    var writeBaseline: String?

    @Flag(
        help: """
            Mend in the files what can be mended with certainty, and report the rest; standard input is mended on \
            standard output.
            """)
    var fix = false

    @Flag(help: "Print what --fix would change, as a patch, and change nothing.")
    var diff = false

    func validate() throws {
        if baseline != nil && writeBaseline != nil {
            throw ValidationError("--baseline and --write-baseline exclude each other: the file is written anew.")
        }
        if diff && (!format.isEmpty || writeBaseline != nil) {
            throw ValidationError("--diff prints changes and reports nothing: leave out --format and --write-baseline.")
        }
        guard format.count(where: { $0.file == nil }) <= 1 else {
            throw ValidationError("Only one --format can go to standard output: name a file, as in sarif=out.sarif.")
        }
    }

    /// Where reports go, and in which format.
    var targets: [ReportTarget<Format>] { format.isEmpty ? [ReportTarget(format: .text, file: nil)] : format }

    /// The rules that count. Throws if a word means none.
    func selection() throws -> RuleSelection {
        func words(_ options: [String], _ name: String) throws -> [String] {
            let words = options.flatMap { $0.split(separator: ",").map(String.init) }
            for word in RuleSelection(select: words).unknownWords(among: RuleCatalog.all) {
                let near = RuleWords.nearest(to: word).map { "; did you mean \($0)?" } ?? ""
                throw Failure("\(name) \(word): no rule or group of rules is called so\(near)")
            }
            if words.isEmpty && !options.isEmpty { throw Failure("\(name): name at least one rule") }
            return words
        }
        return RuleSelection(select: try words(select, "--select"), ignore: try words(ignore, "--ignore"))
    }
}
