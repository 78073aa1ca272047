import Addressing
import Diagnostics
import Manifests
import ServiceProxy
import Testing

/// What depends on the node and on kube-proxy's settings.
@Suite struct NodeFactsTests {
    private func node(_ settings: String, addresses: [String] = ["192.168.0.10", "fd00:192:168::a"]) -> NodeContext {
        let text = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n\(settings)\n"
        let manifests = ManifestReader.read([Source(name: "test.yaml", text: text)])
        #expect(manifests.findings == [])
        var node = NodeContext()
        node.addresses = addresses.compactMap { IPAddress($0) }
        node.podCIDRs = ["10.244.0.7/24", "fd00:10:244::/64"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text) }
        }
        node.configuration = ProxyConfiguration(manifests.proxyConfigurations.first ?? KubeProxyConfiguration())
        return node
    }

    /// Settings, family; then the addresses where node ports answer (nil: all), and whether 127.0.0.1 is among them.
    @Test(
        arguments: [
            ("", .ipv4, nil, true), ("", .ipv6, nil, false), ("mode: nftables", .ipv4, ["192.168.0.10"], false),
            ("nodePortAddresses: [192.168.0.0/16]", .ipv4, ["192.168.0.10"], false),
            ("nodePortAddresses: [192.168.0.0/16]", .ipv6, nil, false),
            ("nodePortAddresses: [127.0.0.0/8, 192.168.0.0/16]", .ipv4, ["127.0.0.1", "192.168.0.10"], true),
            ("nodePortAddresses: [10.0.0.0/8]", .ipv4, [], false), ("nodePortAddresses: [1.2.3.4/0]", .ipv4, nil, true),
            ("nodePortAddresses: [192.168.0.0/16, 0.0.0.0/0]", .ipv4, nil, true),
            ("nodePortAddresses: [primary]", .ipv4, ["192.168.0.10"], false),
            ("nodePortAddresses: [primary]", .ipv6, ["fd00:192:168::a"], false),
            ("nodePortAddresses: [\"::1/128\"]", .ipv6, ["::1"], false),
        ] as [(String, IPFamily, [String]?, Bool)])
    func nodePortAddresses(_ settings: String, _ family: IPFamily, _ addresses: [String]?, _ hasLoopback: Bool) {
        let answers = NodePortAddresses(node(settings), family: family)
        #expect(answers.matchesAll == (addresses == nil))
        #expect(answers.addresses.map(\.description) == addresses ?? [])
        #expect(answers.containsIPv4Loopback == hasLoopback)
    }

    @Test(
        arguments: [
            ("", .ipv4, LocalDetector.none),
            (
                "clusterCIDR: \"10.244.9.9/16,fd00:10:244::/56\"", .ipv4,
                .prefix(IPPrefix("10.244.0.0/16") ?? .all(.ipv4))
            ),
            ("clusterCIDR: 10.244.0.0/16", .ipv6, .none),
            ("detectLocalMode: NodeCIDR", .ipv4, .prefix(IPPrefix("10.244.0.0/24") ?? .all(.ipv4))),
            ("detectLocalMode: BridgeInterface\ndetectLocal: {bridgeInterface: cni0}", .ipv6, .bridge("cni0")),
            (
                "detectLocalMode: InterfaceNamePrefix\ndetectLocal: {interfaceNamePrefix: cali}", .ipv4,
                .interfacePrefix("cali")
            ),
            ("detectLocalMode: BridgeInterface", .ipv4, .none),
        ] as [(String, IPFamily, LocalDetector)])
    func localDetection(_ settings: String, _ family: IPFamily, _ detector: LocalDetector) {
        #expect(LocalDetector(node(settings), family: family) == detector)
    }

    @Test func nodeAddress() {
        #expect(node("").address(.ipv4).description == "192.168.0.10")
        #expect(node("", addresses: []).address(.ipv6).description == "::1")
        #expect(node("bindAddress: 192.168.9.9").address(.ipv4).description == "192.168.9.9")
        #expect(node("bindAddress: 0.0.0.0").address(.ipv4).description == "192.168.0.10")
    }

    /// kube-proxy's Go prints 1<<bit with eight digits; the bit is 0 to 31.
    @Test func masqueradeMark() {
        #expect(node("").configuration.masqueradeMark == 0x4000)
        #expect(node("iptables: {masqueradeBit: 31}").configuration.masqueradeMark == 0x8000_0000)
        #expect(node("mode: nftables\nnftables: {masqueradeBit: 0}").configuration.masqueradeMark == 1)
    }

    @Test(arguments: [
        ("shop/web", true), ("shop/web:http", true), ("shop/web:https", false), ("*/web", true), ("s*p/w*:h*p", true),
        ("shop/*", true), ("*/*", true), ("shop/we", false), ("hop/web", false), ("*/*:*", true), ("shop/web*b", false),
    ])
    func servicePattern(_ text: String, _ matches: Bool) throws {
        let manifests = ManifestReader.read([
            Source(
                name: "test.yaml",
                text: "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n"
                    + "spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}\n")
        ])
        let port = try #require(ProxyView(of: manifests, on: NodeContext(), family: .ipv4).servicePorts.first)
        #expect(ServicePattern(text)?.matches(port) == matches)
    }

    @Test func patternsNeedOneSlash() {
        #expect(ServicePattern("web") == nil)
        #expect(ServicePattern("a/b/c") == nil)
    }

    @Test(arguments: [
        ("1.36", 36), ("v1.28.3", 28), ("1.30+", 30), ("v1.29.1-eks-abc", 29), ("2.0", nil), ("1", nil), ("1.x", nil),
        ("", nil),
        ("1.99999", nil),
    ])
    func versions(_ text: String, _ minor: Int?) {
        #expect(KubernetesVersion(text)?.minor == minor)
    }
}
