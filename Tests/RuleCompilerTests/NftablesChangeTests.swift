import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// Each change of nftables mode: the version that brought it and the one before differ in the commands that it is about.
@Suite struct NftablesChangeTests {
    /// Manifests on which a change shows, and what the commands contain from that version on, or up to the one before.
    struct Case: Sendable, CustomTestStringConvertible {
        let id: String
        var namespace = "default"
        var name = "web"
        var service = "type: NodePort, ports: [{port: 80, nodePort: 30080}]"
        var settings = ""
        var nodeAddresses = "{type: InternalIP, address: 192.168.0.10}"
        /// Whether it shows in the commands of the first sync; otherwise in those that make the same table.
        var isTransaction = false
        /// Only in the commands of the version that brought the change, or of later ones.
        var from = ""
        /// Only in the commands of older versions.
        var before = ""

        var testDescription: String { id }
    }

    private static let restricted = """
        type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80, nodePort: 30080}], \
        loadBalancerSourceRanges: [10.0.0.0/8]
        """

    static let cases: [Case] = [
        Case(
            id: "nftables-inline-mark", from: "mark set mark or 0x00004000 comment \"masquerade\"",
            before: " jump mark-for-masquerade\n"),
        Case(
            id: "nftables-hairpin-set", from: "hairpin-connections { 10.244.0.5 . 10.244.0.5 . tcp . 8080 }",
            before: " ip saddr 10.244.0.5 jump mark-for-masquerade"),
        Case(
            id: "nftables-dnat", from: "dnat ip addr . port to numgen random mod 2 map { 0 : 10.244.0.5 . 8080 ,",
            before: "meta l4proto tcp dnat to 10.244.0.5:8080"),
        Case(
            id: "nftables-one-masquerade", settings: "clusterCIDR: 10.244.0.0/16",
            from: "services ip daddr @cluster-ips ip saddr != 10.244.0.0/16",
            before: " ip daddr 10.96.0.1 ip saddr != 10.244.0.0/16 jump mark-for-masquerade"),
        Case(
            id: "nftables-masquerade-port", settings: "nftables: {masqueradeAll: true}",
            from: " ip daddr 10.96.0.1 jump mark-for-masquerade",
            before: " ip daddr 10.96.0.1 tcp dport 80 jump mark-for-masquerade"),
        Case(
            id: "nftables-base-chains", from: "filter-output-pre-dnat { type filter hook output priority -110 ; }",
            before: "filter-output-post-dnat { type filter hook output priority -90 ; }"),
        Case(
            id: "nftables-interface-names",
            settings: "detectLocalMode: BridgeInterface\ndetectLocal: {bridgeInterface: cni0}",
            from: " iifname != cni0 jump", before: " iif != cni0 jump"),
        Case(
            id: "nftables-service-cidrs",
            from: "ip daddr { 10.96.0.0/12 } drop comment \"Drop traffic to unallocated ClusterIPs\""),
        Case(
            id: "nftables-live-elements", isTransaction: true,
            before: "flush set ip kube-proxy cluster-ips\nflush map ip kube-proxy service-ips\n"),
        Case(
            id: "nftables-partial-sync", isTransaction: true,
            from: "flush set ip kube-proxy cluster-ips\nflush map ip kube-proxy service-ips\n",
            before: "flush set ip kube-proxy cluster-ips\nflush map ip kube-proxy firewall-ips\n"),
        Case(
            id: "nftables-same-element", service: "externalIPs: [10.96.0.1], ports: [{port: 80}]", isTransaction: true,
            from: "delete element ip kube-proxy service-ips { 10.96.0.1 . tcp . 80 }"),
        Case(
            id: "nftables-primary-node-ports", nodeAddresses: "",
            from: "services fib daddr type local ip daddr != 127.0.0.0/8", before: "services ip daddr @nodeport-ips"),
        Case(
            id: "nftables-firewall-comments", service: restricted,
            from: "firewall-ips { 203.0.113.10 . tcp . 80 : goto",
            before: "firewall-ips { 203.0.113.10 . tcp . 80 comment \"default/web\" : goto"),
        Case(
            id: "nftables-node-ports", settings: "nodePortAddresses: [\"fd00::/8\"]",
            from: "nodeport-ips { 192.168.0.10 }", before: "services fib daddr type local ip daddr != 127.0.0.0/8"),
        Case(
            id: "nftables-listing", from: "add chain ip kube-proxy masquerading\nadd chain ip kube-proxy nat-output",
            before: "add chain ip kube-proxy services\nadd rule ip kube-proxy services"),
        Case(
            id: "nftables-firewall-chains", service: restricted, from: "ip saddr != { 10.0.0.0/8 } drop",
            before: "firewall-allow { 203.0.113.10 . tcp . 80 . 10.0.0.0/8 comment \"default/web\" }"),
        Case(
            id: "nftables-hooks", isTransaction: true, from: "delete chain ip kube-proxy filter-input\n",
            before: "filter-input { type filter hook input priority -101 ; }"),
        Case(
            id: "nftables-cluster-ips-check", from: "cluster-ips-check ip daddr @cluster-ips reject"),
        Case(
            id: "nftables-long-names", namespace: String(repeating: "n", count: 63),
            name: String(repeating: "w", count: 63),
            from: "w/tcp/ ", before: "w... "),
        Case(id: "nftables-invalid", before: "forward ct state invalid drop"),
    ]

