import Addressing
import ArgumentParser
import FoundationEssentials
import ManifestLint
import Manifests
import NameLookup
import Reporting
import ServiceProxy

/// `proxyplan explain`: what a rule, a kind of drift, or a name in a ruleset is about.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a rule of lint, a kind of drift, or a name in a ruleset is about.",
        discussion: """
            Names are chains, sets, maps, elements, virtual servers, addresses, ports of the node and whole rules \
            (-A …). With manifests it says which Service, port and endpoint they belong to, and where that is written. Exit \
            status: 0, 1 if a name isn't in the manifests, 2 if it means nothing, or for bad usage.
            """)

    /// How the result is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "The rule (PORT-021), kind of drift (endpoint-missing) or name, as reports and rulesets have it; or a manifest.",
            valueName: "name-or-path"))
    var words: [String]

    @Option(
        name: [.customShort("f"), .customLong("filename")],
        help: ArgumentHelp("A manifest, as in kubectl; can be repeated.", valueName: "path"),
        completion: .file())
    var filenames: [String] = []

    @Flag(help: "Skip what is broken in the input, and say what.")
    var keepGoing = false

    @Flag(help: "Also read what makes pods, and derive what a cluster would add, as compile does.")
    var deriveEndpoints = false

    @Option(help: "The address family (default: both)")
    var family: RuleOptions.FamilyChoice?

    @Option(help: "How the result is written: text or json (names in rulesets only).")
    var format = Format.text

    @OptionGroup(title: "Node options") var node: NodeOptions
    @OptionGroup(title: "kube-proxy options") var proxy: ProxyOptions
    @OptionGroup(title: "Display options") var display: DisplayOptions

    func run() throws {
        // Rules and virtual servers begin as options do.
        let isText = { (word: String) in word == "-" || word.contains(" ") }
        if let option = words.first(where: { $0.hasPrefix("-") && !isText($0) }) {
            throw Failure("\(option): there is no such option; a rule is one word for the shell: '-A …'")
        }
        let words = words.map { (text: $0, isPath: isPath($0)) }
        let paths = words.filter(\.isPath).map(\.text) + filenames
        let names = words.filter { !$0.isPath }.map(\.text)
        guard !names.isEmpty else { throw Failure("name a rule, a kind of drift, or a name of a ruleset") }
        let lookup = paths.isEmpty ? nil : try lookup(in: paths)
        let isColored = display.usesColor(on: .standardOutput)
        let rules = RulePageReport(isColored: isColored)
        let report = NamePageReport(isColored: isColored, limit: display.verbose ? .max : 12)
        var texts: [String] = []
        var pages: [NamePage] = []
        var isMissing = false
        for name in names {
            if let page = rules.text(name) {
                if format == .json { throw Failure("\(name): --format json is for names of rulesets") }
                texts.append(page)
                continue
            }
            let (found, wasMissing) = try find(name, lookup)
            isMissing = isMissing || wasMissing
            pages += found
            texts += found.map { report.text($0) }
        }
        Console.standardOutput.write(format == .json ? report.json(pages) : texts.joined(separator: "\n"))
        if isMissing { throw Outcome.findings }
    }

    /// Whether a word is a manifest: standard input, or something that is there.
    private func isPath(_ word: String) -> Bool {
        word == "-" || (!word.hasPrefix("-") && FileManager.default.fileExists(atPath: word))
    }

    private func find(_ name: String, _ lookup: NameLookup?) throws -> (pages: [NamePage], isMissing: Bool) {
        guard let lookup else {
            if let pages = NameLookup.pages(withoutManifests: name) { return (pages, false) }
            throw unknown(name)
        }
        switch lookup.answer(name) {
        case .pages(let pages): return (pages, false)
        case .missing(let page): return ([page], true)
        case .unknown: throw unknown(name)
        case .ambiguous(let names):
            let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
            throw Failure("\(name): \(names.count) names begin so: \(shown)")
        }
    }

    private func unknown(_ name: String) -> Failure {
        let known = RulePageReport.names + FixedName.all.map(\.name)
        let near = RuleWords.nearest(to: name, among: known)
        let advice = near.map { "did you mean \($0)?" } ?? "`proxyplan rules` lists the rules"
        return Failure("\(name): no rule, no kind of drift, no file and no name of a ruleset is called so; \(advice)")
    }

    private func lookup(in paths: [String]) throws -> NameLookup {
        let (sources, unreadable) = SourceFiles.read(paths)
        var manifests = InputOptions.read(
            sources, unreadable, configuration: proxy.config, derives: deriveEndpoints, keepGoing: keepGoing,
            everything: display.verbose)
        guard keepGoing || !manifests.hasErrors else {
            display.show(manifests.findings)
            display.say(
                "\(TextReport.count(manifests.findings)): nothing is explained (--keep-going skips what is broken)")
            throw Outcome.failed
        }
        let configuration = try proxy.configuration(in: manifests)
        let context = NodeContext(
            node.facts, in: manifests, configuration: configuration,
            version: try proxy.version(remarks: &manifests.findings), remarks: &manifests.findings)
        try proxy.check(configuration.mode, context.behavior)
        display.show(manifests.findings)
        return NameLookup(manifests, on: context, families: family.map { [$0.family] } ?? IPFamily.allCases)
    }
}
