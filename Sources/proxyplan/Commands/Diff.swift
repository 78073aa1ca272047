import Addressing
import ArgumentParser
import Diagnostics
import LiveRuleset
import Manifests
import Netfilter
import Reporting
import RulesetDiff
import ServiceProxy

/// `proxyplan diff`: what a node has against what it should have.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say how a node's rules differ from what kube-proxy would program.",
        discussion: """
            Compares what manifests compile to with dumps of a node's rules (--live), or any two of manifests and dumps \
            (--from, --to). Nothing is printed on standard output unless the whole comparison succeeded. Exit status: 0 \
            no drift, 1 drift, 2 it could not do its work.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup(title: "What is compared") var sides: SideOptions
    @OptionGroup(title: "Report options") var report: DiffReportOptions
    @OptionGroup(title: "Node options") var node: NodeOptions
    @OptionGroup(title: "kube-proxy options") var proxy: ProxyOptions
    @OptionGroup(title: "Display options") var display: DisplayOptions

    func validate() throws { _ = try sides.comparison(manifests: input.allPaths) }

    func run() async throws {
        let comparison = try sides.comparison(manifests: input.allPaths)
        if sides.behavior { try report.checkForBehavior() }
        let filter = try report.filter()
        let (live, expected) = try await bothSides(comparison)
        if sides.behavior { return try compareBehavior(live, expected, filter) }
        var perspective = DriftPerspective.change
        switch comparison {
        case .live, .machine: perspective = .drift
        case .files, .variants: break
        }
        let families = try commonFamilies(live, expected)
        let diff = NodeDiff(
            expected: expected.rules, live: live.rules, families: families, perspective: perspective,
            traces: live.traces.filter { families.contains($0.key) })
        try check(diff, live, expected)
        let found = diff.drifts()
        var drifts = found.filter { filter.includes($0) }
        if perspective == .drift && drifts.contains(where: \.kind.mayComeFromVersion) {
            let search = VersionSearch(expected: expected.rules, live: live.rules, families: families, filter: filter)
            if let other = search.drift(insteadOf: drifts.count { !$0.kind.isLeftover }), filter.includes(other) {
                drifts.insert(other, at: 0)
            }
        }
        let subject = DiffReport.Subject(
            live: live.title, expected: expected.title, families: diff.comparedFamilies, perspective: perspective)
        let counts = DiffReport.Counts(
            services: diff.serviceNames().count, rules: diff.comparedLineCount,
            ignored: found.count { filter.ignores($0) })
        let result = DiffReport(
            drifts, of: subject, counts: counts,
            locations: places(of: Set(drifts.compactMap(\.serviceName)), in: [live, expected]))
        try DiffWriter(result, diff, filter.scope, display).write(to: report.targets)
        if [live, expected].contains(where: { $0.manifests?.hasErrors == true }) { throw Outcome.findings }
        if drifts.contains(where: { $0.severity >= report.failOn }) { throw Outcome.findings }
    }

    // MARK: Sides

    private func bothSides(_ comparison: SideOptions.Comparison) async throws -> (live: DiffSide, expected: DiffSide) {
        switch comparison {
        case .live(let paths):
            let expected = try compiled(
                input.read(configuration: proxy.config, everything: display.verbose), input.allPaths)
            return (try dumped(LiveRuleset.sources(at: paths), paths), expected)
        case .machine(.netlink): throw Failure("--live-from netlink: this build has no Netlink trait")
        case .machine(.node):
            let expected = try compiled(
                input.read(configuration: proxy.config, everything: display.verbose), input.allPaths)
            let (ruleset, findings) = await LiveRuleset.read(from: NodeTools(for: expected.title.mode ?? .iptables))
            return (try dumped(ruleset, findings, ["this node"]), expected)
        case .files(let from, let to): return (try side(from, "--from"), try side(to, "--to"))
        case .variants(let from, let to):
            let manifests = input.read(configuration: proxy.config, everything: display.verbose)
            return (
                try compiled(manifests, input.allPaths, as: from),
                try compiled(manifests, input.allPaths, as: to, isSilent: true)
            )
        }
    }

    /// Manifests or dumps, whichever the files hold.
    private func side(_ paths: [String], _ option: String) throws -> DiffSide {
        let (sources, unreadable) = SourceFiles.read(paths)
        let dumps = sources.count { (DumpKind(of: $0.bytes) ?? .manifests) != .manifests }
        if dumps == 0 {
            return try compiled(
                input.read(sources, unreadable, configuration: proxy.config, everything: display.verbose), paths)
        }
        guard dumps == sources.count else {
            throw Failure("\(option): name manifests or dumps, not both: they would be one side")
        }
        return try dumped((sources, unreadable), paths)
    }

    private func compiled(
        _ manifests: ManifestSet, _ paths: [String], as variant: SideOptions.Variant = .init(), isSilent: Bool = false
    ) throws -> DiffSide {
        var manifests = manifests
        guard input.keepGoing || !manifests.hasErrors else {
            display.show(manifests.findings)
            display.say(
                "\(TextReport.count(manifests.findings)): nothing is compared (--keep-going skips what is broken)")
            throw Outcome.failed
        }
        var proxy = proxy
        if let version = variant.version { proxy.kubeVersion = version }
        if let mode = variant.mode { proxy.mode = mode }
        let configuration = try proxy.configuration(in: manifests)
        let context = NodeContext(
            node.facts, in: manifests, configuration: configuration,
            version: try proxy.version(remarks: &manifests.findings), remarks: &manifests.findings)
        try proxy.check(configuration.mode, context.behavior)
        if !isSilent { display.show(manifests.findings) }
        return DiffSide(manifests, on: context, names: DiffSide.names(of: paths))
    }

    /// What a node has, from files.
    private func dumped(_ input: (sources: [Source], findings: [Finding]), _ paths: [String]) throws -> DiffSide {
        let (ruleset, findings) = LiveRuleset.read(input.sources)
        return try dumped(ruleset, input.findings + findings, DiffSide.names(of: paths))
    }

    private func dumped(_ ruleset: LiveRuleset, _ findings: [Finding], _ names: [String]) throws -> DiffSide {
        display.show(findings)
        guard !findings.contains(where: { $0.severity == .error }) else {
            display.say("\(TextReport.count(findings)): nothing is compared")
            throw Outcome.failed
        }
        do throws(DumpParseError) {
            return try DiffSide(ruleset, names: names)
        } catch {
            throw Failure("\(names.joined(separator: ", ")): can't be put together: \(error.message)")
        }
    }

    // MARK: What can be compared

    func commonFamilies(_ live: DiffSide, _ expected: DiffSide) throws -> [IPFamily] {
        let common = live.rules.families.filter { expected.rules.families.contains($0) }
        let wanted = sides.family.map { [$0.family] } ?? IPFamily.allCases
        let families = IPFamily.allCases.filter { common.contains($0) && wanted.contains($0) }
        guard families.isEmpty else { return families }
        throw Failure(
            "nothing to compare: \(live.description) has \(live.families), \(expected.description) has \(expected.families)"
                + (sides.family.map { ", and --family is \($0.rawValue)" } ?? ""))
    }

    private func check(_ diff: NodeDiff, _ live: DiffSide, _ expected: DiffSide) throws {
        guard !diff.comparedFamilies.isEmpty else {
            let other = expected.title.mode == live.likelyMode ? nil : live.likelyMode
            throw Failure(
                "nothing to compare: \(live.description) has \(live.parts), \(expected.description) has \(expected.parts)"
                    + (other.map { "; for rules of \($0.rawValue) mode say --mode \($0.rawValue)" } ?? ""))
        }
        if !display.quiet, let mode = expected.title.mode {
            for command in live.missingDumps(mode, diff.families) {
                display.say("what \(command) prints isn't compared: there is no dump of it")
            }
            for family in expected.rules.families where sides.family == nil && !diff.families.contains(family) {
                let count = expected.rules.serviceNames(family).count
                let name = family == .ipv4 ? "IPv4" : "IPv6"
                if count > 0 {
                    display.say("\(name) isn't compared: the live side says nothing of it (Services: \(count))")
                }
            }
        }
        let services = report.selection.services
        if services.isEmpty { return }
        let keys = diff.serviceKeys()
        for (pattern, text) in zip(try report.selection.patterns(), services)
        where !keys.contains(where: { pattern.matches(key: $0) }) {
            throw Failure("--service \(text): no Service with rules is called so")
        }
    }

    func places(of names: Set<String>, in sides: [DiffSide]) -> [String: SourceLocation] {
        sides.compactMap(\.manifests).reduce(into: [:]) { places, manifests in
            places.merge(manifests.places(ofServices: names)) { _, new in new }
        }
    }
}
