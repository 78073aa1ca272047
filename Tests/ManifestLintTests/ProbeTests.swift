import Diagnostics
import Foundation
import ManifestLint
import TestSupport
import Testing

/// 192 requests that a real API server refused, each by one check, with its answer.
@Suite struct ProbeTests {
    /// One line of `probes.jsonl`.
    struct Probe: Decodable, Sendable, CustomTestStringConvertible {
        let rule: String
        let cluster: String
        let sent: String
        let old: String?
        let yaml: String
        let code: Int
        let message: String

        var testDescription: String { sent }
    }

    private static let probes: [Probe] = {
        let text = (try? Fixtures.text("lint/probes.jsonl")) ?? ""
        return text.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(Probe.self, from: Data(line.utf8))
        }
    }()

    /// Answers that depend on what a running server has allocated: the rule is found, with a text of its own.
    private static let allocated: Set<String> = ["UPD-003", "SVC-019", "SCHEMA-013"]

    @Test func thereAre192() { #expect(Self.probes.count == 192) }

    @Test(arguments: probes) func sameCause(_ probe: Probe) {
        let run = LintCase.lint(
            probe.yaml, previous: probe.old, cluster: LintCase.cluster(probe.cluster), select: ["server"])
        let found = run.findings.filter { $0.severity == .error }
        #expect(found.contains { $0.rule == probe.rule }, "\(LintCase.report(found))\n\(probe.message)")
        let isDecoding = probe.code == 400 || probe.code == 409 || probe.code == 500
        if !isDecoding && !probe.message.contains("IPAddress.networking") {
            #expect(Set(found.compactMap(\.fieldPath)) == Self.paths(in: probe.message), "\(LintCase.report(found))")
        }
        // The answers are shortened at the ellipsis.
        if !Self.allocated.contains(probe.rule) && !probe.message.contains("IPAddress.networking") {
            for finding in found {
                let text = Self.start(of: finding.serverText ?? "")
                #expect(probe.message.contains(text), "\(text)\n\(probe.message)")
            }
        }
    }

    /// The part of a text in front of what the answers shorten.
    private static func start(of text: String) -> String {
        var text = text[...]
        for mark in [" consist of", " be an empty string or", " start with '*.'", ", (e.g."] {
            if let range = text.range(of: mark) { text = text[..<range.lowerBound] }
        }
        return String(text)
    }

    /// The field paths that an answer names.
    private static func paths(in message: String) -> Set<String> {
        let paths = message.matches(
            of:
                /(?:^|\[|, )([a-z][A-Za-z]*[A-Za-z.\/\-\[\]0-9]*): (?:Required|Invalid|Unsupported|Duplicate|Forbidden|Too many)/
        )
        return Set(paths.map { String($0.1) })
    }
}
