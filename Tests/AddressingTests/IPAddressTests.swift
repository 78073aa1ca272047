import Addressing
import Testing

@Suite struct IPAddressTests {
    /// Text as written and its canonical form (RFC 5952; Kubernetes's tolerance of leading zeros).
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), ("010.001.1.1", "10.1.1.1"), ("255.255.255.255", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("fd00::", "fd00::"), ("fd00:0:0:0:0:0:0:1", "fd00::1"),
        ("FD00:10:96::00AB", "fd00:10:96::ab"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:0:5:6:7:8", "1:2:3:0:5:6:7:8"), ("::ffff:10.0.0.1", "10.0.0.1"),
        ("::ffff:a00:1", "10.0.0.1"), ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
        ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("0:0:3:4:5:6:0:0", "::3:4:5:6:0:0"),
    ])
    func canonicalText(_ written: String, _ canonical: String) throws {
        let address = try #require(IPAddress(written))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1..2.3", ".1.2.3.4", "1.2.3.4.", "1.2.3.4 ", " 1.2.3.4", "a.b.c.d",
        "0x1.2.3.4",
        ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "12345::", "g::",
        "fe80::1%eth0", "1:", ":1",
        "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "-1.2.3.4", "1.2.3.4/8", "10.0.0.1\n-j ACCEPT",
    ])
    func refused(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3/8", "10.0.0.0/8"), ("10.1.2.3/32", "10.1.2.3/32"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("1.2.3.4/0", "0.0.0.0/0"),
        ("fd00:10:244::1/56", "fd00:10:244::/56"), ("fd00::1/128", "fd00::1/128"), ("ffff::/0", "::/0"),
        ("fd00:1:2:3:4::/72", "fd00:1:2:3::/72"),
        ("::ffff:10.1.2.3/104", "10.0.0.0/8"), ("10.0.0.0/08", "10.0.0.0/8"),
    ])
    func maskedPrefix(_ written: String, _ masked: String) {
        #expect(IPPrefix(written)?.masked.description == masked)
    }

    @Test(arguments: [
        "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "/8", "x/8", "10.0.0.0/8/8",
        "10.0.0.0/1e1", "::ffff:10.0.0.0/8",
    ])
    func refusedPrefix(_ text: String) {
        #expect(IPPrefix(text) == nil)
    }

    @Test func containment() throws {
        let pods = try #require(IPPrefix("10.244.0.0/16"))
        #expect(pods.contains(try #require(IPAddress("10.244.255.1"))))
        #expect(!pods.contains(try #require(IPAddress("10.245.0.0"))))
        #expect(!IPPrefix.all(.ipv4).contains(.loopback(.ipv6)))
        let six = try #require(IPPrefix("fd00:10:244::/56"))
        #expect(six.contains(try #require(IPAddress("fd00:10:244:ff::1"))))
        #expect(!six.contains(try #require(IPAddress("fd00:10:244:100::1"))))
    }
}
