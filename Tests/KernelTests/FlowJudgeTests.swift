import TestSupport
import Testing

/// The judge of the packet tests, with made-up results: what can't fail proves nothing.
@Suite("flow judge") struct FlowJudgeTests {
    private static let thirds = "10.244.0.5:80=1/3 10.244.1.5:80=1/3 10.244.1.6:80=1/3"

    private func judge(_ line: String, _ result: FlowResult) throws -> [FlowJudge.Objection] {
        let flow = try #require(try FlowTable(parsing: line, manifests: "").flows.first)
        return FlowJudge.objections(to: result, of: flow)
    }

    private func kept(_ counts: Int...) -> FlowResult {
        let names = ["10.244.0.5:80", "10.244.1.5:80", "10.244.1.6:80", "10.244.9.9:80"]
        let seen = counts.map { FlowResult.Seen(kept: $0) }
        return FlowResult(answers: Dictionary(uniqueKeysWithValues: zip(names, seen)))
    }

    @Test func fairSharesAreFine() throws {
        #expect(try judge("pod 10.96.0.20:80/tcp kept \(Self.thirds)", kept(190, 220, 190)).isEmpty)
    }

    @Test func unfairSharesAreImprobable() throws {
        let objections = try judge("pod 10.96.0.20:80/tcp kept \(Self.thirds)", kept(300, 150, 150))
        #expect(objections == [.improbable("10.244.0.5:80=300 10.244.1.5:80=150 10.244.1.6:80=150 of 600")])
    }

    @Test func aMissingEndpointIsWrong() throws {
        let objections = try judge("pod 10.96.0.20:80/tcp kept \(Self.thirds)", kept(300, 300))
        #expect(objections == [.wrong("10.244.1.6:80 never answered")])
    }

    @Test func anEndpointTooManyIsWrong() throws {
        let objections = try judge("pod 10.96.0.20:80/tcp kept \(Self.thirds)", kept(200, 200, 199, 1))
        #expect(objections == [.wrong("1 of 600 connections: 10.244.9.9:80")])
    }

    @Test func oneUnansweredConnectionIsWrong() throws {
        var result = kept(200, 200, 199)
        result.silent = 1
        let objections = try judge("pod 10.96.0.20:80/tcp kept \(Self.thirds)", result)
        #expect(objections == [.wrong("1 of 600 connections: unanswered")])
    }

    @Test func theSourceCounts() throws {
        let masqueraded = FlowResult(answers: ["10.244.0.5:80": .init(masqueraded: 5)])
        let kept = FlowResult(answers: ["10.244.0.5:80": .init(kept: 5)])
        #expect(
            try judge("pod 10.96.0.20:80/tcp kept 10.244.0.5:80=1", masqueraded)
                == [.wrong("10.244.0.5:80: source masqueraded on 5 connections")])
        #expect(
            try judge("pod 10.96.0.20:80/tcp masqueraded 10.244.0.5:80=1", kept)
                == [.wrong("10.244.0.5:80: source kept on 5 connections")])
        #expect(try judge("pod 10.96.0.20:80/tcp masqueraded 10.244.0.5:80=1", masqueraded).isEmpty)
    }

    @Test func aHairpinIsMasqueradedAndNothingElseIs() throws {
        let line = "endpoint:10.244.0.5 10.96.0.20:80/tcp hairpin 10.244.0.5:80=1/2 10.244.1.5:80=1/2"
        var result = FlowResult(answers: ["10.244.0.5:80": .init(masqueraded: 300), "10.244.1.5:80": .init(kept: 300)])
        #expect(try judge(line, result).isEmpty)
        result.answers["10.244.0.5:80"] = .init(kept: 1, masqueraded: 299)
        #expect(try judge(line, result) == [.wrong("10.244.0.5:80: source kept on 1 connections")])
        result.answers = ["10.244.0.5:80": .init(masqueraded: 300), "10.244.1.5:80": .init(masqueraded: 300)]
        #expect(try judge(line, result) == [.wrong("10.244.1.5:80: source masqueraded on 300 connections")])
    }

    @Test func aClientThatChangesItsEndpointIsNotSticky() throws {
        let line = "pod 10.96.0.20:80/tcp kept+sticky \(Self.thirds)"
        #expect(try judge(line, kept(30)).isEmpty)
        #expect(try judge(line, kept(29, 1)) == [.wrong("one client met 10.244.0.5:80 and 10.244.1.5:80")])
    }

    @Test(arguments: [
        ("rejected", FlowResult(rejected: 4)), ("dropped", FlowResult(silent: 4)),
        ("untouched", FlowResult(answers: ["untouched": .init(kept: 4)])),
    ])
    func eachEndIsToldFromTheOthers(_ word: String, _ result: FlowResult) throws {
        for other in ["rejected", "dropped", "untouched"] {
            let objections = try judge("pod 10.96.0.20:80/tcp \(other)", result)
            #expect(objections.isEmpty == (other == word), "\(word) judged as \(other)")
        }
        #expect(try !judge("pod 10.96.0.20:80/tcp kept 10.244.0.5:80=1", result).isEmpty)
    }

    @Test func anErrorOfAnotherKindIsNoRejection() throws {
        let objections = try judge("pod 10.96.0.20:80/tcp rejected", FlowResult(failures: ["EHOSTUNREACH": 4]))
        #expect(objections == [.wrong("4 of 4 connections: EHOSTUNREACH")])
    }

    @Test func nothingTriedIsNothingProved() throws {
        for outcome in ["rejected", "dropped", "untouched", "kept 10.244.0.5:80=1"] {
            #expect(try judge("pod 10.96.0.20:80/tcp \(outcome)", FlowResult()) == [.wrong("no connection was tried")])
        }
    }

    @Test func chiSquaredOfKnownCounts() {
        #expect(ChiSquared.statistic(counts: [10, 20, 30], shares: [0.25, 0.25, 0.5]) == 10.0 / 3)
        #expect(ChiSquared.isImprobable(counts: [348, 252], shares: [0.5, 0.5]))
        #expect(!ChiSquared.isImprobable(counts: [340, 260], shares: [0.5, 0.5]))
        #expect(!ChiSquared.isImprobable(counts: [5], shares: [1]))
    }
}
