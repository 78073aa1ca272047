import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// 300 mutated objects, each with what a real API server said to it.
@Suite struct VerdictTests {
    /// One line of `verdicts.jsonl`.
    struct Line: Decodable, Sendable {
        let yaml: String
        let verdict: [String]
    }

    private static let lines: [Line] = {
        let text = (try? Fixtures.text("lint/verdicts.jsonl")) ?? ""
        return text.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(Line.self, from: Data(line.utf8))
        }
    }()

    private func lint(_ yaml: String, _ selection: RuleSelection = RuleSelection(select: ["server"])) -> [Finding] {
        let manifests = ManifestReader.read([Source(name: "test.yaml", text: yaml)], keepingObjects: true)
        return LintRun(manifests, selection: selection).findings
    }

    /// The server's errors, as `path: text`; a type error has no path.
    private static func errors(_ verdict: [String]) -> [String] {
        verdict.compactMap { line in
            guard let start = line.range(of: ": error: ") else { return nil }
            let error = line[start.upperBound...]
            return String(error.hasPrefix(": ") ? error.dropFirst(2) : error)
        }
    }

    /// A finding as the verdicts write it.
    private static func text(_ finding: Finding) -> String {
        let text = finding.serverText ?? "?"
        return text.hasPrefix("unknown field") ? "\(finding.fieldPath ?? ""): \(text)" : text
    }

    @Test func thereAre300() { #expect(Self.lines.count == 300) }

    @Test(arguments: 0..<300) func sameErrors(_ number: Int) throws {
        let line = Self.lines[number]
        let found = lint(line.yaml).filter { $0.severity == .error }
        let expected = Self.errors(line.verdict)
        if let answer = expected.first, answer.hasPrefix("json: ") {
            // The server stops at the first value of a wrong type; the further ones it would name one by one.
            #expect(found.map(Self.text).contains(answer), "line \(number + 1):\n\(line.yaml)")
            #expect(found.allSatisfy { Self.text($0).hasPrefix("json: ") })
        } else {
            #expect(found.map(Self.text).sorted() == expected.sorted(), "line \(number + 1):\n\(line.yaml)")
        }
        for finding in found { #expect(finding.location != nil && finding.object != nil) }
    }

    @Test(arguments: 0..<300) func sameWarnings(_ number: Int) {
        let line = Self.lines[number]
        let found = lint(line.yaml).filter { $0.severity != .error }.compactMap(\.serverText)
        let expected = line.verdict.filter { $0.contains(": warning: ") }
        for warning in expected {
            #expect(found.contains { warning.hasSuffix(": \($0)") }, "line \(number + 1): \(warning)")
        }
        #expect(found.count == expected.count, "line \(number + 1): \(found)")
    }
}
