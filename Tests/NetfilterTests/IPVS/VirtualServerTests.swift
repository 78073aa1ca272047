import Addressing
import Bytes
import Netfilter
import TestSupport
import Testing

/// Reading and writing ipvsadm's texts.
@Suite struct VirtualServerTests {
    static let rules = """
        -A -t 192.168.0.10:30080 -s rr
        -a -t 192.168.0.10:30080 -r 10.244.0.5:8080 -m -w 1
        -A -t 201.2.3.4:80 -s rr -b flag-1,flag-3
        -A -t 1.2.3.4:80 -s sh -p 300 -M 255.255.255.0 -b sh-fallback,sh-port
        -a -t 1.2.3.4:80 -r 1.2.3.5:8080 -m -w 0
        -a -t 1.2.3.4:80 -r 1.2.3.6:80 -g -w 70000
        -a -t 1.2.3.4:80 -r 1.2.3.7:80 -i -w 3 --tun-type ipip
        -a -t 1.2.3.4:80 -r 1.2.3.8:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum
        -A -u 1.2.3.4:53 -s rr -o
        -A -u 1.2.3.4:5060 -s rr -p 90 --pe sip -o
        -A --sctp-service 201.2.3.4:80 -s rr
        -A -t [fd00::1]:80 -s mh -p 300 -M 64 -b mh-port
        -a -t [fd00::1]:80 -r [2001:db8:1111:2222:3333:4444:5555:6666]:8080 -m -w 1
        -A -f 7 -s wlc
        -a -f 7 -r 1.2.3.7:80 -m -w 3
        -A -f 9 -6 -s wlc -p 77

        """

    static let list = """
        IP Virtual Server version 1.2.1 (size=4096)
        Prot LocalAddress:Port Scheduler Flags
          -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
        TCP  200.2.3.4:80 mh (mh-port)
        TCP  1.2.3.4:80 sh (sh-fallback,sh-port) persistent 300 mask 255.255.255.0
          -> 1.2.3.5:8080                 Masq    0      17         1200      \n\
          -> 1.2.3.7:80                   Tunnel  3      0          0         \n\
          -> 127.0.0.1:80                 Route   1      0          0         \n\
        UDP  1.2.3.4:53 rr ops
        SCTP 201.2.3.4:80 rr
        TCP  [fd00::1]:80 mh (mh-port) persistent 300 mask 64
          -> [2001:db8:1111:2222:3333:4444:5555:6666]:8080 Masq    1      0          0         \n\
        FWM  7 wlc
          -> 1.2.3.7:80                   Masq    3      0          0         \n\
        FWM  9 IPv6 wlc persistent 77

        """

    private func rules(_ table: VirtualServerTable, _ spelling: Spelling) -> String {
        var buffer = ByteBuffer()
        table.write(to: &buffer, spelling: spelling)
        return buffer.string
    }

    @Test func rulesAreReadAndWrittenBack() throws {
        let table = try VirtualServerTable(parsing: Array(Self.rules.utf8))
        #expect(rules(table, .tool) == Self.rules)
        #expect(table.virtualServers[2].persistence == .init(seconds: 300, prefixLength: 24))
        #expect(table.realServers(of: table.virtualServers[2]).map(\.isDraining) == [true, false, false, false])
    }

    @Test func listIsReadAndWrittenBack() throws {
        let table = try VirtualServerTable(parsing: Array(Self.list.utf8))
        var buffer = ByteBuffer()
        table.writeList(to: &buffer)
        #expect(buffer.string == Self.list)
        #expect(table.realServers[0].activeConnections == 17)
    }

    /// ipvsadm prints 192.0.2.50 before 10.96.0.10, and fd00:… before 2001:….
    @Test(arguments: Fixtures.cases(in: "live").filter { $0.hasPrefix("ipvsadm-") })
    func dumpsOfNodes(_ name: String) throws {
        let saved = try Fixtures.text("live/\(name)/ipvsadm-Sn.txt")
        let table = try VirtualServerTable(parsing: Array(saved.utf8))
        #expect(rules(table, .tool) == saved)
        #expect(rules(table, .kernel) == saved)
        let listed = try Fixtures.text("live/\(name)/ipvsadm-Ln.txt")
        let list = try VirtualServerTable(parsing: Array(listed.utf8))
        var buffer = ByteBuffer()
        list.writeList(to: &buffer)
        #expect(buffer.string == listed)
        #expect(rules(list, .tool) == saved, "the list says the same")
    }

