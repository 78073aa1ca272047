import Bytes
import Diagnostics
import Netfilter

/// The rules that findings about dumps are reported under.
enum LiveRule {
    /// A file can't be read.
    static let unreadable = "READ-001"
    /// A text isn't what its tool prints.
    static let syntax = "LIVE-001"
    /// A text is of no known kind.
    static let unknown = "LIVE-002"
    /// Manifests where a dump is wanted.
    static let manifest = "LIVE-003"
    /// A text, or the whole input, says nothing.
    static let empty = "LIVE-004"
    /// A text is there twice.
    static let again = "LIVE-005"
    /// Two dumps say different things of one table, set or server.
    static let conflict = "LIVE-006"
    /// A table that iptables-save couldn't print.
    static let incompatible = "LIVE-007"
    /// A listing without the elements of sets, or without rules.
    static let terse = "LIVE-008"
    /// Two dumps of one family whose backend isn't known.
    static let backend = "LIVE-009"
    /// A tool couldn't be run on this node.
    static let tool = "LIVE-010"
}

extension SourceLocation {
    /// The line that a dump begins in.
    init(_ origin: DumpOrigin) {
        self.init(file: origin.name, line: origin.line, column: 1, endLine: origin.line, endColumn: 1)
    }
}

extension LiveReader {
    /// Reports something about a text as a whole.
    mutating func report(
        _ source: Source, _ rule: String, _ message: String, severity: Severity = .error, advice: String
    ) {
        findings.append(
            Finding(
                rule: rule, severity: severity,
                location: SourceLocation(DumpOrigin(name: source.name, line: source.firstLine)), message: message,
                advice: advice))
    }

    /// Reports why a part of a text couldn't be read, at its place in the whole text.
    mutating func report(_ error: DumpParseError, _ section: DumpSection, of source: Source) {
        let line = section.line + error.line - 1 + source.firstLine
        let column = source.bytes.withUnsafeBytes { bytes in
            // The error counts bytes.
            var lines = TextLines(bytes, from: section.start)
            var found: Range<Int>?
            for _ in 0..<error.line { found = lines.next() }
            let text = lines.text(found ?? 0..<0)
            let inLine = 1 + text.prefix(error.column - 1).count { $0 & 0xC0 != 0x80 }
            return inLine + max(0, error.column - 1 - text.count)
        }
        findings.append(
            Finding(
                rule: LiveRule.syntax, severity: .error,
                location: SourceLocation(
                    file: source.name, line: line, column: column, endLine: line, endColumn: column),
                message: error.message,
                advice: "the text was taken for the output of \(section.kind.command)"))
    }

    /// Reports a text that no known tool prints.
    mutating func reportUnknown(_ source: Source, _ start: Int) {
        let (line, complaint, excerpt) = source.bytes.withUnsafeBytes { bytes in
            let text = bytes.slice(start, bytes.count)
            let (line, excerpt) = FirstLine.excerpt(of: text)
            return (line, UnknownText.all.first { $0.matches(text) }, excerpt)
        }
        let place = line + source.firstLine
        findings.append(
            Finding(
                rule: LiveRule.unknown, severity: .error,
                location: SourceLocation(file: source.name, line: place, column: 1, endLine: place, endColumn: 1),
                message: complaint.map { "\($0.message): \(excerpt)" }
                    ?? "expected the output of iptables-save, nft, ipvsadm, ipset or ip address, found \(excerpt)",
                advice: complaint?.advice
                    ?? "give what iptables-save, nft list ruleset, ipvsadm -Sn or ipset save prints, unchanged"))
    }
}
