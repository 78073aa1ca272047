import ArgumentParser
import Diagnostics
import FoundationEssentials
import Reporting

/// How much is said on standard error, and whether in colour.
struct DisplayOptions: ParsableArguments {
    /// When colours are used.
    enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
        case auto
        case always
        case never

        /// Whether what is written to `console` is in colour.
        func isOn(_ console: Console) -> Bool {
            switch self {
            case .always: true
            case .never: false
            case .auto: (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty && console.isTerminal
            }
        }
    }

    @Option(help: "Colour: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color = ColorChoice.auto

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more about what is assumed and left out.")
    var verbose = false

    /// Writes findings to standard error, a line each.
    func show(_ findings: [Finding]) {
        let lowest: Severity = quiet ? .error : .note
        let report = TextReport(isColored: usesColor(on: .standardError))
        let lines = findings.filter { $0.severity >= lowest }.map { report.line($0) + "\n" }
        if !lines.isEmpty { Console.standardError.write(lines.joined()) }
    }

    /// Writes one line about the command's own work to standard error.
    func say(_ message: String) {
        Console.standardError.write("proxyplan: \(message)\n")
    }

    /// Whether what is written to `console` is in colour.
    func usesColor(on console: Console) -> Bool { color.isOn(console) }
}
