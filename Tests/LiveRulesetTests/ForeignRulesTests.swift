import Addressing
import Bytes
import Diagnostics
import LiveRuleset
import Netfilter
import TestSupport
import Testing

/// Rules that aren't kube-proxy's: what nft 1.0.6 and iptables 1.8.9 print of everything that they have words for.
@Suite("Foreign rules")
struct ForeignRulesTests {
    private func read(_ text: some Sequence<UInt8>) -> (ruleset: LiveRuleset, findings: [Finding]) {
        LiveRuleset.read([Source(name: "dump", bytes: Array(text))])
    }

    @Test(arguments: Fixtures.cases(in: "foreign/nft-1.0.6"))
    func listingsAreRead(_ file: String) throws {
        let (ruleset, findings) = read(try Fixtures.bytes("foreign/nft-1.0.6/\(file)"))
        #expect(findings.isEmpty)
        let dump = try #require(ruleset.nftables.first)
        #expect(dump.ruleset.tables.count == (file == "iptables-nft.txt" ? 10 : 7))
        #expect(dump.kubeProxyFamilies.isEmpty && dump.iptablesServiceFamilies.isEmpty)
        #expect(dump.iptablesTables.count == (file == "iptables-nft.txt" ? 10 : 0))
    }

    /// Every rule is still there, as a rule or a line of it.
    @Test(arguments: ["nft-list-ruleset.txt", "iptables-nft.txt"])
    func noLineIsLost(_ file: String) throws {
        func words(_ text: String) -> [String] {
            text.split(separator: "\n").map { line in line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            .filter { !$0.isEmpty }
        }
        let text = try Fixtures.text("foreign/nft-1.0.6/\(file)")
        let dump = try #require(read(text.utf8).ruleset.nftables.first)
        var printed = ByteBuffer()
        dump.ruleset.writeListing(to: &printed, version: .v1_0_6)
        #expect(words(printed.string) == words(text))
    }

    /// Beside a table of kube-proxy, on either side, they change nothing of it.
    @Test(arguments: ["nft-list-ruleset.txt", "nft-s-list-ruleset.txt", "iptables-nft.txt"])
    func kubeProxysTableIsTheSame(_ file: String) throws {
        let foreign = try Fixtures.bytes("foreign/nft-1.0.6/\(file)")
        let own = try Fixtures.bytes("live/nft-1.0.6-rich/nft-list-ruleset.txt")
        let alone = try #require(read(own).ruleset.nftables.first)
        for text in [foreign + own, own + foreign] {
            let (ruleset, findings) = read(text)
            #expect(findings.isEmpty)
            let dump = try #require(ruleset.nftables.first)
            #expect(dump.kubeProxyFamilies == [.ipv4, .ipv6])
            let tables = dump.ruleset.tables.filter { dump.ruleset.texts.string($0.name) == "kube-proxy" }
            #expect(tables.map(\.rules.count) == alone.ruleset.tables.map(\.rules.count))
            #expect(tables.map(\.elements.count) == alone.ruleset.tables.map(\.elements.count))
        }
    }

    @Test(arguments: Fixtures.cases(in: "foreign/iptables-1.8.9").filter { $0 != "incompatible.txt" })
    func savesAreRead(_ file: String) throws {
        let text = try Fixtures.bytes("foreign/iptables-1.8.9/\(file)")
        let (ruleset, findings) = read(text)
        #expect(findings.isEmpty)
        let dump = try #require(ruleset.iptables.first)
        #expect(dump.family == (file.hasPrefix("ip6") ? .ipv6 : .ipv4))
        #expect(dump.backend == (file.contains("nft") ? .nft : .legacy))
        #expect(dump.ruleset.tables.count == 5)
        if !file.contains("-c") {
            var printed = ByteBuffer()
            dump.ruleset.write(to: &printed, spelling: .kernel)
            #expect(printed.bytes == text)
        }
    }

    @Test func tablesThatIptablesCannotShowAreSaid() throws {
        let (ruleset, findings) = read(try Fixtures.bytes("foreign/iptables-1.8.9/incompatible.txt"))
        #expect(findings.map(\.rule) == ["LIVE-007", "LIVE-007"])
        #expect(findings.allSatisfy { $0.severity == .warning })
        #expect(ruleset.iptables.first?.incompatibleTables == ["mangle", "nat"])
    }

    /// What no words can be made of: quotes inside of strings, which nft doesn't escape, and words of later versions.
    @Test(arguments: [
        "log prefix \"[UFW \"BLOCK] : \" accept", "log prefix \"a\" { b\" drop", "log prefix \"} \"x\" } \"",
        "comment \"\"\"", "frobnicate { a, b : c } \\", "jump { }", "goto", "ip saddr { } accept", "@nh,,, != {x} \"",
        "xt match \"string\" xt target \"LOG\"", "meta mark set", "dnat to [::1", "vmap",
    ])
    func linesWithoutSenseStayInTheirTable(_ line: String) throws {
        let table = """
            table inet other {
            	set s {
            		type ipv4_addr
            	}

            	chain first {
            		\(line)
            		ip saddr 10.0.0.1 accept
            	}

            	chain second {
            		drop
            	}
            }

            """
        let own = try Fixtures.text("live/nft-1.0.6-rich/nft-list-ruleset.txt")
        let (ruleset, findings) = read((table + own).utf8)
        #expect(findings.isEmpty, "\(findings)")
        let dump = try #require(ruleset.nftables.first)
        #expect(dump.kubeProxyFamilies == [.ipv4, .ipv6])
    }

    /// Elements, sets and objects that can't be read.
    @Test(arguments: [
        "set s {\n\t\ttype ipv4_addr\n\t\telements = { \"a\" b\", } \n\t}", "set s {\n\t\telements = { : , : }\n\t}",
        "map m {\n\t\ttype ipv4_addr : verdict\n\t\telements = { 1.2.3.4 : }\n\t}",
        "secmark s {\n\t\t\"system_u:\"object\"\n\t}", "tunnel t {\n\t\tid 5; { { \n\t}",
        "flowtable f {\n\t\thook ingress priority filter\n\t\tdevices = { eth0, \"x\"\" }\n\t\tflags offload\n\t}",
        "chain c {\n\t\ttype filter hook ingress devices = { eth0, eth1 } priority 0; policy accept;\n\t}",
        "chain c {\n\t\tjump {\n\t\t\tlog prefix \"a\"b\"\n\t\t}\n\t}",
    ])
    func objectsWithoutSenseStayInTheirTable(_ object: String) throws {
        let own = try Fixtures.text("live/nft-1.0.6-rich/nft-list-ruleset.txt")
        let (ruleset, findings) = read("table inet other {\n\t\(object)\n\n\tchain d {\n\t\tdrop\n\t}\n}\n\(own)".utf8)
        #expect(findings.isEmpty, "\(findings)")
        let dump = try #require(ruleset.nftables.first)
        #expect(dump.kubeProxyFamilies == [.ipv4, .ipv6])
        let other = try #require(dump.ruleset.tables.first)
        #expect(other.chains.contains { dump.ruleset.texts.string($0.name) == "d" })
    }

    /// kube-proxy's own table isn't excused.
    @Test func theOwnTableMustMakeSense() {
        let (_, findings) = read("table ip kube-proxy {\n\tchain services {\n\t\tlog prefix \"a\n\t}\n}\n".utf8)
        #expect(findings.map(\.rule) == ["LIVE-001"])
        #expect(findings.first?.location.map { [$0.line, $0.column] } == [3, 14])
    }
}
