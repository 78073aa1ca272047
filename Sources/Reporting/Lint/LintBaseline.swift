import Diagnostics

/// The findings of an earlier run that are to be dealt with later: a text with one line each, by which a finding is known
/// again wherever it stands in its file.
public struct LintBaseline: Sendable {
    private static let header = "# proxyplan lint baseline 1"

    /// How often each fingerprint stands in it.
    private var counts: [String: Int] = [:]
    private var lines: [String] = []

    /// What a text of another kind was taken for a baseline.
    public struct Malformed: Error {
        /// The line that can't be understood, from 1.
        public let line: Int
        /// What is wrong with it.
        public let message: String
    }

    /// A baseline of what `report` found. What can't be read is never in one.
    public init(_ report: LintReport) {
        for finding in report.findings where !finding.rule.hasPrefix("READ-") {
            let subject = [finding.object?.description, finding.fieldPath].compactMap { $0 }.joined(separator: ": ")
            lines.append(TerminalText.harmless("\(finding.fingerprint) \(finding.rule) \(subject)"))
            counts[finding.fingerprint, default: 0] += 1
        }
        lines.sort()
    }

    /// Reads the text of a baseline.
    public init(reading text: some Sequence<UInt8>) throws(Malformed) {
        let lines = String(decoding: Array(text), as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, first == Self.header else {
            throw Malformed(line: 1, message: "the file is no baseline that this proxyplan knows")
        }
        for (place, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let fingerprint = line.prefix { $0 != " " }
            guard fingerprint.utf8.count == 16, fingerprint.allSatisfy(\.isHexDigit) else {
                throw Malformed(line: place + 1, message: "the line doesn't begin with the 16 digits of a finding")
            }
            counts[String(fingerprint), default: 0] += 1
        }
    }

    /// The text, sorted, so that two can be compared line by line.
    public var text: String { ([Self.header] + lines).map { $0 + "\n" }.joined() }

    /// How many findings it has.
    public var count: Int { counts.values.reduce(0, +) }

    /// The findings that aren't in it. Of several that look the same, only as many as it has are taken for known.
    func unknown(_ findings: [Finding]) -> [Finding] {
        var rest = counts
        return findings.filter { finding in
            guard !finding.rule.hasPrefix("READ-"), let count = rest[finding.fingerprint], count > 0 else {
                return true
            }
            rest[finding.fingerprint] = count - 1
            return false
        }
    }
}
