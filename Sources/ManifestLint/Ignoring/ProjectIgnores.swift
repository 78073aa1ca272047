import Diagnostics

/// The rules that a project's settings ignore, and which of these ignores are of use.
struct ProjectIgnores {
    /// An ignore, and the files that it is about; nil means all.
    private struct Entry {
        let rule: RuleSettings.IgnoredRule
        let path: PathPattern?
    }

    private let project: ProjectConfiguration
    private let entries: [Entry]
    private var used: Set<Int> = []
    private var places: [String: [Int]] = [:]

    init(_ project: ProjectConfiguration) {
        self.project = project
        entries =
            project.rules.ignore.map { Entry(rule: $0, path: nil) }
            + project.overrides.flatMap { override in
                override.rules.ignore.map { Entry(rule: $0, path: override.path) }
            }
    }

    /// Whether nothing is ignored.
    var isEmpty: Bool { entries.isEmpty }

    /// Why a finding of `rule` in a file is ignored; nil if it isn't.
    mutating func reason(for rule: RuleDescription, in file: String?) -> String? {
        var reason: String?
        for place in entries(for: file) where RuleSelection(select: [entries[place].rule.rule]).contains(rule) {
            used.insert(place)
            reason = reason ?? entries[place].rule.reason
        }
        return reason
    }

    /// The ignores that are about a file, by their places in `entries`.
    private mutating func entries(for file: String?) -> [Int] {
        if let known = places[file ?? ""] { return known }
        let path = file.map { project.relativePath($0) }
        let found = entries.indices.filter { place in
            guard let pattern = entries[place].path else { return true }
            return path.map { pattern.matches($0) } ?? false
        }
        places[file ?? ""] = found
        return found
    }

    /// What is wrong with the ignores: those without a reason and, if the project is seen as a whole, those that ignored
    /// nothing.
    ///
    /// - Parameters:
    ///   - files: the input's files.
    ///   - wasChecked: whether a rule was checked in full.
    mutating func remarks(files: [String], wasChecked: (RuleDescription) -> Bool) -> [Finding] {
        var seen: Set<Int> = []
        if project.isSeenWhole { for file in files { seen.formUnion(entries(for: file)) } }
        return entries.indices.flatMap { place -> [Finding] in
            let ignored = entries[place].rule
            var remarks: [Finding] = []
            let rules = RuleCatalog.rules(meantBy: ignored.rule)
            if !used.contains(place) && seen.contains(place) && rules.allSatisfy(wasChecked) {
                let files = entries[place].path.map { " in \($0.description.quoted)" } ?? ""
                remarks.append(
                    remark(
                        IgnoreRules.unused, ignored,
                        "there is no finding of \(ignored.rule)\(files): the ignore does nothing", "remove it"))
            }
            if ignored.reason.isEmpty {
                remarks.append(
                    remark(
                        IgnoreRules.withoutReason, ignored, "the ignore of \(ignored.rule) doesn't say why",
                        "write {rule: \(ignored.rule), reason: …}"))
            }
            return remarks
        }
    }

    private func remark(
        _ rule: RuleDescription, _ ignored: RuleSettings.IgnoredRule, _ message: String, _ advice: String
    ) -> Finding {
        Finding(
            rule: rule.id, severity: rule.severity, location: ignored.location, message: message, advice: advice)
    }
}
