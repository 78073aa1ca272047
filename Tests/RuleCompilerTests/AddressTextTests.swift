import Addressing
import Bytes
import Diagnostics
import Foundation
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// Addresses in the rules of old versions: as objects spell them, where kube-proxy took over their text.
@Suite struct AddressTextTests {
    static let manifests = """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        detectLocalMode: NodeCIDR
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        spec: {podCIDRs: [010.244.1.0/24, "FD00:10:244:0::/64"]}
        status: {addresses: [{type: InternalIP, address: 192.168.0.10}, {type: InternalIP, address: "fd00::a"}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.1
          clusterIPs: [10.96.0.1, "FD00:10:96::1"]
          ports: [{name: http, port: 80}]
          externalIPs: [198.051.100.1, "::ffff:198.51.100.2", "2001:DB8::1"]
          loadBalancerSourceRanges: [" 010.1.2.3/8 ", 192.0.2.0/24, "2001:db8:0::/48"]
        status: {loadBalancer: {ingress: [{ip: 203.0.113.08}, {ip: "2001:db8:0::9"}]}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-4, namespace: shop, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, port: 8080}]
        endpoints:
        - {addresses: [10.244.1.9]}
        - {addresses: [10.244.1.10]}
        - {addresses: [10.244.1.010], nodeName: node-a}
        - {addresses: ["::ffff:10.244.1.11"]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-6, namespace: shop, labels: {kubernetes.io/service-name: web}}
        addressType: IPv6
        ports: [{name: http, port: 8080}]
        endpoints:
        - {addresses: ["fd00::4"]}
        - {addresses: ["FD00:0::5"], nodeName: node-a}

        """

    private func compile(
        _ mode: ProxyMode, _ minor: Int, _ family: IPFamily = .ipv4, manifests text: String = Self.manifests,
        _ change: (inout OutputRequest) -> Void = { _ in }
    ) throws -> (text: String, findings: [Finding]) {
        let manifests = ManifestReader.read([Source(name: "a.yaml", text: text)])
        #expect(manifests.findings == [])
        var remarks: [Finding] = []
        let configuration = ProxyConfiguration(try #require(manifests.proxyConfigurations.first), mode: mode)
        let node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: configuration,
            version: KubernetesVersion(minor: minor), remarks: &remarks)
        var request = OutputRequest()
        change(&request)
        let compile = ModeCompile(manifests, on: node, family: family, request: request)
        var text = ByteBuffer()
        compile.write(to: &text)
        return (text.string, compile.remarks(everything: false))
    }

    // MARK: iptables mode

