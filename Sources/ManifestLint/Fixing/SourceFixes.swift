import Diagnostics
import Manifests

/// Texts with the certain fixes of findings applied; all else stays as it is, byte for byte.
public struct SourceFixes: Sendable {
    /// The texts, fixed.
    public private(set) var sources: [Source]
    /// How many fixes were applied, by the names of the texts.
    public private(set) var counts: [String: Int] = [:]

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
            let fixed = self.sources.map { source in
                fixes[source.name].map {
                    Source(name: source.name, bytes: Self.applying($0, to: source.bytes), firstLine: source.firstLine)
                } ?? source
            }
            let rest = lint(fixed)
            // A fix that makes a text unreadable, or mends nothing, is none.
            guard Self.unreadable(rest) <= Self.unreadable(findings), rest.count < findings.count else { return }
            self.sources = fixed
            for (name, fixes) in fixes { counts[name, default: 0] += fixes.count }
            findings = rest
        }
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

    /// `bytes` with the edits of fixes that are sorted and don't overlap.
    private static func applying(_ fixes: [FixIt], to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var place = 0
        for edit in fixes.flatMap({ $0.edits.sorted { $0.range.start < $1.range.start } }) {
            let (start, end) = (Int(edit.range.start), Int(edit.range.end))
            guard start >= place, end >= start, end <= bytes.count else { continue }
            result += bytes[place..<start]
            result += edit.replacement.utf8
            place = end
        }
        return result + bytes[place...]
    }
}
