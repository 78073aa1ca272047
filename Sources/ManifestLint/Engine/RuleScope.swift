import Diagnostics

/// Which rules count in which file: what the command line selects, and the project's settings.
struct RuleScope {
    /// The rules that count in any file, so that no others need be checked. What settings ignore is among them: without
    /// it nobody could tell whether an ignore is of use.
    let selection: RuleSelection

    private let given: RuleSelection
    private let project: ProjectConfiguration
    private var known: [String: RuleSettings] = [:]

    /// The rules of `given`, as far as `project` leaves them; a selection that is given wins over the project's own.
    init(_ given: RuleSelection, _ project: ProjectConfiguration) {
        self.given = given
        self.project = project
        let wanted = given.select.isEmpty ? project.wantedWords : given.select
        selection = RuleSelection(select: wanted, ignore: given.ignore)
    }

    /// The settings for a file; those of the whole project for what is in none.
    mutating func settings(for file: String?) -> RuleSettings {
        guard let file else { return project.rules }
        if let settings = known[file] { return settings }
        let settings = project.rules(for: file)
        known[file] = settings
        return settings
    }

    /// Whether findings of `rule` in a file count.
    mutating func contains(_ rule: RuleDescription, in file: String?) -> Bool {
        guard given.contains(rule) else { return false }
        return !given.select.isEmpty || RuleSelection(select: settings(for: file).select).contains(rule)
    }

    /// The findings that count, with the severities that the settings give them. What couldn't be read stays as it is.
    mutating func applied(to findings: [Finding]) -> [Finding] {
        findings.compactMap { finding in
            guard let rule = RuleCatalog.rule(finding.rule) else { return finding }
            let file = finding.location?.file
            guard contains(rule, in: file) else { return nil }
            var adjusted = finding
            adjusted.severity = settings(for: file).severity(of: rule, finding.severity)
            return adjusted
        }
    }
}
