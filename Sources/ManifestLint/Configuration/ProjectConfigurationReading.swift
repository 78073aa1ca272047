import Diagnostics
import Manifests

extension ProjectConfiguration {
    /// Reads a configuration file. What is wrong with it is a problem (`READ-008`), and the rest still counts.
    public init(reading source: Source, problems: inout [Finding]) {
        let document = ConfigurationDocument(source)
        problems += document.problems
        self.init()
        self.source = source
        directory = PathPattern.parent(of: SourceFiles.absolutePath(source.name))
        guard let root = document.root else { return }
        var reader = ConfigurationReader(source)
        for entry in reader.entries(root) {
            let isRead =
                Self.fields.read(entry.key, entry.value, into: &self, &reader)
                || ClusterDescription.fields.read(entry.key, entry.value, into: &cluster, &reader)
            if !isRead {
                reader.reportUnknown(
                    entry.key, "field", among: Self.fields.names + ClusterDescription.fields.names)
            }
        }
        problems += reader.problems
    }

    /// The names of all fields that a configuration file can have, at whatever depth.
    public static var fieldNames: Set<String> {
        Set(
            fields.names + overrideFields.names + ignoreFields.names + ClusterDescription.fields.names
                + ClusterDescription.existing.names + DescribedProxy.fields.names + DescribedLoadBalancer.fields.names
                + DescribedNode.fields.names + DescribedNode.taintFields.names)
    }

    private static let fields = ConfigurationFields<ProjectConfiguration>([
        "select": { $0.rules.select = Self.ruleWords($1, &$2) },
        "ignore": { $0.rules.ignore = Self.ignoredRules($1, &$2) },
        "severity": { $0.rules.severities = Self.severities($1, &$2) },
        "fail-on": { $0.failOn = Self.severity($1, &$2) },
        "baseline": { $0.baseline = $2.text($1) },
        "overrides": { configuration, field, reader in
            for item in reader.items(field) {
                if let override = Self.override(item, &reader) { configuration.overrides.append(override) }
            }
        },
        "cluster": { ClusterDescription.fields.read($1, into: &$0.cluster, &$2) },
    ])

    /// An override while it is read.
    private struct Draft {
        var path: PathPattern?
        var rules = RuleSettings()
    }

    private static let overrideFields = ConfigurationFields<Draft>([
        "path": { $0.path = $2.text($1).map { PathPattern($0) } },
        "select": { $0.rules.select = Self.ruleWords($1, &$2) },
        "ignore": { $0.rules.ignore = Self.ignoredRules($1, &$2) },
        "severity": { $0.rules.severities = Self.severities($1, &$2) },
    ])

    private static func override(_ field: FieldCursor, _ reader: inout ConfigurationReader) -> Override? {
        var draft = Draft()
        overrideFields.read(field, into: &draft, &reader)
        if let path = draft.path { return Override(path: path, rules: draft.rules) }
        if field.kind == .mapping && !field["path"].isPresent {
            reader.report(field, "an override needs a path", advice: "set path to a pattern such as legacy/**")
        }
        return nil
    }

    /// Words that mean rules: ids, groups, `server`, `all`.
    private static func ruleWords(_ field: FieldCursor, _ reader: inout ConfigurationReader) -> [String] {
        reader.itemsOrOne(field).compactMap { ruleWord($0, &reader) }
    }

    private static func ruleWord(_ field: FieldCursor, _ reader: inout ConfigurationReader) -> String? {
        guard let word = reader.text(field) else { return nil }
        if knownWords.contains(word) { return word }
        reader.reportUnknown(field, "rule", among: knownWords)
        return nil
    }

    /// `MODE` is all groups that begin with it.
    private static let knownWords = Set(RuleCatalog.all.map(\.id) + RuleCatalog.groups + ["MODE", "server", "all"])

    private static func ignoredRules(
        _ field: FieldCursor, _ reader: inout ConfigurationReader
    ) -> [RuleSettings.IgnoredRule] {
        reader.itemsOrOne(field).compactMap { item in
            var ignored = RuleSettings.IgnoredRule("", location: reader.location(of: item))
            if item.kind == .mapping {
                ignoreFields.read(item, into: &ignored, &reader)
                if !item["rule"].isPresent { reader.report(item, "an ignored rule needs its id in rule") }
            } else {
                ignored.rule = ruleWord(item, &reader) ?? ""
            }
            return ignored.rule.isEmpty ? nil : ignored
        }
    }

    private static let ignoreFields = ConfigurationFields<RuleSettings.IgnoredRule>([
        "rule": { $0.rule = Self.ruleWord($1, &$2) ?? "" },
        "reason": { $0.reason = $2.text($1) ?? "" },
    ])

    private static func severities(
        _ field: FieldCursor, _ reader: inout ConfigurationReader
    ) -> [String: Severity] {
        var severities: [String: Severity] = [:]
        for entry in reader.entries(field) {
            guard let word = ruleWord(entry.key, &reader), let severity = severity(entry.value, &reader) else {
                continue
            }
            severities[word] = severity
        }
        return severities
    }

    private static func severity(_ field: FieldCursor, _ reader: inout ConfigurationReader) -> Severity? {
        guard let word = reader.text(field) else { return nil }
        let severity = Severity.allCases.first { $0.word == word }
        if severity == nil { reader.reportUnknown(field, "severity", among: Severity.allCases.map(\.word)) }
        return severity
    }
}
