import Addressing
import Bytes
import Netfilter
import TestSupport
import Testing

/// Reading the addresses of kube-ipvs0.
@Suite struct BoundAddressesTests {
    private func read(_ text: String) throws -> [String] {
        try BoundAddresses(parsing: Array(text.utf8)).addresses.map(\.description)
    }

    @Test(arguments: Fixtures.cases(in: "live").filter { $0.hasPrefix("ipvsadm-") })
    func dumpsOfNodes(_ name: String) throws {
        let found = try read(Fixtures.text("live/\(name)/ip-addr-kube-ipvs0.txt"))
        #expect(found.count > 10 && found.contains("fd00:10:96::7") == name.hasSuffix("rich"))
    }

    @Test func onlyTheInterfaceOfKubeProxyCounts() throws {
        let text = """
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                inet 127.0.0.1/8 scope host lo
                   valid_lft forever preferred_lft forever
            4: kube-ipvs0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default
                link/ether 4a:24:53:9c:a6:e2 brd ff:ff:ff:ff:ff:ff
                inet 10.96.10.2/32 scope global kube-ipvs0
                   valid_lft forever preferred_lft forever
                inet6 fd00:10:96::7/128 scope global
                inet6 fe80::1/64 scope link
            5: kube-ipvs01: <BROADCAST,NOARP> mtu 1500
                inet 10.96.10.3/32 scope global kube-ipvs01
            """
        #expect(try read(text) == ["10.96.10.2", "fd00:10:96::7"])
        #expect(
            try read("2: kube-ipvs0    inet 1.2.3.4/32 scope global kube-ipvs0\\       valid_lft forever") == [
                "1.2.3.4"
            ])
        #expect(try read("# addresses\n10.96.0.1\nfd00::1\n") == ["10.96.0.1", "fd00::1"])
    }

    @Test func whatIsNoAddressIsRefused() {
        for text in ["10.96.0", "\n    inet nowhere/32 scope global", "4:", "    inet"] {
            #expect(throws: DumpParseError.self) { try read(text) }
        }
    }
}