    /// Expected lines without their comments, from the version's code; the names of chains are the base-32 text of the
    /// SHA-256 of `shop/web:httptcp` and the endpoint, computed elsewhere.
    @Test func iptablesRulesOf129() throws {
        let text = try compile(.iptables, 29).text
        for words in [
            "-d 198.051.100.1 --dport 80 -j KUBE-EXT-", "-d ::ffff:198.51.100.2 --dport 80 -j KUBE-EXT-",
            "-d 203.0.113.08 --dport 80 -j KUBE-FW-", "-d 203.0.113.08 --dport 80 -j DROP",
            "-s 010.1.2.3/8 -j KUBE-EXT-", "-s 192.0.2.0/24 -j KUBE-EXT-",
            "-d 10.96.0.1 --dport 80 ! -s 010.244.1.0/24 -j KUBE-MARK-MASQ",
            "http -> 10.244.1.010:8080\" -m statistic --mode random --probability 0.2500000000 "
                + "-j KUBE-SEP-GB2ONLSRVTZ74TSE\n",
            "-A KUBE-SEP-GB2ONLSRVTZ74TSE -m comment --comment shop/web:http -s 10.244.1.010 -j KUBE-MARK-MASQ\n",
            "-m tcp -p tcp -j DNAT --to-destination 10.244.1.010:8080\n",
            "http -> [::ffff:10.244.1.11]:8080\" -j ", "-s ::ffff:10.244.1.11 -j KUBE-MARK-MASQ\n",
            "-j DNAT --to-destination [::ffff:10.244.1.11]:8080\n",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    /// `10.244.1.010:8080` and `10.244.1.10:8080` are two endpoints, in the order of their texts; the text with brackets
    /// comes last.
    @Test(arguments: [(25, 4), (28, 4), (29, 4), (30, 4), (31, 3), (36, 3)])
    func endpointsAreTheirTexts(_ minor: Int, _ count: Int) throws {
        let lines = try compile(.iptables, minor).text.split(separator: "\n").filter { $0.contains("http -> ") }
        let texts = lines.compactMap { line in
            line.split(separator: " ").first { $0.hasSuffix(":8080\"") }?.dropLast(6)
        }
        let odd = ["10.244.1.010", "10.244.1.10", "10.244.1.9", "[::ffff:10.244.1.11]"]
        #expect(texts == (count == 4 ? odd[...] : ["10.244.1.10", "10.244.1.11", "10.244.1.9"][...]).map { $0[...] })
    }

    @Test func ip6tablesRulesOf130() throws {
        let text = try compile(.iptables, 30, .ipv6).text
        #expect(text.contains(":KUBE-SEP-TCBJRCWH3JTWMRTZ - [0:0]\n"))
        #expect(text.contains("-s FD00:0::5 -j KUBE-MARK-MASQ\n"))
        #expect(text.contains("-j DNAT --to-destination [FD00:0::5]:8080\n"))
        #expect(text.contains("-d 2001:db8::1 --dport 80") && text.contains("! -s fd00:10:244::/64"))
        // Upper case sorts before lower case.
        let order = [text.range(of: "http -> [FD00:0::5]"), text.range(of: "http -> [fd00::4]")].compactMap { $0 }
        #expect(order.count == 2 && order[0].lowerBound < order[1].lowerBound)
    }

    // MARK: nftables mode

    @Test func nftablesCommandsOf129() throws {
        let text = try compile(.nftables, 29).text
        let name = "endpoint-W5TOECET-shop/web/tcp/http__10.244.1.010/8080"
        for words in [
            "service-ips { 198.051.100.1 . tcp . 80 : goto", "service-ips { ::ffff:198.51.100.2 . tcp . 80 : goto",
            "firewall { 203.0.113.08 . tcp . 80 comment", "firewall-allow { 203.0.113.08 . tcp . 80 . 010.1.2.3/8 ",
            " ip saddr != 010.244.1.0/24 jump", "add chain ip kube-proxy \(name)\n",
            "\(name) ip saddr 10.244.1.010 jump mark-for-masquerade\n",
            "\(name) meta l4proto tcp dnat to 10.244.1.010:8080\n", "__..ffff.10.244.1.11/8080\n",
            "dnat to [::ffff:10.244.1.11]:8080\n",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test func nftablesCommandsOf130() throws {
        let text = try compile(.nftables, 30, .ipv6).text
        let name = "endpoint-NWIWBLQU-shop/web/tcp/http__FD00.0..5/8080"
        #expect(text.contains("\(name) meta l4proto tcp dnat to [FD00:0::5]:8080\n"))
        #expect(text.contains("\(name) ip6 saddr FD00:0::5 jump"))
        #expect(text.contains("service-ips { 2001:db8::1 . tcp . 80 : goto"))
        #expect(text.contains("ip6 saddr != fd00:10:244::/64 jump"))
    }

    // MARK: ipvs mode

    @Test func ipvsTextsOf129() throws {
        let text = try compile(.ipvs, 29).text
        for words in [
            "add KUBE-EXTERNAL-IP 198.051.100.1,tcp:80\n", "add KUBE-EXTERNAL-IP ::ffff:198.51.100.2,tcp:80\n",
            "add KUBE-LOAD-BALANCER 203.0.113.08,tcp:80\n",
            "add KUBE-LOAD-BALANCER-SOURCE-CIDR 203.0.113.08,tcp:80,010.1.2.3/8\n",
            "add KUBE-LOOP-BACK 10.244.1.010,tcp:8080,10.244.1.010\n", "! -s 010.244.1.0/24 -j KUBE-MARK-MASQ\n",
            "-s 203.0.113.08 -m ipvs --vaddr 203.0.113.08 --vproto tcp --vport 80 -j DROP\n",
            // By netlink, which has no texts; two texts of one address are one real server.
            "-A -t 203.0.113.8:80 -s rr\n-a -t 203.0.113.8:80 -r 10.244.1.9:8080 -m -w 1\n"
                + "-a -t 203.0.113.8:80 -r 10.244.1.10:8080 -m -w 1\n-a -t 203.0.113.8:80 -r 10.244.1.11:8080 -m -w 1\n",
            "add KUBE-IPVS-IPS 203.0.113.8\n",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test func loopBackHasTheTextFrom129To130() throws {
        let odd = try [28, 29, 30, 31].map { minor in
            try compile(.ipvs, minor).text.contains("add KUBE-LOOP-BACK 10.244.1.010,tcp:8080,10.244.1.010\n")
        }
        #expect(odd == [false, true, true, false])
    }

    // MARK: Everywhere

    /// kube-proxy in userspace mode makes numbers of all addresses.
    @Test func userspaceModeIsCanonical() throws {
        let text = try compile(.userspace, 25).text
        #expect(text.contains(" -d 198.51.100.1 ") && text.contains(" -d 198.51.100.2 "))
        #expect(!text.contains("051") && !text.contains("ffff") && !text.contains(".08"))
    }

    /// The kernel has numbers; only names, comments and hashes keep the text.
    @Test(arguments: [ProxyMode.iptables, .nftables, .ipvs], IPFamily.allCases)
    func theKernelHasNumbers(_ mode: ProxyMode, _ family: IPFamily) throws {
        let odd = ["051", "ffff", ".08", " 010", "1.010", "FD00", "DB8", "fd00:0::", "db8:0:"]
        for line in try compile(mode, 29, family, { $0.text = .kernel }).text.split(separator: "\n") {
            let words = line.split(separator: " ").filter { !$0.contains("endpoint-") && !$0.hasPrefix("[") }
            let isComment = line.contains("http -> ")
            let text = isComment ? line.split(separator: "\"").last ?? "" : words.joined(separator: " ")[...]
            #expect(!odd.contains { text.contains($0) }, "\(line)")
        }
    }

    /// Nor does the kernel have the bits behind a prefix, or two elements of one address.
    @Test func theKernelHasEachNetworkOnce() throws {
        let text = Self.manifests.replacingOccurrences(
            of: "\" 010.1.2.3/8 \", 192", with: "10.1.2.3/8, 10.2.2.3/8, 192"
        )
        .replacingOccurrences(of: "010.244.1.0/24", with: "10.244.1.9/24")
        .replacingOccurrences(of: "[198.051.100.1, ", with: "[198.051.100.1, 198.51.100.1, ")
        let listing = try compile(.nftables, 29, manifests: text) { $0.text = .kernel }.text
        #expect(listing.contains("ip saddr != 10.244.1.0/24 jump"))
        #expect(listing.components(separatedBy: "203.0.113.8 . tcp . 80 . 10.0.0.0/8 comment").count == 2)
        #expect(listing.components(separatedBy: "198.51.100.1 . tcp . 80 : goto").count == 2)
        let sets = try compile(.ipvs, 29, manifests: text) { $0.text = .kernel }.text
        #expect(sets.components(separatedBy: "SOURCE-CIDR 203.0.113.8,tcp:80,10.0.0.0/8\n").count == 2)
        #expect(sets.components(separatedBy: "EXTERNAL-IP 198.51.100.1,tcp:80\n").count == 2)
        // The tools get everything.
        let commands = try compile(.nftables, 29, manifests: text).text
        #expect(commands.contains("80 . 10.1.2.3/8 ") && commands.contains("80 . 10.2.2.3/8 "))
    }

    @Test func newVersionsHaveNoTexts() throws {
        for mode in [ProxyMode.iptables, .nftables, .ipvs] {
            let (text, findings) = try compile(mode, 31)
            #expect(!text.contains("051") && !text.contains(".010") && !text.contains("ffff:"))
            #expect(findings == [])
        }
    }

    // MARK: Findings

    /// What findings say, as `RULE SEVERITY LINE:COLUMN OBJECT FIELD`.
    @Test(
        arguments: [
            (
                .iptables, 29,
                [
                    "VIEW-010 warning 19:17 Service shop/web spec.externalIPs[0]",
                    "VIEW-010 error 21:40 Service shop/web status.loadBalancer.ingress",
                    "VIEW-010 warning 20:30 Service shop/web spec.loadBalancerSourceRanges[0]",
                    "VIEW-010 error 31:16 EndpointSlice shop/web-4 endpoints",
                    "VIEW-010 warning 8:19 Node node-a spec.podCIDRs[0]",
                ]
            ),
            (.iptables, 30, ["VIEW-010 error 31:16 EndpointSlice shop/web-4 endpoints"]),
            (.nftables, 30, ["VIEW-010 warning 31:16 EndpointSlice shop/web-4 endpoints"]),
            (
                .ipvs, 30,
                [
                    "VIEW-010 warning 31:16 EndpointSlice shop/web-4 endpoints",
                    "IPVS-005 warning 32:16 EndpointSlice shop/web-4 endpoints",
                ]
            ),
            (
                .ipvs, 28,
                [
                    "VIEW-010 warning 19:17 Service shop/web spec.externalIPs[0]",
                    "VIEW-010 warning 19:32 Service shop/web spec.externalIPs[1]",
                    "VIEW-010 warning 21:40 Service shop/web status.loadBalancer.ingress",
                    "VIEW-010 warning 20:30 Service shop/web spec.loadBalancerSourceRanges[0]",
                    "IPVS-005 warning 32:16 EndpointSlice shop/web-4 endpoints",
                    "VIEW-010 warning 8:19 Node node-a spec.podCIDRs[0]",
                ]
            ),
            (.userspace, 25, []),
        ] as [(ProxyMode, Int, [String])])
    func findings(_ mode: ProxyMode, _ minor: Int, _ expected: [String]) throws {
        let seen = try compile(mode, minor).findings.map { finding in
            let place = finding.location.map { "\($0.line):\($0.column)" } ?? "-"
            let object = finding.object?.description ?? "-"
            return "\(finding.rule) \(finding.severity.word) \(place) \(object) \(finding.fieldPath ?? "-")"
        }
        #expect(seen == expected)
    }

    @Test func aFindingSaysWhatTheToolReads() throws {
        let findings = try compile(.iptables, 29).findings
        let first = try #require(findings.first)
        #expect(
            first.message
                == "kube-proxy 1.29 writes 198.51.100.1 as \"198.051.100.1\", and iptables-restore reads it as 198.41.100.1"
        )
        #expect(first.advice == "write 198.51.100.1, or take kube-proxy 1.30")
        let endpoints = try #require(findings.first { $0.fieldPath == "endpoints" })
        #expect(
            endpoints.message.hasSuffix(
                "\"10.244.1.010\", and iptables-restore refuses it: the whole restore fails (1 more in this field)"))
    }
}
