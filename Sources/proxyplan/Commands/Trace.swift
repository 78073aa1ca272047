import Addressing
import ArgumentParser
import Bytes
import Diagnostics
import LiveRuleset
import Manifests
import Netfilter
import PacketTrace
import Reporting
import ServiceProxy

/// `proxyplan trace`: where a packet goes, and why.
struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follow a packet through a node's rules, and say where it goes and why.",
        discussion: """
            Every way that the packet may take is followed, with its exact probability; nothing is sent. Exit status: 0 it \
            arrives, 1 it doesn't or not always, 2 the command could not do its work.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup(title: "Trace options") var trace: TraceOptions
    @OptionGroup(title: "Node options") var node: NodeOptions
    @OptionGroup(title: "kube-proxy options") var proxy: ProxyOptions
    @OptionGroup(title: "Display options") var display: DisplayOptions

    func validate() throws {
        if trace.ruleset.isEmpty { try input.requirePaths() }
        guard (input.allPaths + trace.ruleset).count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input can be read only once.")
        }
    }

    func run() throws {
        let session = try makeSession()
        if trace.all {
            try writeMatrix(session)
            return
        }
        let paths: [TracedPath]
        do throws(NamingError) {
            paths = try session.paths(
                from: trace.from ?? "", to: trace.to ?? "", family: trace.family?.family,
                tracking: trace.state.tracking)
        } catch {
            throw Failure("\(error)" + error.steps.map { "\n  \($0.text)" }.joined())
        }
        Console.standardOutput.write(text(paths))
        if !paths.allSatisfy(\.alwaysArrives) { throw Outcome.findings }
    }

    private func text(_ paths: [TracedPath]) -> String {
        if let graph = trace.graph ?? trace.format.graph { return graph.text(TraceGraph.graph(paths)) }
        if trace.format == .json { return TraceJSONReport.text(paths) }
        let report = TraceTextReport(
            isColored: display.usesColor(on: .standardOutput), showsSteps: !trace.noSteps)
        return paths.map { report.text($0) }.joined(separator: "\n")
    }

    // MARK: Whose rules

    private func makeSession() throws -> TraceSession {
        var manifests = input.read(configuration: proxy.config, everything: display.verbose, workloads: true)
        guard input.keepGoing || !manifests.hasErrors else {
            display.show(manifests.findings)
            display.say(
                "\(TextReport.count(manifests.findings)): nothing is traced (--keep-going skips what is broken)")
            throw Outcome.failed
        }
        let configuration = try proxy.configuration(in: manifests)
        let directory = ClusterDirectory(manifests, domain: trace.clusterDomain)
        var facts = node.facts
        if facts.name == nil, let from = trace.from, let source = try? SourceNames(directory).source(from) {
            // The node that decides where its packets go.
            if !source.nodeName.isEmpty { facts.name = source.nodeName }
        }
        let context = NodeContext(
            facts, in: manifests, configuration: configuration,
            version: try proxy.version(remarks: &manifests.findings), remarks: &manifests.findings)
        try proxy.check(configuration.mode, context.behavior)
        guard trace.ruleset.isEmpty else {
            return try dumpedSession(directory, context, manifests.findings)
        }
        display.show(manifests.findings)
        return TraceSession(directory, on: context)
    }

    private func dumpedSession(
        _ directory: ClusterDirectory, _ context: NodeContext, _ remarks: [Finding]
    ) throws -> TraceSession {
        let (sources, unreadable) = LiveRuleset.sources(at: trace.ruleset)
        let (ruleset, found) = LiveRuleset.read(sources)
        let findings = unreadable + found
        // Without manifests nobody expects a Node object.
        display.show((input.allPaths.isEmpty ? [] : remarks) + findings)
        guard !findings.contains(where: { $0.severity == .error }) else {
            display.say("\(TextReport.count(findings)): nothing is traced")
            throw Outcome.failed
        }
        let names = trace.ruleset.map { $0 == "-" ? "<stdin>" : $0 }
        var rulesets: [FamilyRuleset] = []
        for family in ruleset.families {
            do throws(DumpParseError) {
                rulesets.append(try ruleset.ruleset(of: family))
            } catch {
                throw Failure("\(names.joined(separator: ", ")): can't be put together: \(error.message)")
            }
        }
        guard !rulesets.isEmpty else { throw Failure("\(names.joined(separator: ", ")): there are no rules in it") }
        return TraceSession(
            rulesets, names: directory, on: context, title: names.joined(separator: ", "))
    }

    // MARK: All Services

    private func writeMatrix(_ session: TraceSession) throws {
        let patterns = try trace.selection.patterns()
        let families = session.families.filter { trace.family == nil || $0 == trace.family?.family }
        let matrices = families.compactMap { session.matrix($0, of: patterns) }
        for (pattern, text) in zip(patterns, trace.selection.services)
        where !matrices.contains(where: { matrix in matrix.targets.contains { pattern.matches(key: $0.key) } }) {
            throw Failure("--service \(text): no Service with rules is called so")
        }
        let isJSON = trace.format == .json
        let report = TraceMatrixReport(isColored: display.usesColor(on: .standardOutput))
        var writer = TraceMatrixWriter(report, isJSON: isJSON)
        for matrix in matrices {
            for target in matrix.targets {
                for source in TraceMatrix.Source.allCases { writer.add(matrix.line(from: source, to: target)) }
                if writer.isFull { try writer.flush() }
            }
        }
        try writer.finish()
    }
}
