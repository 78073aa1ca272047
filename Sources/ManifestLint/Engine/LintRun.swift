import Diagnostics
import Manifests

/// What a rule couldn't look at.
public struct UncheckedRule: Sendable, Hashable {
    /// The rule.
    public var rule: RuleDescription
    /// What it needs and the input doesn't say, in the order of `LintInput`.
    public var missing: [LintInput]
}

/// All rules over one input: what was found, and which rules couldn't be checked.
public struct LintRun: Sendable {
    /// The findings in the order of the input; those about no place come last.
    public var findings: [Finding] = []
    /// The selected rules that lacked an input. They are neither passed nor failed.
    public var unchecked: [UncheckedRule] = []
    /// The selected rules that were checked but for a part, which lacked an input.
    public var partlyUnchecked: [UncheckedRule] = []
    /// The findings that comments, annotations and the project's settings cover. They aren't among `findings`.
    public internal(set) var ignored: [IgnoredFinding] = []

    /// Lints `manifests`, which must have been read with `keepingObjects`.
    ///
    /// - Parameters:
    ///   - previous: the earlier versions of the same objects, read likewise; nil if there are none to compare with.
    ///   - project: which rules count where, and what is known of the cluster apart from the manifests.
    ///   - selection: the rules that count. It wins over the project's.
    ///   - progress: is told how many rules are checked, and of how many.
    public init(
        _ manifests: ManifestSet, previous: ManifestSet? = nil, project: ProjectConfiguration = ProjectConfiguration(),
        selection given: RuleSelection = RuleSelection(),
        progress: @escaping @Sendable (_ checked: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        let project = project.below(given)
        var scope = RuleScope(given, project)
        let selection = scope.selection
        let context = LintContext(manifests, previous: previous, cluster: project.cluster)
        var report = FindingReport(selection, ignoring: project.rules.ignore.map(\.rule))
        for finding in manifests.findings where Self.isReadersOwn(finding) && Self.isSelected(finding, selection) {
            report.add(finding)
        }
        report.add(LintTurns(context, scope: report, selection, progress).reports())
        for description in RuleCatalog.all where selection.contains(description) {
            let missing = context.missing(description.needs)
            let partly = context.missing(description.partlyNeeds)
            if !missing.isEmpty {
                unchecked.append(UncheckedRule(rule: description, missing: missing))
            } else if !partly.isEmpty {
                partlyUnchecked.append(UncheckedRule(rule: description, missing: partly))
            }
        }
        findings = Self.sorted(scope.applied(to: report.findings), sources: manifests.sources.map(\.name))
        applyIgnores(in: manifests, &scope)
        applyIgnores(of: project, in: manifests, &scope)
    }

    /// Lints `manifests` with what is known of the cluster apart from them.
    public init(
        _ manifests: ManifestSet, previous: ManifestSet? = nil, cluster: ClusterDescription,
        selection: RuleSelection = RuleSelection()
    ) {
        var project = ProjectConfiguration()
        project.cluster = cluster
        self.init(manifests, previous: previous, project: project, selection: selection)
    }

    /// Whether a finding of the reader is about what no validator looks at: an unreadable text, or a kind that
    /// only the decoders know.
    private static func isReadersOwn(_ finding: Finding) -> Bool {
        // A rule of its own looks at all kinds.
        if finding.rule == SameObjectTwice.description.id { return false }
        return !ServerVerdict.kinds.contains { $0.rawValue == finding.object?.kind }
    }

    /// Whether the selection has the rule of a reader's finding. What can't be read is always said.
    private static func isSelected(_ finding: Finding, _ selection: RuleSelection) -> Bool {
        if finding.rule.hasPrefix("READ-") { return true }
        return selection.contains(
            RuleCatalog.rule(finding.rule) ?? RuleDescription(finding.rule, finding.severity, ""))
    }

    /// In the order of the input: by file as given, then by place.
    static func sorted(_ findings: [Finding], sources: [String]) -> [Finding] {
        var ranks: [String: Int] = [:]
        for (rank, name) in sources.enumerated() where ranks[name] == nil { ranks[name] = rank }
        let keyed = findings.enumerated().map { position, finding in
            let place = finding.location
            return (
                (
                    place.map { ranks[$0.file] ?? ranks.count } ?? Int.max, place?.line ?? 0, place?.column ?? 0,
                    position
                ),
                finding
            )
        }
        return keyed.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
