import Addressing
import Bytes
import Netfilter
import TestSupport
import Testing

/// Reading and writing ipset's texts.
@Suite struct IPSetTests {
    static let saved = """
        create KUBE-CLUSTER-IP hash:ip,port family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x0abbf560
        add KUBE-CLUSTER-IP 10.96.10.6,tcp:80
        add KUBE-CLUSTER-IP 10.96.0.10,udp:53
        create KUBE-NODE-PORT-TCP bitmap:port range 0-65535
        add KUBE-NODE-PORT-TCP 30443
        create KUBE-LOAD-BALANCER-SOURCE-CIDR hash:ip,port,net family inet hashsize 1024 maxelem 65536
        add KUBE-LOAD-BALANCER-SOURCE-CIDR 192.0.2.50,tcp:443,198.51.100.7
        add KUBE-LOAD-BALANCER-SOURCE-CIDR 192.0.2.50,tcp:443,203.0.113.0/24
        create KUBE-6-LOOP-BACK hash:ip,port,ip family inet6 hashsize 2048 maxelem 65536 bucketsize 12 initval 0x8a2ef756
        add KUBE-6-LOOP-BACK fd00::1,sctp:81,fd00::1
        add KUBE-6-LOOP-BACK ::10.0.0.1,tcp:80,::10.0.0.1
        create np6 hash:ip,port family inet6 hashsize 1024 maxelem 65536
        add np6 fd00::1,ipv6-icmp:no-route
        create foo hash:net family inet hashsize 1024 maxelem 65536 timeout 300 counters comment bucketsize 12 initval 0x1
        add foo 10.0.0.0/8 timeout 200 packets 0 bytes 0 comment "hello world"
        create list list:set size 8
        add list foo

        """

    private func text(_ table: IPSetTable, _ spelling: Spelling) -> String {
        var buffer = ByteBuffer()
        table.write(to: &buffer, spelling: spelling)
        return buffer.string
    }

    @Test func savedSetsAreReadAndWrittenBack() throws {
        let table = try IPSetTable(parsing: Array(Self.saved.utf8))
        #expect(text(table, .kernel) == Self.saved)
        #expect(table.sets.map(\.elementCount) == [2, 1, 2, 2, 1, 1, 1])
        let range = IPPrefix(host: IPAddress(ipv4: 0xC633_6407))
        #expect(
            table.elements(of: table.sets[2]).first
                == .addressPortNetwork(IPAddress(ipv4: 0xC000_0232), .tcp, 443, range))
    }

    @Test(arguments: Fixtures.cases(in: "live").filter { $0.hasPrefix("ipvsadm-") })
    func dumpsOfNodes(_ name: String) throws {
        let saved = try Fixtures.text("live/\(name)/ipset-save.txt")
        let table = try IPSetTable(parsing: Array(saved.utf8))
        #expect(text(table, .kernel) == saved)
        let listed = try Fixtures.text("live/\(name)/ipset-list.txt")
        let list = try IPSetTable(parsing: Array(listed.utf8))
        var buffer = ByteBuffer()
        list.writeList(to: &buffer)
        #expect(buffer.string == listed)
        #expect(text(list.canonicalized(), .kernel) == text(table.canonicalized(), .kernel), "the list says the same")
        let kinds = table.elements.map { if case .other = $0 { "other" } else { "typed" } }
        #expect(Set(kinds) == ["typed"], "kube-proxy's elements are all typed")
    }

    @Test(arguments: Fixtures.cases(in: "compile"))
    func goldens(_ name: String) throws {
        for family in ["ipv4", "ipv6"] {
            let golden = try Fixtures.text("compile/\(name)/ipvs.\(family).ipset")
            #expect(text(try IPSetTable(parsing: Array(golden.utf8)), .tool) == golden)
        }
    }

    @Test func elementsNeedNotFollowTheirSet() throws {
        let given = "create a bitmap:port range 0-9\ncreate b bitmap:port range 0-9\nadd a 1\nadd b 2\nadd a 3\n"
        let table = try IPSetTable(parsing: Array(given.utf8))
        #expect(
            text(table, .tool)
                == "create a bitmap:port range 0-9\nadd a 1\nadd a 3\ncreate b bitmap:port range 0-9\nadd b 2\n")
    }

    @Test(arguments: [
        ("destroy a", 1, 1, "expected a line of ipset: create, add, or Name:"),
        ("create", 1, 7, "expected the name of a set"), ("create a", 1, 9, "expected the type of the set"),
        ("add a 1", 1, 5, "expected a line that creates the set before"),
        ("create a bitmap:port range 0-9\nadd a", 2, 6, "expected an element"),
        ("create a hash:ip\ncreate a hash:ip", 2, 8, "expected each set once"),
        ("create KUBE-6-LOAD-BALANCER-SOURCE-CIDR hash:ip", 1, 8, "expected a name of at most 31 bytes"),
        ("Name: a\nMembers:", 2, 1, "expected Type: and Header: before Members:"),
        ("Name: a\nType: hash:ip", 1, 1, "expected Members: at the end of the set's lines"),
        ("Type: hash:ip", 1, 1, "expected Name: first"),
        ("Name: a\nColour: red", 2, 1, "expected a line of ipset list"),
        ("Name: a\nRevision: many", 2, 11, "expected a number"),
    ])
    func whatIsWrongIsSaid(_ text: String, _ line: Int, _ column: Int, _ message: String) throws {
        let error = #expect(throws: DumpParseError.self) { try IPSetTable(parsing: Array(text.utf8)) }
        let found = try #require(error)
        #expect(found.message.hasPrefix(message))
        #expect((found.line, found.column) == (line, column))
    }

    /// Whatever a text breaks off at, it is read or refused, and what was read can be written.
    @Test func hostileTexts() throws {
        let listed = try Fixtures.bytes("live/ipvsadm-1.31-rich/ipset-list.txt")
        for bytes in [Array(Self.saved.utf8), Array(listed[..<700])] {
            for end in 0...bytes.count {
                if let table = try? IPSetTable(parsing: Array(bytes[..<end])) {
                    _ = text(table.canonicalized(), .kernel)
                }
            }
            for index in bytes.indices {
                for byte in [0x0A, 0x20, 0x22] as [UInt8] {
                    var changed = bytes
                    changed[index] = byte
                    guard let table = try? IPSetTable(parsing: changed) else { continue }
                    var buffer = ByteBuffer()
                    table.writeList(to: &buffer)
                }
            }
        }
    }
}