    @Test func whatComparisonsLeaveOut() throws {
        let table = try VirtualServerTable(parsing: Array(Self.rules.utf8))
        let settled = table.withoutDraining()
        #expect(settled.realServers.count == table.realServers.count - 1)
        #expect(settled.realServers(of: settled.virtualServers[2]).map(\.weight) == [70000, 3, 1])
        let others = table.excluding(["1.2.3.0/24", "fd00::/8"].compactMap { IPPrefix($0) })
        #expect(
            rules(others, .tool) == """
                -A -t 192.168.0.10:30080 -s rr
                -a -t 192.168.0.10:30080 -r 10.244.0.5:8080 -m -w 1
                -A -t 201.2.3.4:80 -s rr -b flag-1,flag-3
                -A --sctp-service 201.2.3.4:80 -s rr
                -A -f 7 -s wlc
                -a -f 7 -r 1.2.3.7:80 -m -w 3
                -A -f 9 -6 -s wlc -p 77

                """)
    }

    /// Virtual servers and their real servers needn't stand side by side in what `ipvsadm -R` reads.
    @Test func realServersAreCollected() throws {
        let text = """
            -A -t 10.0.0.1:80 -s rr
            -A -t 10.0.0.2:80 -s rr
            -a -t 10.0.0.1:80 -r 10.1.0.1:80 -m
            -a -t 10.0.0.2:80 -r 10.1.0.2:80 -m --weight 5
            --add-server --tcp-service 10.0.0.1:80 --real-server 10.1.0.3:80 --masquerading -x 9 -y 3
            """
        let table = try VirtualServerTable(parsing: Array(text.utf8))
        #expect(
            rules(table, .tool) == """
                -A -t 10.0.0.1:80 -s rr
                -a -t 10.0.0.1:80 -r 10.1.0.1:80 -m -w 1
                -a -t 10.0.0.1:80 -r 10.1.0.3:80 -m -w 1 -x 9 -y 3
                -A -t 10.0.0.2:80 -s rr
                -a -t 10.0.0.2:80 -r 10.1.0.2:80 -m -w 5

                """)
    }

    @Test(arguments: [
        ("hello", 1, 1, "expected a line of ipvsadm"), ("\n-A -s rr", 2, 1, "expected -t, -u, --sctp-service or -f"),
        ("-A -t 10.0.0.1:80", 1, 1, "expected a scheduler (-s)"),
        ("-A -t web:http -s rr", 1, 7, "expected an address and port in numbers (ipvsadm -n)"),
        ("-A -t 10.0.0.1:65536 -s rr", 1, 7, "expected an address and port in numbers"),
        ("-A -t fd00::1:80 -s rr", 1, 7, "expected an address and port in numbers"),
        ("-A -t [10.0.0.1]:80 -s rr", 1, 7, "expected an address and port in numbers"),
        ("-A -t 10.0.0.1:80 -s rr -p x", 1, 28, "expected seconds"),
        ("-A -t 10.0.0.1:80 -s rr -p 9 -M 255.0.255.0", 1, 33, "expected a netmask"),
        ("-A -t 10.0.0.1:80 -s rr\n-A -t 10.0.0.1:80 -s lc", 2, 1, "expected each virtual server once"),
        ("-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m", 1, 1, "expected a line -A for this virtual server before"),
        ("-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -m", 2, 1, "expected a real server (-r)"),
        ("  -> 10.0.0.1:80 Masq 1 0 0", 1, 1, "expected a virtual server before this line"),
        ("TCP 10.0.0.1:80 rr\n  -> 10.0.0.2:80 Mask 1 0 0", 2, 18, "expected Masq, Tunnel, Route or Local"),
        ("TCP 10.0.0.1:80 rr\n  -> 10.0.0.2:80 Masq 4294967296 0 0", 2, 23, "expected a weight, at most 4294967295"),
        ("TCP 10.0.0.1:80", 1, 16, "expected a scheduler"), ("FWM -6 rr", 1, 5, "expected a firewall mark"),
    ])
    func whatIsWrongIsSaid(_ text: String, _ line: Int, _ column: Int, _ message: String) throws {
        let error = #expect(throws: DumpParseError.self) { try VirtualServerTable(parsing: Array(text.utf8)) }
        let found = try #require(error)
        #expect(found.message.hasPrefix(message))
        #expect((found.line, found.column) == (line, column))
    }

    /// Whatever a text breaks off at, it is read or refused, and what was read can be written.
    @Test func hostileTexts() {
        for text in [Self.rules, Self.list] {
            let bytes = Array(text.utf8)
            for end in 0...bytes.count {
                if let table = try? VirtualServerTable(parsing: Array(bytes[..<end])) { _ = rules(table, .kernel) }
            }
            for index in bytes.indices {
                for byte in [0, 0x20, 0x3A] as [UInt8] {
                    var changed = bytes
                    changed[index] = byte
                    guard let table = try? VirtualServerTable(parsing: changed) else { continue }
                    var buffer = ByteBuffer()
                    table.writeList(to: &buffer)
                }
            }
        }
    }
}