    @Test(arguments: cases)
    func differsFromTheVersionBefore(_ example: Case) throws {
        let change = try #require(BehaviorChange.all.first { $0.id == example.id })
        let since = try commands(example, change.since)
        let before = try commands(example, KubernetesVersion(minor: change.since.minor - 1))
        #expect(example.from + example.before != "")
        if !example.from.isEmpty {
            #expect(since.contains(example.from))
            #expect(!before.contains(example.from))
        }
        if !example.before.isEmpty {
            #expect(!since.contains(example.before))
            #expect(before.contains(example.before))
        }
    }

    @Test func everyChangeOfNftablesModeIsShown() {
        let ids = BehaviorChange.all.filter { $0.area == .nftables }.map(\.id)
        #expect(Set(ids) == Set(Self.cases.map(\.id)))
    }

    @Test func theNewestChangesComeFirst() {
        let versions = BehaviorChange.all.map(\.since)
        #expect(versions == versions.sorted(by: >))
    }

    /// 1.31 has no goldens: it has the rows up to its own, and none of a later version.
    @Test func version31HasTheTableOf32() throws {
        let rows = Set(BehaviorChange.all.filter { $0.area == .nftables && $0.since.minor == 31 }.map(\.id))
        #expect(
            rows == [
                "nftables-partial-sync", "nftables-same-element", "nftables-primary-node-ports",
                "nftables-firewall-comments",
            ])
        #expect(!BehaviorChange.all.contains { $0.area == .nftables && $0.since.minor == 32 })
        for example in Self.cases {
            let texts = try [31, 32].map { try commands(example, KubernetesVersion(minor: $0)) }
            #expect(texts[0] == texts[1], "\(example.id)")
        }
    }

    @Test func theGateOfServiceCIDRsCounts() throws {
        for (minor, isOn, drops) in [(30, true, true), (32, true, true), (33, false, false), (34, false, true)] {
            let settings = "featureGates: {MultiCIDRServiceAllocator: \(isOn)}"
            let text = try commands(Case(id: "gate", settings: settings), KubernetesVersion(minor: minor))
            #expect(text.contains("Drop traffic to unallocated ClusterIPs") == drops, "1.\(minor)")
        }
    }

    /// 1.30 and 1.31 differ in what a list of the other family means, too.
    @Test func aListOfTheOtherFamilyLeavesTheDefault() throws {
        let example = Case(id: "other family", settings: "nodePortAddresses: [\"fd00::/8\"]")
        let isInSet = try [29, 30, 31].map { minor in
            try commands(example, KubernetesVersion(minor: minor)).contains("nodeport-ips { 192.168.0.10 }")
        }
        #expect(isInSet == [false, true, false])
    }

    // MARK: Findings

    @Test func olderVersionsFailWhereTwoServicesCollide() throws {
        let example = Case(id: "", service: "externalIPs: [10.96.0.2], ports: [{port: 80}]")
        for (minor, severity) in [(30, Severity.error), (31, .warning)] {
            let findings = try NftablesCompiler(view(example, KubernetesVersion(minor: minor))).findings
            #expect(findings.map(\.rule) == ["NFT-001"])
            #expect(findings.first?.severity == severity)
        }
    }

    @Test func interfacePrefixesAreRefusedByNumber() throws {
        let settings = "detectLocalMode: InterfaceNamePrefix\ndetectLocal: {interfaceNamePrefix: cali}"
        for (minor, rules) in [(33, ["NFT-004"]), (34, [])] {
            let example = Case(id: "", settings: settings)
            let findings = try NftablesCompiler(view(example, KubernetesVersion(minor: minor))).findings
            #expect(findings.map(\.rule) == rules)
        }
    }

    @Test(arguments: [
        ("[10.0.0.0/8, 10.1.0.0/16]", true), ("[10.1.0.0/16, 10.0.0.0/8]", false), ("[10.0.0.0/16, 10.0.0.0/8]", true),
        ("[10.255.0.0/16, 10.0.0.0/8]", true), ("[10.0.0.0/9, 10.128.0.0/9]", false),
        ("[10.0.0.0/8, 10.0.0.0/8]", false), ("[0.0.0.0/0]", true), ("[192.168.0.0/16, 203.0.113.10/32]", false),
    ])
    func overlappingRangesAreRefusedBySets(_ ranges: String, _ isRefused: Bool) throws {
        let example = Case(
            id: "", service: "type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: \(ranges)")
        for (minor, rules) in [(29, isRefused ? ["NFT-005"] : []), (30, [])] {
            let findings = try NftablesCompiler(view(example, KubernetesVersion(minor: minor))).findings
            #expect(findings.map(\.rule) == rules)
        }
    }

    // MARK: Compiling

    private func commands(_ example: Case, _ version: KubernetesVersion) throws -> String {
        let networks = [Written(try #require(IPPrefix("10.96.0.0/12")), text: "10.96.0.0/12")]
        var text = ByteBuffer()
        NftablesOutput(
            try view(example, version), options: .init(serviceCIDRs: networks), spelling: .tool,
            isTransaction: example.isTransaction
        ).write(to: &text)
        return text.string
    }

    private func view(_ example: Case, _ version: KubernetesVersion) throws -> ProxyView {
        let manifests = ManifestReader.read([Source(name: "test.yaml", text: manifests(example))])
        #expect(manifests.findings == [])
        let written = try #require(manifests.proxyConfigurations.first)
        var remarks: [Finding] = []
        let node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests,
            configuration: ProxyConfiguration(written, mode: .nftables), version: version, remarks: &remarks)
        return ProxyView(of: manifests, on: node, family: .ipv4)
    }

    private func manifests(_ example: Case) -> String {
        """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        \(example.settings)
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        status: {addresses: [\(example.nodeAddresses)]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: \(example.name), namespace: \(example.namespace)}
        spec: {clusterIP: 10.96.0.1, \(example.service)}
        status: {loadBalancer: {ingress: [{ip: 203.0.113.10}]}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: empty}
        spec: {clusterIP: 10.96.0.2, ports: [{port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: \(example.namespace), labels: {kubernetes.io/service-name: \(example.name)}}
        addressType: IPv4
        ports: [{port: 8080}]
        endpoints: [{addresses: [10.244.0.5], nodeName: node-a}, {addresses: [10.244.1.5], nodeName: node-b}]

        """
    }
}
