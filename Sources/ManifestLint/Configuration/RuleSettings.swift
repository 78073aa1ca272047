import Diagnostics

/// Which rules count, and how much, for a file.
public struct RuleSettings: Sendable {
    /// The rules that are wanted, as for `RuleSelection`; empty means all.
    public var select: [String] = []
    /// The rules that aren't, of those.
    public var ignore: [IgnoredRule] = []
    /// Other severities than the rules' own, by id, group, `server` or `all`. The closest word counts.
    public var severities: [String: Severity] = [:]

    /// A rule or group of rules that doesn't count.
    public struct IgnoredRule: Sendable, Hashable {
        /// The id, group, `server` or `all`.
        public var rule: String
        /// Why it doesn't count; empty if nothing is said.
        public var reason: String
        /// Where it stands; nil if it comes from no file.
        public var location: SourceLocation?

        /// An ignored rule.
        public init(_ rule: String, reason: String = "", location: SourceLocation? = nil) {
            self.rule = rule
            self.reason = reason
            self.location = location
        }
    }

    /// All rules as they are.
    public init() {}

    /// The rules that count.
    public var selection: RuleSelection { RuleSelection(select: select, ignore: ignore.map(\.rule)) }

    /// How much a finding of `rule` matters that would be `severity` by itself.
    ///
    /// A finding that a rule tones down for lack of knowledge stays toned down: a setting can only lower it further.
    public func severity(of rule: RuleDescription, _ severity: Severity) -> Severity {
        let words = [rule.id, rule.group] + (rule.repeatsServer ? ["server"] : []) + ["all"]
        guard let wanted = words.lazy.compactMap({ severities[$0] }).first else { return severity }
        return severity < rule.severity ? min(severity, wanted) : wanted
    }

    /// These settings with others laid over them: the other selection counts, ignored rules add up.
    func overlaid(with other: RuleSettings) -> RuleSettings {
        var settings = self
        if !other.select.isEmpty { settings.select = other.select }
        settings.ignore += other.ignore
        settings.severities.merge(other.severities) { $1 }
        return settings
    }
}
