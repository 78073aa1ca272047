import Addressing
import Foundation
import Netfilter
import RulesetDiff
import TestSupport
import Testing

@testable import Reporting

/// Patches of canonical text, judged by the real `patch`.
@Suite struct UnifiedDiffTests {
    private static let captures = ["iptables-1.8.9-nft-rich", "iptables-1.8.9-legacy-extra"]

    /// A damaged dump against the whole one: the patch makes one canonical text of the other.
    @Test(arguments: captures, 0..<40)
    func patchAppliesToDamagedDumps(_ capture: String, _ seed: Int) async throws {
        let whole = try Fixtures.text("live/\(capture)/iptables-save.txt")
        var random = Damage(seed: UInt64(seed))
        let damaged = random.damaged(whole)
        let diff = RulesetDiff(expected: try Self.side(whole), live: try Self.side(damaged), perspective: .change)
        try await Self.check(diff)
    }

    /// A dump of one tool against that of another: equal but for the order of Services, so that there is no patch.
    @Test func equalRulesetsHaveOneText() throws {
        let old = try Self.side(try Fixtures.text("live/iptables-1.8.9-legacy-rich/iptables-save.txt"))
        let new = try Self.side(try Fixtures.text("live/iptables-1.8.11-nft-rich/iptables-save.txt"))
        let report = UnifiedDiffReport([(.ipv4, RulesetDiff(expected: old, live: new, perspective: .change).textRuns())]
        )
        #expect(report.text() == "")
        let texts = report.canonicalTexts()
        #expect(texts.live == texts.expected)
        #expect(texts.live.contains("\n# nat KUBE-SERVICES\n-A KUBE-SERVICES "))
    }

    /// Lines that aren't meant are in neither text.
    @Test func scope() throws {
        let whole = try Fixtures.text("diff/services/live.save")
        let part = whole.split(separator: "\n").filter { !$0.contains("let them in") && !$0.contains("b/omega") }
        let diff = RulesetDiff(
            expected: try Self.side(whole), live: try Self.side(part.joined(separator: "\n") + "\n"))
        let all = UnifiedDiffReport([(.ipv4, diff.textRuns())]).text()
        #expect(all.contains("let them in") && all.contains("b/omega"))
        let some = UnifiedDiffReport([(.ipv4, diff.textRuns { service, _ in service != nil })])
        #expect(!some.text().contains("let them in") && some.text().contains("b/omega"))
        #expect(!some.canonicalTexts().expected.contains("let them in"))
    }

    private static func side(_ text: String) throws -> FamilyRuleset {
        var side = FamilyRuleset(.ipv4)
        side.iptables = try IptablesRuleset(parsing: Array(text.utf8), family: .ipv4)
        return side
    }

    /// `patch` applied to the canonical text of the live side, and of two families.
    private static func check(_ diff: RulesetDiff) async throws {
        let runs = diff.textRuns()
        for families in [[(IPFamily.ipv4, runs)], [(IPFamily.ipv4, runs), (IPFamily.ipv6, runs)]] {
            let report = UnifiedDiffReport(families)
            let texts = report.canonicalTexts()
            let scratch = try ScratchDirectory()
            let live = try scratch.write(texts.live, to: "live")
            let patch = try scratch.write(report.text(), to: "patch")
            #expect((texts.live == texts.expected) == report.text().isEmpty)
            #expect(diff.drifts().isEmpty == report.text().isEmpty)
            if report.text().isEmpty { continue }
            let result = try await Tool.run("patch", ["--fuzz=0", live, patch])
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            // No line is found elsewhere than where the patch says.
            #expect(!result.output.contains("offset"), "\(result.output)")
            #expect(try String(contentsOfFile: live, encoding: .utf8) == texts.expected)
        }
    }
}

/// Damage to a dump's lines, the same for the same seed.
private struct Damage {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    private mutating func next(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(bound, 1)))
    }

    /// One to eight rules of kube-proxy deleted, doubled, swapped, changed or added.
    mutating func damaged(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0...next(below: 8) {
            let rules = lines.indices.filter { lines[$0].hasPrefix("-A KUBE-") }
            let line = rules[next(below: rules.count)]
            switch next(below: 6) {
            case 0: lines.remove(at: line)
            case 1: lines.insert(lines[line], at: line)
            case 2 where line + 1 < lines.count && lines[line + 1].hasPrefix("-A KUBE-"): lines.swapAt(line, line + 1)
            case 3: lines[line] = lines[line].replacingOccurrences(of: "--dport 80 ", with: "--dport 81 ")
            case 4: lines[line] = lines[line].replacingOccurrences(of: "10.244.", with: "10.245.")
            default:
                let chain = lines[line].split(separator: " ")[1]
                lines.insert("-A \(chain) -s 192.0.2.\(next(below: 256)) -j ACCEPT", at: line)
            }
        }
        return lines.joined(separator: "\n")
    }
}
