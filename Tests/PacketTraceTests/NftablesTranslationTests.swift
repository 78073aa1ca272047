import Addressing
import Netfilter
import PacketTrace
import TestSupport
import Testing

/// What rules of nft do to packets, one construct after the other.
@Suite("nftables rules") struct NftablesTranslationTests {
    /// Traces a TCP packet of 192.168.0.100 to 10.0.0.1 through a table with these lines.
    private func trace(
        _ lines: String, table: String = "ip t", to address: String = "10.0.0.1", port: UInt16 = 80,
        _ transport: UInt8 = 6
    ) throws -> Trace {
        try trace(ruleset: "table \(table) {\n\(lines)\n}\n", to: address, port: port, transport)
    }

    private func trace(
        ruleset: String, to address: String = "10.0.0.1", port: UInt16 = 80, _ transport: UInt8 = 6
    ) throws -> Trace {
        let destination = try #require(IPAddress(address))
        var rules = FamilyRuleset(destination.family)
        let bytes = Array(ruleset.utf8)
        rules.nftables =
            bytes.first == UInt8(ascii: "{")
            ? try NftablesRuleset(parsingJSON: bytes) : try NftablesRuleset(parsing: bytes)
        let source = try #require(IPAddress(destination.family == .ipv4 ? "192.168.0.100" : "fd00::64"))
        var network = NodeNetwork(family: destination.family)
        network.knowsAddresses = true
        let tracer = Tracer(TracedRuleset(rules), on: network)
        return tracer.trace(
            PacketClass(from: .outside, source: source, to: SocketAddress(destination, port: port), transport))
    }

    /// The ends in words.
    private func ends(_ trace: Trace) -> [String] {
        trace.endings.map { ending in
            let fate =
                switch ending.fate {
                case .dropped: "dropped"
                case .droppedByPolicy: "policy"
                case .rejected(_, .portUnreachable): "rejected"
                case .rejected(_, .reset): "reset"
                case .rejected: "rejected otherwise"
                case .sent: ending.translated.map { "to \($0)" } ?? "sent"
                default: "\(ending.fate)"
                }
            let conditions = trace.conditions(of: ending).map { condition, holds in
                let text =
                    switch condition {
                    case .unknown(let text): text
                    case .seen(let list, let seconds): "seen in \(list) for \(seconds)"
                    }
                return "\(holds ? " if " : " unless ")\(text)"
            }
            return fate + (ending.isMasqueraded ? " masqueraded" : "") + conditions.joined()
                + (ending.isUncertain ? "?" : "")
        }
    }

    private func forward(_ rules: String, policy: String = "accept", more: String = "") -> String {
        "\(more)\nchain f {\ntype filter hook forward priority 0; policy \(policy);\n\(rules)\n}"
    }

    /// Whether a rule with a match drops the packet.
    private func drops(_ match: String, more: String = "", table: String = "ip t", _ transport: UInt8 = 6) throws
        -> Bool
    {
        let ends = ends(try trace(forward("\(match) drop", more: more), table: table, transport))
        #expect(ends == ["dropped"] || ends == ["sent"], "\(match)")
        return ends == ["dropped"]
    }

