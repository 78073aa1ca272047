import Diagnostics
import Manifests

/// A finding that a comment, an annotation or the project's settings cover.
public struct IgnoredFinding: Sendable, Hashable {
    /// The finding.
    public var finding: Finding
    /// Why it is ignored; empty if nothing is said.
    public var reason: String
    /// Whether the project's settings say so, and not the manifest itself.
    public var isBySettings = false
}

extension LintRun {
    /// Takes out the findings that comments (`# proxyplan:ignore RULE[,RULE] reason`) and annotations
    /// (`proxyplan.dev/ignore`) of `manifests` cover, and says of ignores what is wrong with them.
    ///
    /// What can't be read is never ignored. An ignore of a rule that wasn't checked isn't called unused.
    mutating func applyIgnores(in manifests: ManifestSet, _ scope: inout RuleScope) {
        let ignores = Self.ignores(in: manifests)
        if ignores.isEmpty { return }
        let byScope = Dictionary(grouping: ignores.indices, by: { ignores[$0].scope })
        var used: [Set<String>] = Array(repeating: [], count: ignores.count)
        var kept: [Finding] = []
        for finding in findings {
            var scopes: [Ignore.Scope] = []
            if let place = finding.location { scopes.append(.line(file: place.file, place.line)) }
            if let object = finding.object { scopes.append(.object(object)) }
            var reason: String?
            if !finding.rule.hasPrefix("READ-") {
                let rule =
                    RuleCatalog.rule(finding.rule) ?? RuleDescription(finding.rule, finding.severity, "")
                for place in scopes.flatMap({ byScope[$0] ?? [] }) {
                    for word in ignores[place].words where RuleSelection(select: [word]).contains(rule) {
                        used[place].insert(word)
                        reason = reason ?? ignores[place].reason
                    }
                }
            }
            if let reason {
                ignored.append(IgnoredFinding(finding: finding, reason: reason))
            } else {
                kept.append(finding)
            }
        }
        let unchecked = Set((unchecked + partlyUnchecked).map(\.rule.id))
        for (ignore, used) in zip(ignores, used) {
            kept += Self.remarks(on: ignore, used: used, &scope) { !unchecked.contains($0.id) }
        }
        findings = Self.sorted(kept, sources: manifests.sources.map(\.name))
    }

    /// Takes out the findings that the project's settings ignore, and says of these ignores what is wrong with them.
    mutating func applyIgnores(of project: ProjectConfiguration, in manifests: ManifestSet, _ scope: inout RuleScope) {
        var ignores = ProjectIgnores(project)
        if ignores.isEmpty { return }
        var kept: [Finding] = []
        func keep(_ finding: Finding) {
            let rule = RuleCatalog.rule(finding.rule)
            if let rule, let reason = ignores.reason(for: rule, in: finding.location?.file) {
                ignored.append(IgnoredFinding(finding: finding, reason: reason, isBySettings: true))
            } else {
                kept.append(finding)
            }
        }
        for finding in findings { keep(finding) }
        let unchecked = Set((unchecked + partlyUnchecked).map(\.rule.id))
        let remarks = ignores.remarks(files: manifests.sources.map(\.name)) { [scope] rule in
            scope.selection.contains(rule) && !unchecked.contains(rule.id)
        }
        for remark in scope.applied(to: remarks) { keep(remark) }
        findings = Self.sorted(kept, sources: manifests.sources.map(\.name))
        // What nobody wants to know need not be named as missing.
        let isWanted = { (rule: UncheckedRule) in
            !RuleSelection(select: project.rules.ignore.map(\.rule)).contains(rule.rule)
        }
        if !project.rules.ignore.isEmpty {
            self.unchecked = self.unchecked.filter(isWanted)
            partlyUnchecked = partlyUnchecked.filter(isWanted)
        }
    }

    /// All comments and annotations that ignore something.
    private static func ignores(in manifests: ManifestSet) -> [Ignore] {
        var ignores: [Ignore] = []
        // A text inside a ConfigMap is part of the one around it.
        var names: Set<String> = []
        for source in manifests.sources where source.firstLine == 1 && names.insert(source.name).inserted {
            ignores += IgnoreComments.find(in: source)
        }
        var report = FindingReport()
        for object in manifests.objects {
            let annotation = object.root["metadata"]["annotations"][key: "proxyplan.dev/ignore"]
            guard annotation.isWritten, let text = annotation.string else { continue }
            let (words, reason) = Ignore.parse(text)
            ignores.append(
                Ignore(
                    scope: .object(object.reference), words: words, reason: reason,
                    location: report.location(of: annotation), object: object.reference))
        }
        return ignores
    }

    /// What is wrong with an ignore of which the words `used` covered something.
    private static func remarks(
        on ignore: Ignore, used: Set<String>, _ scope: inout RuleScope, _ wasChecked: (RuleDescription) -> Bool
    ) -> [Finding] {
        var remarks: [Finding] = []
        func add(_ rule: RuleDescription, _ message: String, _ advice: String) {
            remarks.append(
                Finding(
                    rule: rule.id, severity: rule.severity, location: ignore.location, object: ignore.object,
                    message: message, advice: advice))
        }
        for word in ignore.words {
            let rules = RuleCatalog.rules(meantBy: word)
            if rules.isEmpty {
                let near = RuleWords.nearest(to: word)
                add(
                    IgnoreRules.unknownRule, "no rule is called \(word.quoted)",
                    near.map { "did you mean \($0)" } ?? "`proxyplan rules` lists them")
            } else if !used.contains(word)
                && rules.allSatisfy({ scope.contains($0, in: ignore.location.file) && wasChecked($0) })
            {
                add(
                    IgnoreRules.unused, "there is no finding of \(word) here: the ignore does nothing",
                    "remove it, or move it to the line of the finding")
            }
        }
        if ignore.words.isEmpty {
            add(IgnoreRules.unknownRule, "the ignore names no rule", "write the rule's id behind it")
        } else if ignore.reason.isEmpty {
            add(
                IgnoreRules.withoutReason, "the ignore of \(Wording.list(ignore.words).inMessage) doesn't say why",
                "write the reason behind the rule")
        }
        return scope.applied(to: remarks)
    }
}
