import Diagnostics
import ManifestLint

/// What `lint` found, with what reports show of the input.
public struct LintReport {
    /// The findings, in the order of the input.
    public let findings: [Finding]
    /// The findings that comments and annotations cover.
    public let ignored: [IgnoredFinding]
    /// The rules that couldn't be checked, or not wholly.
    public let unchecked: [UncheckedRule]
    /// The rules that were checked but for a part.
    public let partlyUnchecked: [UncheckedRule]
    /// How much was looked at.
    public let counts: Counts

    /// The names of the texts of the input, in order.
    let files: [String]
    private let sources: [String: Source]

    /// How much was looked at.
    public struct Counts: Sendable, Hashable {
        /// The objects of the input.
        public var objects: Int
        /// The texts of the input.
        public var files: Int

        /// Numbers.
        public init(objects: Int, files: Int) {
            self.objects = objects
            self.files = files
        }
    }

    /// A report on `run`.
    ///
    /// - Parameter sources: the texts that were read.
    public init(_ run: LintRun, sources: [Source], counts: Counts) {
        findings = run.findings
        ignored = run.ignored
        unchecked = run.unchecked
        partlyUnchecked = run.partlyUnchecked
        self.counts = counts
        var files: [String] = []
        var byName: [String: Source] = [:]
        // A text inside a ConfigMap has the name of the file around it.
        for source in sources where source.firstLine == 1 && byName.updateValue(source, forKey: source.name) == nil {
            files.append(source.name)
        }
        self.files = files
        self.sources = byName
    }

    /// The text of a name.
    func source(_ name: String) -> Source? { sources[name] }

    /// How many findings there are of a severity.
    func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// One line on the whole: `1 error, 2 warnings; 4 objects in 1 file; 30 rules not checked`.
    public var summary: String {
        var parts = [TextReport.count(findings)]
        if !ignored.isEmpty { parts[0] += " (\(ignored.count) ignored)" }
        parts.append("\(Self.count(counts.objects, "object")) in \(Self.count(counts.files, "file"))")
        if !unchecked.isEmpty { parts.append("\(Self.count(unchecked.count, "rule")) not checked") }
        return parts.joined(separator: "; ")
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension Finding {
    /// A hash that is the same whenever the same thing is wrong, wherever it stands in its file: of rule, file, object,
    /// field and message.
    var fingerprint: String {
        StableHash.digits([rule, location?.file ?? "", object?.description ?? "", fieldPath ?? "", message])
    }
}

extension UncheckedRule {
    /// What is missing, in words: `Services, the nodes`.
    var missingWords: String { missing.map(\.words).joined(separator: ", ") }
}
