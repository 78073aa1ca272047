import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// Each change of kube-proxy's behaviour, seen in rules: the version that brought it and the one before differ
/// in the lines that it is about.
@Suite struct BehaviorChangeTests {
    /// Manifests on which a change shows, and what the rules contain from that version on, or up to the one before.
    struct Case: Sendable, CustomTestStringConvertible {
        let id: String
        var service = "type: NodePort, ports: [{port: 80, nodePort: 30080}]"
        var metadata = "name: web"
        var sliceLabels = ""
        var endpoints = "{addresses: [10.244.0.5], nodeName: node-a}, {addresses: [10.244.1.5], nodeName: node-b}"
        var settings = ""
        /// Only in the rules of the version that brought the change, or of later ones.
        var from = ""
        /// Only in the rules of older versions.
        var before = ""
        var family = IPFamily.ipv4
        var mode = ProxyMode.iptables

        var testDescription: String { id }
    }

    private static let hints = """
        {addresses: [10.244.0.5], nodeName: node-a, hints: {forZones: [{name: zone-a}], forNodes: [{name: node-a}]}},
         {addresses: [10.244.1.5], nodeName: node-b, hints: {forZones: [{name: zone-a}], forNodes: [{name: node-b}]}},
         {addresses: [10.244.2.5], nodeName: node-c, hints: {forZones: [{name: zone-c}], forNodes: [{name: node-c}]}}
        """
    private static let restricted = "type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: "

    static let cases: [Case] = [
        Case(
            id: "proxy-name-label", sliceLabels: "service.kubernetes.io/service-proxy-name: other",
            from: "default/web cluster IP", before: "default/web has no endpoints"),
        Case(
            id: "headless-label", metadata: "name: web, labels: {service.kubernetes.io/headless: \"\"}",
            from: "default/web cluster IP"),
        Case(
            id: "duplicate-endpoints",
            endpoints: "{addresses: [10.244.0.5], nodeName: node-a}, {addresses: [10.244.0.5], nodeName: node-a, "
                + "conditions: {ready: false, serving: true, terminating: true}}, {addresses: [10.244.0.6]}",
            from: "default/web -> 10.244.0.5:8080"),
        Case(
            id: "node-hints", metadata: "name: web, annotations: {service.kubernetes.io/topology-mode: Auto}",
            endpoints: hints, before: "default/web -> 10.244.1.5:8080"),
        Case(
            id: "source-range-all", service: restricted + "[10.0.0.0/8, 0.0.0.0/0]", before: "-s 0.0.0.0/0 -j KUBE-EXT-"
        ),
        Case(
            id: "zero-length-networks", settings: "nodePortAddresses: [1.2.3.4/0]",
            from: "-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS", before: "-d 192.168.0.10 -j KUBE-NODEPORTS"),
        Case(id: "topology-annotation", endpoints: hints, before: "default/web -> 10.244.2.5:8080"),
        Case(
            id: "endpoint-text", endpoints: "{addresses: [010.244.0.5], nodeName: node-a}",
            from: "default/web -> 10.244.0.5:8080", before: "default/web -> 010.244.0.5:8080"),
        Case(
            id: "service-text", service: restricted + "[010.0.0.0/8]", from: "-s 10.0.0.0/8 -j KUBE-EXT-",
            before: "-s 010.0.0.0/8 -j KUBE-EXT-"),
        Case(
            id: "pod-network-text", settings: "clusterCIDR: 010.244.0.0/16", from: "! -s 10.244.0.0/16",
            before: "! -s 010.244.0.0/16"),
        Case(
            id: "endpoint-source-text", endpoints: "{addresses: [010.244.0.5], nodeName: node-a}",
            from: "-s 010.244.0.5 -j KUBE-MARK-MASQ", before: "-s 10.244.0.5 -j KUBE-MARK-MASQ"),
        Case(id: "nfacct", from: "--nfacct-name ct_state_invalid_dropped_pkts"),
        Case(id: "ip-mode", service: restricted + "[]", before: "-d 203.0.113.7 --dport 80"),
        Case(
            id: "masked-ranges", service: restricted + "[10.1.2.3/8]", from: "-s 10.0.0.0/8 -j KUBE-EXT-",
            before: "-s 10.1.2.3/8 -j KUBE-EXT-"),
        Case(
            id: "masked-pod-networks", settings: "clusterCIDR: 10.244.9.9/16", from: "! -s 10.244.0.0/16",
            before: "! -s 10.244.9.9/16"),
        Case(
            id: "topology-mode", metadata: "name: web, annotations: {service.kubernetes.io/topology-mode: Auto}",
            endpoints: hints, before: "default/web -> 10.244.2.5:8080"),
        Case(id: "kube-firewall", from: "block incoming localnet connections"),
        Case(
            id: "firewall-tail", service: restricted + "[10.0.0.0/8]",
            from: "other traffic to default/web will be dropped by KUBE-PROXY-FIREWALL"),
        Case(
            id: "empty-node-port-addresses", settings: "nodePortAddresses: [172.16.0.0/12]",
            from: "-m tcp -p tcp --dport 30080 -j KUBE-EXT-"),
        Case(
            id: "serving-terminating",
            endpoints: "{addresses: [10.244.0.5], conditions: {ready: false, serving: true, terminating: true}}",
            from: "default/web -> 10.244.0.5:8080", before: "default/web has no endpoints"),
        Case(
            id: "node-port-jump-loopback", from: "--dst-type LOCAL ! -d ::1/128 -j KUBE-NODEPORTS",
            before: "--dst-type LOCAL -j KUBE-NODEPORTS", family: .ipv6),
    ]

