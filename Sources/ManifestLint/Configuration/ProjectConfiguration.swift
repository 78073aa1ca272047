import Diagnostics
import Manifests

/// A project's `.proxyplan.yaml`: which rules count where, and what is known of the cluster.
///
/// ```yaml
/// select: [server, PORT, SEL]
/// ignore: [{rule: PORT-015, reason: node ports are drawn}]
/// severity: {SVC-022: note}
/// fail-on: warning
/// baseline: lint.baseline
/// overrides:
/// - path: "legacy/**"
///   ignore: [{rule: PORT, reason: nobody touches these}]
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
    /// The file's text, in which findings about the cluster and about ignores stand; nil if there is no file.
    public var source: Source?
    /// Whether the input is, as far as one can tell, the whole project, so that an ignore without any finding is of no
    /// use. A run over single files sees only a part.
    public var isSeenWhole = false

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
        let path = relativePath(file)
        return overrides.reduce(rules) { settings, override in
            override.path.matches(path) ? settings.overlaid(with: override.rules) : settings
        }
    }

    /// A file's path as patterns see it: from the configuration's directory.
    func relativePath(_ file: String) -> String {
        PathPattern.relative(SourceFiles.absolutePath(file), to: directory)
    }

    /// The words for all rules that count in any file; none means all.
    var wantedWords: [String] {
        rules.select.isEmpty ? [] : rules.select + overrides.flatMap(\.rules.select)
    }

    /// These settings below a selection that was given otherwise, on a command line: if that names rules, those count
    /// although the project doesn't select them, or ignores them everywhere. What is ignored in some files stays so.
    public func below(_ selection: RuleSelection) -> ProjectConfiguration {
        if selection.select.isEmpty { return self }
        var settings = self
        settings.rules.select = []
        settings.rules.ignore = []
        for place in settings.overrides.indices { settings.overrides[place].rules.select = [] }
        return settings
    }

    /// The path of the configuration for a run in a directory: in it, or the nearest above. It is relative to
    /// `directory` if that is the working directory.
    public static func path(from directory: String = ".") -> String? {
        guard let path = SourceFiles.enclosing(fileName, of: directory) else { return nil }
        guard directory == "." else { return path }
        let depth = { (path: String) in path.split(separator: "/").count }
        let levels = depth(SourceFiles.absolutePath(directory)) - depth(PathPattern.parent(of: path))
        return String(repeating: "../", count: levels) + fileName
    }
}
