import Diagnostics

/// What the decoders of all kinds share while they read one source: where findings go, whom they are about, and the
/// names met so far.
struct DecodingContext {
    /// Findings so far, in the order of the text.
    var findings: [Finding] = []
    /// Names of nodes and zones met so far.
    var symbols = SymbolTable()
    /// The object that is being read.
    private(set) var object = ObjectReference(kind: "", namespace: "", name: "")
    /// The errors found in that object.
    private(set) var errorCount = 0
    private var locator: SourceLocator

    /// Findings of one object beyond this number are only counted: a path to each of a million broken list items
    /// would take quadratic time.
    private static let findingsPerObject = 50

    init(source: Source) {
        locator = SourceLocator(source)
    }

    /// The name of the source that is being read.
    var sourceName: String { locator.source.name }

    /// The next objects come from `source`.
    mutating func begin(source: Source) {
        locator = SourceLocator(source)
    }

    /// The next findings are about `object`.
    mutating func begin(object: ObjectReference) {
        self.object = object
        errorCount = 0
    }

    /// Reports a finding about the value at `index`.
    mutating func report(
        _ rule: String, _ tree: borrowing ValueTree, at index: Int, _ message: String, advice: String? = nil,
        severity: Severity = .error
    ) {
        if severity == .error { errorCount += 1 }
        guard errorCount <= Self.findingsPerObject else {
            return reportFlood(tree)
        }
        let path = tree.path(to: index)
        findings.append(
            Finding(
                rule: rule, severity: severity, location: locator.location(of: tree.nodes[index].range),
                object: object.kind.isEmpty ? nil : object, fieldPath: path.isEmpty ? nil : path, message: message,
                advice: advice))
    }

    /// Says once that an object has more errors than are listed.
    private mutating func reportFlood(_ tree: borrowing ValueTree) {
        guard errorCount == Self.findingsPerObject + 1 else { return }
        findings.append(
            Finding(
                rule: "READ-004", severity: .error, location: locator.location(of: tree.nodes[0].range), object: object,
                message: "more than \(Self.findingsPerObject) errors in one object: the rest isn't listed"))
    }

    /// Reports the keys that stand twice in the object that `tree` holds.
    mutating func reportDuplicateKeys(_ tree: borrowing ValueTree) {
        for duplicate in tree.duplicateKeys.prefix(Self.findingsPerObject + 1) {
            let key = tree.nodes.firstIndex { $0.range.start == duplicate.range.start && $0.kind == .string }
            report(duplicate.rule, tree, at: key ?? 0, duplicate.message, advice: duplicate.advice)
        }
    }

    /// Reports why a text can't be read.
    mutating func report(_ error: SyntaxError) {
        findings.append(
            Finding(
                rule: error.rule, severity: .error, location: locator.location(of: error.range),
                message: error.message, advice: error.advice))
    }
}