    @Test(arguments: [
        ("ip daddr 10.0.0.1", true), ("ip daddr 10.0.0.0/8", true), ("ip daddr != 10.0.0.0/8", false),
        ("ip daddr { 10.0.0.1, 10.0.1.0/24 }", true), ("ip daddr != { 10.0.0.2-10.0.0.9 }", true),
        ("ip saddr 192.168.0.1-192.168.0.200", true), ("ip saddr != 192.168.0.1-192.168.0.200", false),
        ("meta l4proto tcp", true), ("meta l4proto { udp, sctp }", false), ("ip protocol != { udp, sctp }", true),
        ("th dport 80", true), ("tcp dport 80", true), ("udp dport 80", false), ("udp dport != 80", false),
        ("tcp dport { 22, 80-90 }", true), ("tcp dport 81-90", false), ("tcp dport != { 22, 443 }", true),
        ("ct state new", true), ("ct state != new", false), ("ct state established,related", false),
        ("ct state { established, new }", true), ("ct state invalid,new", true), ("ct status dnat", false),
        ("meta mark & 0x00004000 != 0x00000000", false), ("meta mark 0x00000000", true),
        ("meta mark != { 0x1, 0x2 }", true),
        ("fib daddr type local", false), ("fib daddr type != local", true), ("fib saddr type local", false),
        ("iifname \"lo\"", false), ("iifname != \"lo\"", true), ("meta nfproto ipv4", true),
        ("meta nfproto ipv6", false),
        ("counter packets 3 bytes 180", true), ("log prefix \"a drop of { \" level debug flags ip options", true),
        ("counter", true), ("xt match \"comment\"", true),
    ])
    func matches(_ match: String, _ holds: Bool) throws {
        #expect(try drops(match) == holds)
        #expect(try drops("counter \(match)") == holds)
        #expect(try drops(match, table: "inet t") == holds)
    }

