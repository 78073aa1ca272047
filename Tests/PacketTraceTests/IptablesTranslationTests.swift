import Addressing
import Netfilter
import PacketTrace
import Testing

/// Matches and targets of iptables that the ruleset keeps as words.
@Suite("iptables rules in words") struct IptablesTranslationTests {
    private func ends(_ rules: String, tracking: TrackingStates = .new) throws -> Set<String> {
        let text = "*filter\n:FORWARD ACCEPT [0:0]\n\(rules)\nCOMMIT\n"
        var rulesets = FamilyRuleset(.ipv4)
        rulesets.iptables = try IptablesRuleset(parsing: Array(text.utf8), family: .ipv4)
        var network = NodeNetwork(family: .ipv4)
        network.knowsAddresses = true
        let tracer = Tracer(TracedRuleset(rulesets), on: network)
        let (source, destination) = (try #require(IPAddress("192.0.2.1")), try #require(IPAddress("10.0.0.1")))
        let packet = PacketClass(from: .outside, source: source, to: SocketAddress(destination, port: 80), 6)
        let trace = tracer.trace(packet, tracking: tracking)
        return Set(
            trace.endings.map { ending in
                let conditions = trace.conditions(of: ending).map { "\($0.holds ? "if" : "unless") \($0.condition)" }
                return ([Self.word(ending)] + conditions).joined(separator: " ")
            })
    }

    private static func word(_ ending: Trace.Ending) -> String {
        let word: String
        switch Outcome(ending).kind {
        case .sent: word = "sent"
        case .dropped: word = "dropped"
        case .rejected(.reset): word = "reset"
        case .rejected: word = "rejected"
        default: word = "other"
        }
        return ending.isUncertain ? word + "?" : word
    }

    @Test(arguments: [
        ("-A FORWARD -m state --state NEW -j DROP", "dropped"),
        ("-A FORWARD -m state --state RELATED,ESTABLISHED -j DROP", "sent"),
        ("-A FORWARD -m state ! --state NEW -j DROP", "sent"),
        ("-A FORWARD -m physdev --physdev-is-in -j DROP", "sent"),
        ("-A FORWARD -m physdev ! --physdev-is-in -j DROP", "dropped"),
        ("-A FORWARD -p tcp -j REJECT --reject-with tcp-reset", "reset"),
        ("-A FORWARD -j REJECT --reject-with icmp-admin-prohibited", "rejected"),
        ("-A FORWARD -j LOG --log-prefix \"x \"\n-A FORWARD -j DROP", "dropped"),
        ("-A FORWARD -j NFQUEUE --queue-num 1", "sent?"),
    ])
    func wordsThatAreKnown(_ rules: String, _ end: String) throws { #expect(try ends(rules) == [end]) }

    @Test func whatNobodyKnowsIsFollowedBothWays() throws {
        let found = try ends("-A FORWARD -m limit --limit 5/min -j DROP")
        #expect(found.count == 2 && found.contains { $0.hasPrefix("dropped if") && $0.contains("--limit 5/min") })
        #expect(found.contains { $0.hasPrefix("sent unless") })
        #expect(try ends("-A FORWARD -m state --state NEW,SOMETHING -j DROP").count == 2)
    }

    @Test func statesAreThoseOfThePacket() throws {
        let rules =
            "-A FORWARD -m conntrack --ctstate INVALID -j DROP\n-A FORWARD -m state --state ESTABLISHED -j REJECT"
        #expect(try ends(rules) == ["sent"])
        #expect(try ends(rules, tracking: .invalid) == ["dropped"])
        #expect(try ends(rules, tracking: .established) == ["rejected"])
    }
}
