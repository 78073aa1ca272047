import Addressing
import Diagnostics
import Foundation
import RulesetDiff
import ServiceProxy
import Testing

@testable import Reporting

/// What reports make of drifts.
@Suite struct DiffReportTests {
    private static func drift(
        _ kind: DriftKind, _ severity: DriftSeverity? = nil, _ service: String? = nil, subject: String = "",
        rules: Int = 1
    ) -> Drift {
        Drift(
            kind: kind, severity: severity ?? kind.severity, family: .ipv4, service: service, subject: subject,
            message: "\(kind.rawValue) \(subject)", effect: "effect",
            rules: (0..<rules).map { RuleChange(place: "nat X", live: "-A X \($0)", expected: nil) })
    }

    private static func report(_ drifts: [Drift], perspective: DriftPerspective = .drift) -> DiffReport {
        let place = SourceLocation(file: "a b.yaml", line: 4, column: 9, endLine: 4, endColumn: 12)
        return DiffReport(
            drifts,
            of: .init(
                live: .init(["dump"]), expected: .init(["a b.yaml"], node: "n", mode: .iptables, version: .newest),
                families: [.ipv4], perspective: perspective),
            counts: .init(services: 11, rules: 214), locations: ["shop/web": place])
    }

    private static let mixed = report([
        drift(.comment, nil, "shop/a"), drift(.endpointMissing, nil, "shop/web:http", subject: "10.0.0.1:80"),
        drift(.chainStale, nil), drift(.sourceRange, nil, "shop/web:https"), drift(.endpointStale, nil, "shop/b"),
        drift(.otherVersion),
    ])

    @Test func groupsComeWorstFirst() {
        #expect(Self.mixed.groups.map(\.service) == [nil, "shop/web", "shop/b", "shop/a"])
        #expect(Self.mixed.groups[0].drifts.map(\.kind) == [.otherVersion, .chainStale])
        #expect(Self.mixed.groups[1].drifts.map(\.kind) == [.sourceRange, .endpointMissing])
        #expect(Self.mixed.groups[1].location?.line == 4)
    }

    @Test func summaries() {
        #expect(Self.mixed.summary == "6 drifts: 1 security, 1 broken, 2 stale, 2 cosmetic; 3 Services of 11")
        #expect(Self.report([]).summary == "no drift: 11 Services, 214 rules compared")
        #expect(Self.report([], perspective: .change).summary == "no change: 11 Services, 214 rules compared")
        #expect(Self.report([Self.drift(.canary)]).summary == "1 drift: 1 cosmetic")
        #expect(
            Self.report([Self.drift(.policy, nil, "a/b")], perspective: .change).summary == "1 change; 1 Service of 11")
    }

    /// GitHub shows ten errors, ten warnings and ten notices of a step.
    @Test func gitHubShowsTheWorst() {
        let drifts =
            (0..<30).map { Self.drift(.endpointMissing, nil, "shop/s\($0)") }
            + (0..<15).map { Self.drift(.comment, nil, "shop/c\($0)") }
            + [Self.drift(.sourceRange, nil, "shop/last")] + (0..<3).map { Self.drift(.chainStale, nil, "shop/t\($0)") }
        let lines = DiffGitHubReport.text(Self.report(drifts)).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("::error ") } == 10)
        #expect(lines.count { $0.hasPrefix("::warning ") } == 3)
        #expect(lines.count { $0.hasPrefix("::notice ") } == 10)
        #expect(lines.first?.contains("shop/last") == true)
        #expect(lines.last?.contains("27 more drifts; 49 drifts: ") == true)
        let few = DiffGitHubReport.text(Self.report([Self.drift(.policy, nil, "shop/web:http")]))
        #expect(
            few == "::error file=a b.yaml,line=4,endLine=4,col=9,endColumn=12,title=shop/web%3Ahttp%3A policy::"
                + "IPv4: policy ; effect%0Anat X%0A- -A X 0\n")
    }

    @Test func longDriftsAreCut() {
        let report = Self.report([Self.drift(.serviceMissing, nil, "shop/web", rules: 20)])
        #expect(DiffTextReport().text(report).contains("      … 12 more rules (--verbose shows all)\n"))
        #expect(DiffTextReport(showsAllRules: true).text(report).contains("-A X 19\n"))
    }

    @Test func fingerprintsTellDriftsApart() {
        let same = Self.drift(.policy, nil, "a/b", subject: "x")
        var worded = same
        worded.message = "in other words"
        #expect(same.fingerprint == worded.fingerprint)
        let others = [
            same, Self.drift(.affinity, nil, "a/b", subject: "x"), Self.drift(.policy, nil, "a/c", subject: "x"),
            Self.drift(.policy, nil, "a/b", subject: "y"),
        ]
        #expect(Set(others.map(\.fingerprint)).count == 4)
        #expect(others.allSatisfy { $0.fingerprint.count == 16 })
    }

    // MARK: SARIF

    /// The members that the schema of SARIF 2.1.0 requires, and those that refer to each other.
    @Test func sarif() throws {
        let text = DiffSARIFReport.text(Self.mixed, version: "1.2.3")
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect(driver["name"] as? String == "proxyplan")
        let rules = try #require(driver["rules"] as? [[String: Any]])
        let identifiers = rules.compactMap { $0["id"] as? String }
        #expect(Set(identifiers).count == rules.count)
        for rule in rules {
            for member in ["shortDescription", "help"] {
                #expect(((rule[member] as? [String: Any])?["text"] as? String)?.isEmpty == false)
            }
        }
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 6)
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(identifiers[index] == result["ruleId"] as? String)
            #expect(["error", "warning", "note"].contains(result["level"] as? String))
            #expect(((result["message"] as? [String: Any])?["text"] as? String)?.isEmpty == false)
            let location = try #require((result["locations"] as? [[String: Any]])?.first)
            let physical = try #require(location["physicalLocation"] as? [String: Any])
            let uri = try #require((physical["artifactLocation"] as? [String: Any])?["uri"] as? String)
            #expect(URL(string: uri) != nil && !uri.contains(" "))
            if let region = physical["region"] as? [String: Any] {
                #expect((region["startLine"] as? Int, region["startColumn"] as? Int) == (4, 9))
            }
            #expect((result["partialFingerprints"] as? [String: String])?.count == 1)
        }
    }

    /// Every kind of drift has a name, a summary and a severity that reports can show.
    @Test(arguments: DriftKind.allCases)
    func everyKindCanBeReported(_ kind: DriftKind) throws {
        let report = Self.report([Self.drift(kind, nil, "shop/web:http")])
        #expect(DiffTextReport().text(report).contains("\(kind.severity.rawValue)[\(kind.rawValue)]: "))
        for text in [DiffJSONReport.text(report), DiffSARIFReport.text(report, version: "1")] {
            #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
            #expect(text.contains("\"\(kind.rawValue)\""))
        }
        #expect(DiffHTMLReport.text(report).contains(kind.rawValue))
        #expect(DiffGitHubReport.text(report).contains(kind.rawValue))
    }
}
