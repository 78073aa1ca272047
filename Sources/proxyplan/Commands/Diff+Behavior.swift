import Addressing
import Diagnostics
import Manifests
import Netfilter
import PacketTrace
import Reporting
import RuleCompiler
import RulesetDiff
import ServiceProxy

extension Diff {
    /// `--behavior`: what the two sides do with traffic.
    func compareBehavior(_ live: DiffSide, _ expected: DiffSide, _ filter: DriftFilter) throws {
        let families = try commonFamilies(live, expected)
        var items: [BehaviorReport.Item] = []
        var services: Set<String> = []
        var keys: Set<String> = []
        for family in families {
            let (before, after) = try trafficSides(live, expected, family)
            let comparison = TrafficComparison(before: before, after: after)
            keys.formUnion(comparison.serviceKeys)
            items += comparison.changes().map { BehaviorReport.Item($0, family) }
        }
        try checkServices(keys)
        services = Set(keys.map { String($0.prefix { $0 != ":" }) })
        let asked = items.filter { filter.asksFor($0.change.service) }
        let meant = asked.filter { !filter.ignores(kind: $0.change.kind.rawValue, of: $0.change.service) }
        let subject = DiffReport.Subject(
            live: live.title, expected: expected.title, families: families, perspective: .change)
        let result = BehaviorReport(
            meant, of: subject, services: services.count, ignored: asked.count - meant.count,
            locations: places(of: Set(meant.compactMap(\.serviceName)), in: [live, expected]))
        try write(result)
        if [live, expected].contains(where: { $0.manifests?.hasErrors == true }) || !meant.isEmpty {
            throw Outcome.findings
        }
    }

    private func write(_ result: BehaviorReport) throws {
        for target in report.targets {
            guard let file = target.file else { continue }
            try OutputFile.write(Array(text(result, target.format, isColored: false).utf8), to: file)
        }
        let printed = report.targets.first { $0.file == nil }
        if let printed, !(printed.format == .text && display.quiet && result.items.isEmpty) {
            Console.standardOutput.write(
                text(result, printed.format, isColored: display.usesColor(on: .standardOutput)))
        }
        if printed?.format != .text && !display.quiet { display.say(result.summary) }
    }

    private func text(_ result: BehaviorReport, _ format: DiffReportOptions.Format, isColored: Bool) -> String {
        format == .json
            ? BehaviorJSONReport.text(result)
            : BehaviorTextReport(isColored: isColored, showsAll: display.verbose).text(result)
    }

    private func checkServices(_ keys: Set<String>) throws {
        for (pattern, text) in zip(try report.selection.patterns(), report.selection.services)
        where !keys.contains(where: { pattern.matches(key: $0) }) {
            throw Failure("--service \(text): no Service with rules is called so")
        }
    }

    // MARK: Sides

    /// Both sides of one family. A dump is on the node of the other side's manifests, or else on the one that the
    /// options describe; beside manifests only what kube-proxy itself makes counts of it.
    private func trafficSides(
        _ live: DiffSide, _ expected: DiffSide, _ family: IPFamily
    ) throws -> (before: TrafficComparison.Side, after: TrafficComparison.Side) {
        let sides = [live, expected]
        let compiles = sides.map { $0.rules.compile(family) }
        let nodes = sides.map { side -> NodeContext? in
            if case .compiled(_, let node) = side.rules { return node }
            return nil
        }
        let dumpNode = TrafficNode(try nodes.compactMap { $0 }.first ?? describedNode(), family: family)
        let compiled = zip(compiles, nodes).map { compile, node in
            compile.flatMap { compile in node.map { TrafficComparison.Side(compile, on: $0) } }
        }
        let made = compiled.compactMap { $0 }.first?.rules
        let result = zip(sides, compiled).map { side, compiled in
            if let compiled { return compiled }
            var rules = side.rules.ruleset(family)
            guard let made else { return TrafficComparison.Side(rules, on: dumpNode) }
            rules = rules.ofKubeProxyAlone(beside: made)
            // Which addresses Services may have nobody knows without ServiceCIDRs.
            if !made.knowsServiceCIDRs { rules.nftables = rules.nftables?.withoutServiceCIDRRule() }
            return TrafficComparison.Side(rules, on: dumpNode)
        }
        return (result[0], result[1])
    }

    private func describedNode() throws -> NodeContext {
        let nothing = ManifestSet()
        var remarks: [Finding] = []
        return NodeContext(
            node.facts, in: nothing, configuration: try proxy.configuration(in: nothing), version: nil,
            remarks: &remarks)
    }
}
