import Addressing
import ArgumentParser
import Bytes
import Diagnostics
import Manifests
import Netfilter
import Reporting
import RuleCompiler
import ServiceProxy

/// `proxyplan compile`: manifests in, one node's rules out.
struct Compile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the rules that kube-proxy would program on a node.",
        discussion: """
            Nothing is printed on standard output unless the whole compile succeeded. Exit status: 0 fine, 1 broken \
            objects were skipped (--keep-going), 2 it could not do its work.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup(title: "Node options") var node: NodeOptions
    @OptionGroup(title: "kube-proxy options") var proxy: ProxyOptions
    @OptionGroup(title: "Rule options") var rules: RuleOptions
    @OptionGroup(title: "Display options") var display: DisplayOptions

    func validate() throws { try input.requirePaths() }

    func run() throws {
        var manifests = input.read(configuration: proxy.config, everything: display.verbose)
        guard input.keepGoing || !manifests.hasErrors else {
            display.show(manifests.findings)
            display.say(
                "\(TextReport.count(manifests.findings)): nothing is printed (--keep-going skips what is broken)")
            throw Outcome.failed
        }
        let configuration = try proxy.configuration(in: manifests)
        let node = NodeContext(
            node.facts, in: manifests, configuration: configuration,
            version: try proxy.version(remarks: &manifests.findings), remarks: &manifests.findings)
        try proxy.check(configuration.mode, node.behavior)
        let request = try rules.request(mode: configuration.mode)
        var families = rules.families
        if configuration.mode == .userspace { families = [UserspaceView.family(of: node)] }
        let compiles = families.map { ModeCompile(manifests, on: node, family: $0, request: request) }
        try rules.check(compiles, request)
        let remarks = compiles.first?.remarks(everything: display.verbose) ?? []
        display.show(manifests.findings + remarks)
        if display.verbose { display.say("the rules are those of kube-proxy \(node.behavior.version)") }
        try rules.write(compiles)
        if manifests.hasErrors {
            display.say("\(TextReport.count(manifests.findings)): what is broken was skipped")
            throw Outcome.findings
        }
        if remarks.contains(where: { $0.severity == .error }) { throw Outcome.findings }
    }
}