    @Test func rulesOfTheOtherFamilyNeverMatch() throws {
        #expect(try !drops("ip6 daddr fd00::1", table: "inet t"))
        #expect(try !drops("ip6 daddr != fd00::1", table: "inet t"))
        #expect(try !drops("ip6 nexthdr tcp", table: "inet t"))
        #expect(ends(try trace(forward("drop"), table: "ip6 t")) == ["sent"])
        #expect(ends(try trace(forward("drop"), table: "bridge t")) == ["sent"])
        #expect(
            ends(try trace(forward("ip6 daddr fd00::1 tcp dport 80 drop"), table: "inet t", to: "fd00::1")) == [
                "dropped"
            ])
    }

    @Test func setsAndMapsAreLookedUp() throws {
        let sets = """
            set a { type ipv4_addr; elements = { 10.0.0.1, 10.0.0.3 } }
            set n { type ipv4_addr; flags interval; elements = { 10.0.0.0/30, 11.0.0.1-11.0.0.9 } }
            set p { type inet_service; flags interval; elements = { 80-90 } }
            set k {
            type ipv4_addr . inet_proto . inet_service; flags interval; elements = { 10.0.0.0/8 . tcp . 80-90 }
            }
            set e { type ipv4_addr; }
            """
        for (match, holds) in [
            ("ip daddr @a", true), ("ip daddr != @a", false), ("ip saddr @a", false), ("ip daddr @n", true),
            ("tcp dport @p", true), ("tcp sport != @p", true), ("ip daddr . meta l4proto . th dport @k", true),
            ("ip daddr . meta l4proto . th sport @k", true), ("ip daddr @e", false), ("udp dport @p", false),
        ] {
            let ends = ends(try trace(forward("\(match) drop", more: sets)))
            // Any source port of 65536: those of the set match.
            #expect(
                ends == (match.contains("sport") ? ["dropped", "sent"] : holds ? ["dropped"] : ["sent"]), "\(match)")
        }
    }

    @Test func overlappingKeysOfAMapAreFoundAsTheKernelDoes() throws {
        let map = """
            map m {
            type ipv4_addr . inet_service : verdict; flags interval
            elements = { 10.0.0.0/8 . 80 : drop, 10.0.0.1 . 81 : accept, 10.0.0.0/16 . 82 : goto r }
            }
            chain r { reject }
            """
        for (port, end) in [(80, "dropped"), (81, "sent"), (82, "rejected"), (83, "policy")] {
            let rules = forward("ip daddr . tcp dport vmap @m", policy: "drop", more: map)
            #expect(ends(try trace(rules, port: UInt16(port))) == [end])
        }
    }

    @Test func verdictsLeadWhereTheKernelGoes() throws {
        let chains = """
            chain jumped { return
            drop }
            chain gone { return }
            """
        #expect(ends(try trace(forward("jump jumped\nreject", more: chains))) == ["rejected"])
        #expect(ends(try trace(forward("goto gone\nreject", policy: "drop", more: chains))) == ["policy"])
        #expect(ends(try trace(forward("continue\nreject", more: chains))) == ["rejected"])
        #expect(ends(try trace(forward("return\nreject", more: chains))) == ["sent"])
        #expect(ends(try trace(forward("accept\nreject", policy: "drop", more: chains))) == ["sent"])
        #expect(ends(try trace(forward("reject with tcp reset", more: chains))) == ["reset"])
        #expect(ends(try trace(forward("reject with icmpx admin-prohibited", more: chains))) == ["rejected otherwise"])
        #expect(ends(try trace(forward("jump nowhere"))) == ["sent?"])
        let map = "ct state vmap { established : accept, new : jump jumped, invalid : drop }\nreject"
        #expect(ends(try trace(forward(map, more: chains))) == ["rejected"])
    }

    @Test func chainsOfAHookComeByPriority() throws {
        func chain(_ name: String, _ priority: String, _ rules: String) -> String {
            "chain \(name) { type filter hook forward priority \(priority); \(rules) }"
        }
        // An accepted packet still meets the next chain; of equal priorities the younger chain comes first.
        #expect(ends(try trace(chain("a", "0", "accept") + chain("b", "10", "drop"))) == ["dropped"])
        #expect(ends(try trace(chain("a", "10", "drop") + chain("b", "-1", "reject"))) == ["rejected"])
        #expect(ends(try trace(chain("a", "filter", "drop") + chain("b", "filter", "reject"))) == ["rejected"])
    }

    @Test func natChainsHaveOnePlaceWhateverTheirPriority() throws {
        let filter = "chain f { type filter hook prerouting priority -200; ip daddr 10.1.0.1 drop }"
        let late = "chain g { type filter hook prerouting priority -50; ip daddr 10.1.0.1 drop }"
        func nat(_ name: String, _ priority: Int, _ target: String) -> String {
            "chain \(name) { type nat hook prerouting priority \(priority); meta l4proto tcp dnat to \(target) }"
        }
        #expect(ends(try trace(nat("n", -300, "10.1.0.1:8080") + filter)) == ["to 10.1.0.1:8080"])
        #expect(ends(try trace(nat("n", 50, "10.1.0.1:8080") + late)) == ["dropped"])
        #expect(
            ends(try trace(nat("n", -90, "10.1.0.1:8080") + nat("o", -95, "10.1.0.2:8080"))) == ["to 10.1.0.2:8080"])
    }

    @Test func addressesAreRewritten() throws {
        func nat(_ rules: String) -> String { "chain n { type nat hook prerouting priority dstnat; \(rules) }" }
        func post(_ rules: String) -> String { "chain p { type nat hook postrouting priority srcnat; \(rules) }" }
        #expect(
            ends(try trace(nat("dnat to 10.1.0.1") + post("ct status dnat masquerade"))) == [
                "to 10.1.0.1:80 masqueraded"
            ])
        #expect(ends(try trace(nat("return") + post("ct status dnat masquerade"))) == ["sent"])
        #expect(ends(try trace(post("oifname != \"lo\" snat to 192.168.0.1"))) == ["sent masqueraded"])
        #expect(ends(try trace(nat("dnat ip6 to [fd00::1]:80"), table: "inet t")) == ["sent"])
        let random = nat(
            "meta l4proto tcp dnat ip to numgen random mod 3 map "
                + "{ 0 : 10.1.0.1 . 80, 1 : 10.1.0.2 . 80, 2 : 10.1.0.3 . 80 }"
        )
        let trace = try trace(random)
        #expect(trace.endings.map(\.nominal) == [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
        // 2^32 draws don't divide by three.
        #expect(
            Set(trace.endings.map(\.probability)) == [
                Fraction(1_431_655_765, 1 << 32), Fraction(1_431_655_766, 1 << 32),
            ])
        #expect(trace.sums() == [.one])
    }

    @Test func clientsAreRemembered() throws {
        let sets = "set s { type ipv4_addr; flags dynamic,timeout; timeout 10m; }"
        let rules = forward("ip saddr @s drop\nupdate @s { ip saddr } counter", more: sets)
        #expect(ends(try trace(rules)) == ["dropped if seen in s for 600", "sent unless seen in s for 600"])
    }

    @Test func whatNobodyKnowsStaysOpen() throws {
        for match in [
            "icmp type echo-request", "limit rate 5/minute burst 5 packets", "tcp flags syn / fin,syn,rst,ack",
        ] {
            #expect(
                ends(try trace(forward("\(match) counter packets 0 bytes 0 log prefix \"x\" drop")))
                    == [
                        "dropped if \(match.replacing(",", with: " , "))",
                        "sent unless \(match.replacing(",", with: " , "))",
                    ])
        }
        let queue = ends(try trace(forward("queue flags bypass to 1")))
        #expect(queue.contains("sent if queue flags bypass to 1?"))
        let marks = ends(try trace(forward("ct mark set meta mark accept\n", policy: "drop")))
        #expect(marks == ["sent if ct mark set meta mark?", "policy unless ct mark set meta mark"])
        // Part of a concatenation is no match by itself.
        #expect(ends(try trace(forward("ip saddr . meta mark @s drop"))).contains("dropped if ip saddr . meta mark @s"))
    }

    @Test func marksAreComputed() throws {
        for (change, mark) in [
            ("meta mark set 0x5", "0x5"), ("meta mark set meta mark | 0x6", "0x6"),
            ("meta mark set meta mark & 0xffff00ff ^ 0x100", "0x100"), ("meta mark set mark xor 0x4000", "0x4000"),
        ] {
            #expect(ends(try trace(forward("\(change)\nmeta mark \(mark) drop"))) == ["dropped"], "\(change)")
        }
    }

    @Test func dormantTablesAndIngress() throws {
        #expect(ends(try trace("flags dormant\n" + forward("drop"))) == ["sent"])
        let ingress = "chain i { type filter hook ingress device \"eth0\" priority 0; policy accept;\ndrop\n}"
        #expect(ends(try trace(ingress, table: "inet t")).sorted().map { $0.prefix(7) } == ["dropped", "sent un"])
    }

    @Test func statementsInJSON() throws {
        func rules(_ expressions: String) -> String {
            """
            {"nftables": [{"table": {"family": "inet", "name": "t"}},
            {"chain": {"family": "inet", "table": "t", "name": "f",
            "type": "filter", "hook": "forward", "prio": 0, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "t", "chain": "f", "expr": [\(expressions)]}}]}
            """
        }
        let counter = #"{"counter": {"packets": 0, "bytes": 0}}"#
        #expect(ends(try trace(ruleset: rules(#"\#(counter), {"drop": null}"#))) == ["dropped"])
        #expect(
            ends(try trace(ruleset: rules(#"{"reject": {"type": "icmpx", "expr": "port-unreachable"}}"#))) == [
                "rejected"
            ])
        #expect(ends(try trace(ruleset: rules(#"{"reject": {"type": "tcp reset"}}"#))) == ["reset"])
        #expect(ends(try trace(ruleset: rules(#"{"limit": {"rate": 5, "per": "minute"}}, {"drop": null}"#))).count == 2)
        #expect(ends(try trace(ruleset: rules(#"{"notrack": null}"#))) == ["sent?"])
    }

    @Test func tablesOfIptablesAreMetOnce() throws {
        let saved = "*filter\n:FORWARD ACCEPT [0:0]\n:X - [0:0]\n-A FORWARD -j X\n-A X -d 10.0.0.1/32 -j DROP\nCOMMIT\n"
        var rules = FamilyRuleset(.ipv4)
        rules.iptables = try IptablesRuleset(parsing: Array(saved.utf8), family: .ipv4)
        rules.nftables = try NftablesRuleset(
            parsing: Array(
                """
                table ip filter {
                	chain X {
                		ip daddr 10.0.0.1 counter packets 0 bytes 0 drop
                	}

                	chain FORWARD {
                		type filter hook forward priority filter; policy accept;
                		counter packets 0 bytes 0 jump X
                	}
                }

                """.utf8))
        #expect(TracedRuleset(rules).program.chains.count == 2)
        rules.iptables = nil
        #expect(TracedRuleset(rules).program.chains.count == 2)
    }
}
