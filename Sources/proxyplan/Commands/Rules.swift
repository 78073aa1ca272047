import ArgumentParser
import ManifestLint
import Reporting

/// `proxyplan rules`: what lint looks for.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the rules of proxyplan lint.")

    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
    }

    @Option(help: "How the list is written.")
    var format = Format.text

    func run() {
        let rules = RuleCatalog.all
        switch format {
        case .text: Console.standardOutput.write(RuleListReport.text(rules))
        case .json: Console.standardOutput.write(RuleListReport.json(rules))
        case .markdown: Console.standardOutput.write(RuleListReport.markdown(rules))
        }
    }
}
