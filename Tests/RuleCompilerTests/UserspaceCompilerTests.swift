import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What no golden of userspace mode shows.
@Suite struct UserspaceCompilerTests {
    private func view(_ services: String, bindAddress: String? = nil) -> UserspaceView {
        let manifests = ManifestReader.read([Source(name: "a.yaml", text: services)])
        var node = NodeContext()
        node.addresses = ["192.168.0.10", "fd00:192:168::a"].compactMap { IPAddress($0) }
        node.behavior = Behavior(for: KubernetesVersion(minor: 25))
        node.configuration.mode = .userspace
        node.configuration.bindAddress = bindAddress.flatMap { IPAddress($0) }
        return UserspaceView(of: manifests, on: node)
    }

    private func service(_ name: String, _ rest: String) -> String {
        "---\nkind: Service\napiVersion: v1\nmetadata: {name: \(name), namespace: shop}\nspec: {\(rest)}\n"
    }

    /// The rules of all Services, without the jumps.
    private func rules(
        _ view: UserspaceView, _ ports: ProxyPorts = .init(), _ spelling: Spelling = .tool
    ) -> [String] {
        var buffer = ByteBuffer()
        let all = Array(view.servicePorts.indices)
        UserspaceOutput(view, ports: ports, spelling: spelling, selected: all).write(to: &buffer)
        return buffer.string.split(separator: "\n").filter { $0.hasPrefix("-A") }.map(String.init)
    }

    @Test func proxyPortsAreGivenOrCounted() throws {
        let view = view(
            service("a", "clusterIP: 10.96.0.1, ports: [{port: 80}]")
                + service(
                    "b", "clusterIP: 10.96.0.2, ports: [{name: dns, port: 80}, {name: sig, port: 81, protocol: SCTP}]")
                + service("c", "clusterIP: 10.96.0.3, ports: [{port: 80}]"))
        #expect(view.servicePorts.map(\.key) == ["shop/a", "shop/b:dns", "shop/c"])
        #expect(ProxyPorts().assigned(to: view) == [40000, 40001, 40002])
        let ports = try #require(ProxyPorts("shop/b:dns=40000,shop/c=50000"))
        #expect(ports.assigned(to: view) == [40001, 40000, 50000])
        #expect(ProxyPorts("65534")?.assigned(to: view) == [65534, 65535, nil])
        #expect(UserspaceCompiler(view, ports: ProxyPorts(base: 65534)).findings.count == 1)
        #expect(UserspaceCompiler(view).findings == [])
        #expect(rules(view, ProxyPorts(base: 65535)).count == 2)
    }

    @Test(arguments: [
        "", "0", "70000", "a=1", "a/b", "a/b=", "a/b=0", "a/b=1,", "a/b=1,a/b=2", "a/b=1,a/c=1", "a/b/c=1",
    ])
    func whatIsNoProxyPort(_ text: String) {
        #expect(ProxyPorts(text) == nil)
    }

    /// Bound to one address, the socket is reached by that address only.
    @Test func boundToOneAddress() {
        let view = view(service("a", "clusterIP: 10.96.0.1, ports: [{port: 80}]"), bindAddress: "192.168.0.11")
        let match = "-m comment --comment shop/a -p tcp -m tcp --dport 80 -d 10.96.0.1"
        #expect(
            rules(view) == [
                "-A KUBE-PORTALS-CONTAINER \(match) -j DNAT --to-destination 192.168.0.11:40000",
                "-A KUBE-PORTALS-HOST \(match) -j DNAT --to-destination 192.168.0.11:40000",
            ])
    }

    /// The tool refuses an address of the other family, and kube-proxy leaves the rest of the port out.
    @Test func anAddressOfTheOtherFamilyEndsAPort() {
        let mixed = service(
            "a",
            "clusterIP: 10.96.0.1, type: NodePort, ports: [{port: 80, nodePort: 30080}], "
                + "externalIPs: [198.51.100.7, \"2001:db8::1\", 198.51.100.8]")
        #expect(rules(view(mixed)).count == 5)
        #expect(rules(view(mixed, bindAddress: "fd00::1")).isEmpty)
        #expect(view(mixed, bindAddress: "fd00::1").family == .ipv6)
    }

    /// As iptables-save prints it: the address first, with its length, the comment in quotes.
    @Test func kernelSpelling() {
        let view = view(
            service(
                "a", "clusterIP: 10.96.0.1, type: NodePort, ports: [{port: 80, nodePort: 30080, protocol: UDP}]"))
        let lines = rules(view, .init(), .kernel)
        let comment = "-m comment --comment \"shop/a\" -m udp"
        let portal =
            "-A KUBE-PORTALS-CONTAINER -d 10.96.0.1/32 -p udp \(comment) --dport 80 -j REDIRECT --to-ports 40000"
        let open = "-A KUBE-NODEPORT-NON-LOCAL -p udp \(comment) --dport 40000 -m state --state NEW -j ACCEPT"
        #expect(lines.contains(portal) && lines.contains(open))
    }
}
