import ArgumentParser
import ManifestLint
import Reporting

/// `proxyplan explain`: what a rule or a kind of drift is about.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a rule of proxyplan lint, or a kind of drift, is about.")

    @Argument(
        help: ArgumentHelp(
            "The rule (PORT-021) or the kind of drift (endpoint-missing), as reports name it.", valueName: "name"))
    var names: [String]

    @Option(help: "Colour: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color = DisplayOptions.ColorChoice.auto

    func run() throws {
        let report = RulePageReport(isColored: color.isOn(Console.standardOutput))
        var pages: [String] = []
        for name in names {
            guard let page = report.text(name) else {
                let near = RuleWords.nearest(to: name, among: RulePageReport.names)
                let advice = near.map { "did you mean \($0)?" } ?? "`proxyplan rules` lists the rules"
                throw Failure("\(name): no rule and no kind of drift is called so; \(advice)")
            }
            pages.append(page)
        }
        Console.standardOutput.write(pages.joined(separator: "\n"))
    }
}
