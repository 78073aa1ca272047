import Diagnostics
import Manifests

/// One row of a validator's table: what the API server checks, and the rule that a failure breaks.
///
/// A row that can break several rules names each at its place instead.
struct ServerCheck<Subject>: Sendable {
    /// Looks at the subject and reports.
    let run: @Sendable (Subject, inout FindingReport) -> Void

    /// A check that breaks one rule.
    init(_ rule: ServerRule, _ check: @escaping @Sendable (Subject, ServerRule, inout FindingReport) -> Void) {
        run = { subject, report in check(subject, rule, &report) }
    }

    /// A check that reports under rules of its own.
    init(_ run: @escaping @Sendable (Subject, inout FindingReport) -> Void) { self.run = run }

    /// A word that must be one of `values`, once it is defaulted; a written empty one only if `emptyCounts`.
    static func word(
        _ rule: ServerRule, _ values: [String], emptyCounts: Bool = false,
        _ field: @escaping @Sendable (Subject) -> FieldCursor
    ) -> ServerCheck {
        ServerCheck(rule) { subject, rule, report in
            report.checkWord(rule, field(subject), values, emptyCounts: emptyCounts)
        }
    }

    /// A field that may be set only `when`; an empty list or string is as good as none.
    static func onlyIf(
        _ rule: ServerRule, _ detail: String, _ field: @escaping @Sendable (Subject) -> FieldCursor,
        when isAllowed: @escaping @Sendable (Subject) -> Bool
    ) -> ServerCheck {
        ServerCheck(rule) { subject, rule, report in
            if !isAllowed(subject) && field(subject).isSet { report.reject(rule, field(subject), .forbidden(detail)) }
        }
    }
}

extension ServerCheck {
    /// Runs a table's checks.
    static func run(_ table: [ServerCheck], _ subject: Subject, _ report: inout FindingReport) {
        for check in table { check.run(subject, &report) }
    }
}

extension FindingReport {
    /// Rejects a word that isn't one of `values`.
    mutating func checkWord(_ rule: ServerRule, _ field: FieldCursor, _ values: [String], emptyCounts: Bool = false) {
        guard let word = field.string, emptyCounts || !word.isEmpty, !values.contains(word) else { return }
        let meant = values.first { $0.lowercased() == word.lowercased() }
        reject(
            rule, field, .unsupported(word.asJSON, values), advice: meant.map { "write \($0)" },
            fixes: meant.map { FixIt.replacing(field, with: $0) } ?? [])
    }
}

extension FieldCursor {
    /// Whether it has a value other than an empty string or list.
    var isSet: Bool {
        switch kind {
        case nil: false
        case .string: !text.isEmpty
        case .sequence, .mapping: !items.isEmpty || !entries.isEmpty
        default: true
        }
    }
}
