import Diagnostics
import Manifests

/// A project's `.proxyplan.yaml`: which rules count where, and what is known of the cluster.
///
/// ```yaml
/// select: [server, PORT, SEL]
/// ignore: [SVC-013, {rule: PORT-015, reason: node ports are drawn}]
/// severity: {SVC-022: note}
/// fail-on: warning
/// baseline: lint-baseline.json
/// overrides:
/// - {path: "legacy/**", ignore: [PORT]}
/// cluster: {serviceCIDRs: [10.96.0.0/12], proxy: {mode: nftables}}
/// ```
///
/// The facts about the cluster may stand under `cluster` or at the top.
public struct ProjectConfiguration: Sendable {
    /// The name of the file.
    public static let fileName = ".proxyplan.yaml"

    /// The rules that count everywhere, unless an override says otherwise.
    public var rules = RuleSettings()
    /// The least severity that makes a run fail; nil if nothing is said.
    public var failOn: Severity?
    /// The file of findings that are known, as written: relative to the configuration's directory.
    public var baseline: String?
    /// Other settings for some files; of several that fit a file the later ones are laid over the earlier ones.
    public var overrides: [Override] = []
    /// What is known of the cluster.
    public var cluster = ClusterDescription()
    /// The directory of the file as an absolute path, without a slash at the end; empty for the root directory.
    public var directory = ""

    /// Settings for the files whose paths fit a pattern.
    public struct Override: Sendable {
        /// The pattern, relative to the configuration's directory.
        public var path: PathPattern
        /// The settings.
        public var rules: RuleSettings

        /// An override.
        public init(path: PathPattern, rules: RuleSettings) {
            self.path = path
            self.rules = rules
        }
    }

    /// A configuration that says nothing.
    public init() {}

    /// The settings for a file, by its path as the user gave it.
    public func rules(for file: String) -> RuleSettings {
        if overrides.isEmpty { return rules }
        let path = PathPattern.relative(SourceFiles.absolutePath(file), to: directory)
        return overrides.reduce(rules) { settings, override in
            override.path.matches(path) ? settings.overlaid(with: override.rules) : settings
        }
    }

    /// The findings that the configuration leaves, with the severities that it gives them. What couldn't be read stays
    /// as it is.
    public func applied(to findings: [Finding]) -> [Finding] {
        var known: [String: RuleSettings] = [:]
        return findings.compactMap { finding in
            guard let rule = RuleCatalog.rule(finding.rule) else { return finding }
            let settings: RuleSettings
            if let file = finding.location?.file {
                settings = known[file] ?? rules(for: file)
                known[file] = settings
            } else {
                settings = rules
            }
            guard settings.selection.contains(rule) else { return nil }
            var adjusted = finding
            adjusted.severity = settings.severity(of: rule, finding.severity)
            return adjusted
        }
    }

    /// The rules that count in any file, so that no others need run.
    public var selection: RuleSelection {
        let settings = [rules] + overrides.map(\.rules)
        let selectsAll = rules.select.isEmpty
        return RuleSelection(
            select: selectsAll ? [] : settings.flatMap(\.select),
            // What one part of the project ignores another may want.
            ignore: overrides.allSatisfy(\.rules.select.isEmpty) ? rules.ignore.map(\.rule) : [])
    }

    /// The path of the configuration for a run over `paths`: in the directory of the first one, or the nearest above.
    public static func path(for paths: [String]) -> String? {
        let first = paths.first.map { $0 == "-" ? "." : $0 } ?? "."
        return SourceFiles.enclosing(fileName, of: first)
    }
}
