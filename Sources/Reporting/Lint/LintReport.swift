import Bytes
import Diagnostics
import ManifestLint

/// What `lint` found, with what reports show of the input.
public struct LintReport {
    /// The findings, in the order of the input, without those of the baseline.
    public let findings: [Finding]
    /// The findings that comments, annotations and settings cover.
    public let ignored: [IgnoredFinding]
    /// How many findings are in the baseline.
    public let knownCount: Int
    /// The rules that couldn't be checked.
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
    /// - Parameters:
    ///   - sources: the texts that were read.
    ///   - settings: the text of the project's settings, about which there can be findings too.
    ///   - baseline: the findings that are to be dealt with later; nil if there are none.
    public init(
        _ run: LintRun, sources: [Source], settings: Source? = nil, counts: Counts, baseline: LintBaseline? = nil
    ) {
        findings = baseline?.unknown(run.findings) ?? run.findings
        knownCount = run.findings.count - findings.count
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
        if let settings, byName[settings.name] == nil {
            byName[settings.name] = settings
            if findings.contains(where: { $0.location?.file == settings.name }) { files.append(settings.name) }
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
        var others: [String] = []
        if !ignored.isEmpty { others.append("\(ignored.count) ignored") }
        if knownCount > 0 { others.append("\(knownCount) in the baseline") }
        if !others.isEmpty { parts[0] += " (\(others.joined(separator: ", ")))" }
        parts.append("\(Self.count(counts.objects, "object")) in \(Self.count(counts.files, "file"))")
        if !unchecked.isEmpty { parts.append("\(Self.count(unchecked.count, "rule")) not checked") }
        return parts.joined(separator: "; ")
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension Finding {
    /// A hash that is the same whenever the same thing is wrong, wherever it stands: of rule, object, field and message.
    var fingerprint: String {
        StableHash.digits([rule, object?.description ?? "", fieldPath ?? "", Self.withoutLineNumbers(message)])
    }

    /// `text` with the number of each `line 12` left out.
    private static func withoutLineNumbers(_ text: String) -> String {
        var words: [Substring] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            words.append(words.last == "line" ? word.drop { $0.isASCII && $0.isNumber } : word)
        }
        return words.joined(separator: " ")
    }
}

extension UncheckedRule {
    /// What is missing, in words: `Services, the nodes`.
    var missingWords: String { missing.map(\.words).joined(separator: ", ") }
}
