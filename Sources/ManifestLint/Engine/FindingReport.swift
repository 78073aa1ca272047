import Diagnostics
import Manifests

/// Where rules put what they find.
public struct FindingReport: Sendable {
    /// A finding, and what decides whether it is listed when others come before it.
    private struct Entry: Sendable {
        let finding: Finding
        /// The turn in which it was found.
        let turn: Int
        /// The object whose findings are counted; nil if it is about no object.
        var object: ManifestObject?
        var isIgnored = false
        /// Whether it says that the object has more findings than are listed.
        var isFlood = false
    }

    /// The findings so far, in the order in which they were found.
    public var findings: [Finding] { entries.map(\.finding) }
    private var entries: [Entry] = []
    private var turn = 0
    private let selection: RuleSelection
    /// The rules whose findings are ignored wherever they are, if there are any.
    private let ignored: RuleSelection?
    private var locators: [ObjectIdentifier: SourceLocator] = [:]
    /// How many findings each object has; a path to each of a million broken items would take quadratic time.
    private var counts: [ObjectIdentifier: Int] = [:]
    /// The same for findings that are ignored, which must not crowd out others.
    private var ignoredCounts: [ObjectIdentifier: Int] = [:]

    static let findingsPerObject = 100

    /// A report that keeps the findings of the selected rules.
    ///
    /// - Parameter ignoring: rules whose findings are ignored later, wherever they are, as for `RuleSelection`.
    public init(_ selection: RuleSelection = RuleSelection(), ignoring: [String] = []) {
        self.selection = selection
        ignored = ignoring.isEmpty ? nil : RuleSelection(select: ignoring)
    }

    /// Reports that the value at `field` breaks `rule`.
    ///
    /// - Parameters:
    ///   - severity: another one than the rule's.
    ///   - path: another path than the field's own, where the API server names another one.
    ///   - message: what is wrong; it starts lower case and ends without a full stop.
    public mutating func add(
        _ rule: RuleDescription, at field: FieldCursor, severity: Severity? = nil, path: String? = nil,
        _ message: String, advice: String? = nil, serverText: String? = nil, related: [RelatedPlace] = [],
        fixes: [FixIt] = []
    ) {
        guard selection.contains(rule), hasRoom(for: rule, field.object) else { return }
        addAdmitted(
            rule, at: field, severity: severity, path: path ?? field.path, message, advice: advice,
            serverText: serverText, related: related, fixes: fixes)
    }

    /// Reports something about no place in a file, such as the cluster description.
    public mutating func add(
        _ rule: RuleDescription, severity: Severity? = nil, _ message: String, advice: String? = nil,
        related: [RelatedPlace] = []
    ) {
        guard selection.contains(rule) else { return }
        var finding = Finding(rule: rule.id, severity: severity ?? rule.severity, message: message, advice: advice)
        finding.related = related
        add(finding)
    }

    /// Reports what the reader found.
    mutating func add(_ finding: Finding) { entries.append(Entry(finding: finding, turn: turn)) }

    /// A report with the same settings and without findings.
    func emptied() -> FindingReport {
        var report = self
        report.entries = []
        report.counts = [:]
        report.ignoredCounts = [:]
        return report
    }

    /// Begins a turn: what is found from now on comes behind what is found in turns with lower numbers, wherever that is.
    /// What an object has room for is counted anew, and again when the turns are put together.
    mutating func begin(turn: Int) {
        self.turn = turn
        counts.removeAll(keepingCapacity: true)
        ignoredCounts.removeAll(keepingCapacity: true)
    }

    /// Adds what other reports have found, turn by turn: the same as if this one had been there for all of them.
    mutating func add(_ others: [FindingReport]) {
        counts.removeAll()
        ignoredCounts.removeAll()
        for entry in others.flatMap(\.entries).sorted(by: { $0.turn < $1.turn }) {
            guard let object = entry.object else {
                entries.append(entry)
                continue
            }
            if hasRoom(for: object, isIgnored: entry.isIgnored), !entry.isFlood { entries.append(entry) }
        }
    }

    /// Where a value stands.
    public mutating func location(of field: FieldCursor) -> SourceLocation {
        location(of: field.range, in: field.object.source)
    }

    /// The place of a range of a source.
    public mutating func location(of range: SourceRange, in source: Source) -> SourceLocation {
        locators[ObjectIdentifier(source), default: SourceLocator(source)].location(of: range)
    }

    /// Another object that a finding is about.
    public mutating func place(_ field: FieldCursor, _ note: String) -> RelatedPlace {
        RelatedPlace(object: field.object.reference, location: location(of: field), note: note)
    }

    /// Whether a finding of `rule` about the object is wanted and has room; if so it counts as made.
    mutating func admits(_ rule: RuleDescription, _ object: ManifestObject) -> Bool {
        selection.contains(rule) && hasRoom(for: rule, object)
    }

    /// Adds a finding that was admitted.
    mutating func addAdmitted(
        _ rule: RuleDescription, at field: FieldCursor, severity: Severity?, path: String, _ message: String,
        advice: String?, serverText: String?, related: [RelatedPlace], fixes: [FixIt]
    ) {
        var finding = Finding(
            rule: rule.id, severity: severity ?? rule.severity, location: location(of: field),
            object: field.object.kind.isEmpty ? nil : field.object.reference, fieldPath: path.isEmpty ? nil : path,
            message: message, advice: advice)
        finding.serverText = serverText
        finding.related = related
        finding.fixes = fixes
        entries.append(Entry(finding: finding, turn: turn, object: field.object, isIgnored: isIgnored(rule)))
    }

    private func isIgnored(_ rule: RuleDescription) -> Bool { ignored?.contains(rule) ?? false }

    private mutating func hasRoom(for rule: RuleDescription, _ object: ManifestObject) -> Bool {
        hasRoom(for: object, isIgnored: isIgnored(rule))
    }

    private mutating func hasRoom(for object: ManifestObject, isIgnored: Bool) -> Bool {
        if isIgnored {
            ignoredCounts[ObjectIdentifier(object), default: 0] += 1
            return ignoredCounts[ObjectIdentifier(object), default: 0] <= Self.findingsPerObject
        }
        let count = counts[ObjectIdentifier(object), default: 0] + 1
        counts[ObjectIdentifier(object)] = count
        if count > Self.findingsPerObject { reportFlood(object, count) }
        return count <= Self.findingsPerObject
    }

    /// Says once that an object has more findings than are listed.
    private mutating func reportFlood(_ object: ManifestObject, _ count: Int) {
        guard count == Self.findingsPerObject + 1 else { return }
        let finding = Finding(
            rule: "READ-004", severity: .error, location: location(of: object.root), object: object.reference,
            message: "more than \(Self.findingsPerObject) findings in one object: the rest isn't listed")
        entries.append(Entry(finding: finding, turn: turn, object: object, isFlood: true))
    }
}
