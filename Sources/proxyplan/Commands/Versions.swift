import ArgumentParser
import Reporting

/// `proxyplan versions`: what changed for rules in each release of kube-proxy.
struct Versions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what changed for rules in each release of kube-proxy.")

    /// How the table is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: "How the table is written.")
    var format = Format.text

    func run() {
        Console.standardOutput.write(format == .text ? VersionReport.text() : VersionReport.json())
    }
}
