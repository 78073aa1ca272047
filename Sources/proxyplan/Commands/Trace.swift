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
        switch trace.format {
        case .text:
            let report = TraceTextReport(
                isColored: display.usesColor(on: .standardOutput), showsSteps: !trace.noSteps)
            return paths.map { report.text($0) }.joined(separator: "\n")
        case .json: return TraceJSONReport.text(paths)
        case .dot, .mermaid: return ""
        }
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
        let context = NodeContext(
            node.facts, in: manifests, configuration: configuration,
            version: try proxy.version(remarks: &manifests.findings), remarks: &manifests.findings)
        try proxy.check(configuration.mode, context.behavior)
        guard trace.ruleset.isEmpty else { return try dumpedSession(manifests, context) }
        display.show(manifests.findings)
        return TraceSession(manifests, on: context, domain: trace.clusterDomain)
    }

    private func dumpedSession(_ manifests: ManifestSet, _ context: NodeContext) throws -> TraceSession {
        let (sources, unreadable) = LiveRuleset.sources(at: trace.ruleset)
        let (ruleset, found) = LiveRuleset.read(sources)
        let findings = unreadable + found
        // Without manifests nobody expects a Node object.
        display.show((input.allPaths.isEmpty ? [] : manifests.findings) + findings)
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
            rulesets, manifests: manifests, on: context, domain: trace.clusterDomain,
            title: names.joined(separator: ", "))
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
