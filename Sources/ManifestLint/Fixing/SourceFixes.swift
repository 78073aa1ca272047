import Diagnostics
import Manifests

/// Texts with the certain fixes of findings applied; all else stays as it is, byte for byte.
public struct SourceFixes: Sendable {
    /// The texts, fixed.
    public private(set) var sources: [Source]
    /// What became of the texts that were fixed, by their names.
    public private(set) var texts: [String: EditedText] = [:]
    /// How many fixes were applied, by the names of the texts.
    public private(set) var counts: [String: Int] = [:]

    /// How many fixes were applied to the texts that have any, in the order of the texts.
    public var countsInOrder: [(name: String, count: Int)] {
        var seen: Set<String> = []
        return sources.compactMap { source in
            guard let count = counts[source.name], seen.insert(source.name).inserted else { return nil }
            return (source.name, count)
        }
    }

    /// Fixes can make room for others that overlapped them; so often it is tried.
    private static let passLimit = 10

    /// Applies fixes to `sources` until none is left.
    ///
    /// - Parameter lint: finds what is wrong with texts.
    public init(_ sources: [Source], lint: ([Source]) -> [Finding]) {
        self.sources = sources
        var findings = lint(sources)
        for _ in 0..<Self.passLimit {
            let fixes = Self.fixes(findings)
            if fixes.isEmpty { return }
            let fixed = self.fixed(with: fixes)
            let rest = lint(fixed.sources)
            // A fix that makes a text unreadable, or mends nothing, is none.
            guard Self.unreadable(rest) <= Self.unreadable(findings), rest.count < findings.count else { return }
            (self.sources, texts) = fixed
            for (name, fixes) in fixes where texts[name] != nil { counts[name, default: 0] += fixes.count }
            findings = rest
        }
    }

    /// The texts as they are now with fixes applied, and what has become of them.
    private func fixed(with fixes: [String: [FixIt]]) -> (sources: [Source], texts: [String: EditedText]) {
        var texts = texts
        var fixed: [String: Source] = [:]
        // A file that is named twice is one text.
        for source in sources where fixed[source.name] == nil {
            guard let fixes = fixes[source.name] else { continue }
            var text = texts[source.name] ?? EditedText(source.bytes)
            text.apply(Self.edits(of: fixes))
            texts[source.name] = text
            fixed[source.name] = Source(name: source.name, bytes: text.bytes, firstLine: source.firstLine)
        }
        return (sources.map { fixed[$0.name] ?? $0 }, texts)
    }

    private static func unreadable(_ findings: [Finding]) -> Int { findings.count { $0.rule.hasPrefix("READ-") } }

    /// The first fix of each finding, by file and sorted by place. Of fixes that overlap the first one counts.
    private static func fixes(_ findings: [Finding]) -> [String: [FixIt]] {
        var byFile: [String: [(start: UInt32, end: UInt32, fix: FixIt)]] = [:]
        for fix in findings.compactMap(\.fixes.first) {
            guard let file = fix.edits.first?.file, fix.edits.allSatisfy({ $0.file == file }),
                let start = fix.edits.map(\.range.start).min(), let end = fix.edits.map(\.range.end).max()
            else { continue }
            byFile[file, default: []].append((start, end, fix))
        }
        return byFile.mapValues { spans in
            var last: UInt32?
            var fixes: [FixIt] = []
            for span in spans.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
                if let last, span.start <= last { continue }
                fixes.append(span.fix)
                last = span.end
            }
            return fixes
        }
    }

    /// The edits of fixes that are sorted and don't overlap, sorted.
    private static func edits(of fixes: [FixIt]) -> [TextEdit] {
        fixes.flatMap { $0.edits.sorted { $0.range.start < $1.range.start } }
    }
}