    /// The same for ipvs mode, whose texts are all looked at.
    static let ipvsCases: [Case] = [
        Case(
            id: "ipvs-filter-local-external",
            service: "ports: [{port: 80}], externalIPs: [198.51.100.1], externalTrafficPolicy: Local",
            from: "-A KUBE-IPVS-FILTER -m set --match-set KUBE-EXTERNAL-IP-LOCAL dst,dst -j RETURN", mode: .ipvs),
        Case(
            id: "ipvs-out-filter", service: restricted + "[10.0.0.0/8]",
            from: "-A KUBE-IPVS-OUT-FILTER -s 203.0.113.10 -m ipvs", mode: .ipvs),
        Case(
            id: "ipvs-filter-health",
            from: "-A KUBE-IPVS-FILTER -m set --match-set KUBE-HEALTH-CHECK-NODE-PORT dst -j RETURN", mode: .ipvs),
        Case(
            id: "ipvs-interface-addresses", service: "ports: [{port: 80}], externalIPs: [192.168.0.10]",
            before: "# addresses\n10.96.0.1\n192.168.0.10\n", mode: .ipvs),
        Case(id: "ipvs-mh-port", settings: "ipvs: {scheduler: mh}", from: "-s mh -b", mode: .ipvs),
        Case(id: "ipvs-loopback", from: "-A KUBE-SERVICES -s 127.0.0.0/8 -j RETURN", mode: .ipvs),
        Case(id: "ipvs-filter", from: "-A KUBE-IPVS-FILTER -m conntrack --ctstate NEW", mode: .ipvs),
    ]

    @Test(arguments: cases + ipvsCases)
    func differsFromTheVersionBefore(_ example: Case) throws {
        let change = try #require(BehaviorChange.all.first { $0.id == example.id })
        let since = try rules(example, change.since)
        let before = try rules(example, KubernetesVersion(minor: change.since.minor - 1))
        if !example.from.isEmpty {
            #expect(since.contains(example.from))
            #expect(!before.contains(example.from))
        }
        if !example.before.isEmpty {
            #expect(!since.contains(example.before))
            #expect(before.contains(example.before))
        }
    }

    /// A change that no test shows might as well not be in the table.
    @Test func everyChangeOfIptablesModeIsShown() {
        // An older kube-proxy refuses to start with it: see its own test.
        let elsewhere: Set<String> = ["primary-node-ports"]
        let ids = BehaviorChange.all.filter { $0.area == .services || $0.area == .iptables }.map(\.id)
        #expect(Set(ids).subtracting(elsewhere) == Set(Self.cases.map(\.id)).subtracting(elsewhere))
        #expect(Set(BehaviorChange.all.map(\.id)).count == BehaviorChange.all.count)
    }

    @Test func everyChangeOfIPVSModeIsShown() {
        #expect(Set(BehaviorChange.all.filter { $0.area == .ipvs }.map(\.id)) == Set(Self.ipvsCases.map(\.id)))
    }

    private func rules(_ example: Case, _ version: KubernetesVersion) throws -> String {
        let manifests = ManifestReader.read([Source(name: "test.yaml", text: manifests(example))])
        #expect(manifests.findings == [])
        var remarks: [Finding] = []
        let configuration = ProxyConfiguration(try #require(manifests.proxyConfigurations.first), mode: example.mode)
        let node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: configuration, version: version, remarks: &remarks)
        var request = OutputRequest()
        request.includesAccounting = true
        var text = ByteBuffer()
        ModeCompile(manifests, on: node, family: example.family, request: request).write(to: &text)
        return text.string
    }

    private func manifests(_ example: Case) -> String {
        """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        \(example.settings)
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-a, labels: {topology.kubernetes.io/zone: zone-a}}
        status: {addresses: [{type: InternalIP, address: 192.168.0.10}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {\(example.metadata)}
        spec: {clusterIP: 10.96.0.1, \(example.service)}
        status: {loadBalancer: {ingress: [{ip: 203.0.113.10}, {ip: 203.0.113.7, ipMode: Proxy}]}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web, x: y\(example.sliceLabels.isEmpty ? "" : ", " + example.sliceLabels)}}
        addressType: IPv4
        ports: [{port: 8080}]
        endpoints: [\(example.endpoints)]

        """
    }
}
