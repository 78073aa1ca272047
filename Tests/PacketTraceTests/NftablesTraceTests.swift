import Addressing
import Netfilter
import PacketTrace
import TestSupport
import Testing

/// Traces through the rules that real kube-proxies made.
@Suite("nftables traces") struct NftablesTraceTests {
    private static let cases = Fixtures.cases(in: "compile")

    @Test(arguments: cases, IPFamily.allCases)
    func chancesAddUpToOneAndNothingIsUnknown(_ name: String, _ family: IPFamily) throws {
        let path = "compile/\(name)/nftables.ipv\(family.rawValue).nft"
        guard Fixtures.exists(path) else { return }
        let node = try NftablesNode(name, family)
        let tracer = try node.tracer(try Fixtures.bytes(path))
        for packet in node.packets(tracer) {
            let trace = tracer.trace(packet, isRecorded: false)
            #expect(trace.sums() == [.one], "\(packet)")
            #expect(trace.unknown == [], "\(packet)")
            #expect(trace.endings.allSatisfy { !$0.isUncertain }, "\(packet)")
        }
    }

    private static let captures = Fixtures.cases(in: "live").filter { $0.hasPrefix("nft-") }

    @Test(arguments: captures, ["nft-list-ruleset.txt", "nft-a-list-ruleset.txt", "nft-j-list-ruleset.json"])
    func capturesEndAsTheirManifests(_ capture: String, _ file: String) throws {
        for family in IPFamily.allCases {
            let node = try NftablesNode(live: capture.hasSuffix("rich") ? "rich.yaml" : "extra.yaml", family)
            let live = try node.tracer(try Fixtures.bytes("live/\(capture)/\(file)"))
            let compiled = node.tracer(node.compiled)
            let packets = node.packets(compiled)
            #expect(packets.count > 25)
            for packet in packets {
                let (seen, expected) = (
                    live.trace(packet, isRecorded: false), compiled.trace(packet, isRecorded: false)
                )
                #expect(seen.unknown == [])
                #expect(seen.endings.allSatisfy { !$0.isUncertain })
                #expect(Ends(Outcomes(seen)) == Ends(Outcomes(expected)), "\(packet)")
            }
        }
    }

    private static let iptablesCaptures = Fixtures.cases(in: "live").filter {
        Fixtures.exists("live/\($0)/nft-list-ruleset.txt") && $0.hasPrefix("iptables-")
    }

    /// nft lists what iptables-nft keeps: where it has words for it, the same as iptables-save.
    @Test(arguments: iptablesCaptures)
    func rulesOfIptablesAreTheSameInWordsOfNft(_ capture: String) throws {
        let node = try NftablesNode(live: capture.hasSuffix("rich") ? "rich.yaml" : "extra.yaml", .ipv4)
        var saved = FamilyRuleset(.ipv4)
        saved.iptables = try IptablesRuleset(parsing: try Fixtures.bytes("live/\(capture)/iptables-save.txt"))
        let expected = node.tracer(saved)
        let listed = try node.tracer(try Fixtures.bytes("live/\(capture)/nft-list-ruleset.txt"))
        var compared = 0
        for packet in node.packets(expected) {
            let trace = listed.trace(packet, isRecorded: false)
            // DNAT, MASQUERADE and `-m recent` have no words of nft.
            guard trace.unknown.isEmpty, trace.endings.allSatisfy({ !$0.isUncertain }) else {
                #expect(trace.unknown.allSatisfy { $0.hasPrefix("xt ") }, "\(trace.unknown)")
                continue
            }
            compared += 1
            #expect(Ends(Outcomes(trace)) == Ends(Outcomes(expected.trace(packet, isRecorded: false))), "\(packet)")
        }
        #expect(compared > 10)
    }

    /// Outcomes without the places of rules.
    private struct Ends: Equatable {
        var likely: [Outcome: Fraction] = [:]
        var returning: Set<Outcome>?
        var seconds: UInt32?

        init(_ outcomes: Outcomes) {
            for outcome in outcomes.cases.flatMap(\.outcomes) {
                likely[outcome.outcome, default: .zero] += outcome.probability
            }
            let returning = outcomes.cases.compactMap(\.returning).first
            self.returning = returning.map { Set($0.outcomes) }
            seconds = returning?.seconds
        }
    }

    @Test func thereAreCaptures() {
        #expect(Self.captures.count >= 4)
        #expect(Self.cases.count >= 100)
    }
}
