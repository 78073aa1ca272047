import Addressing
import Diagnostics
import ManifestLint
import Manifests
import TestSupport
import Testing

/// A cluster description, and what the rules about it say.
struct ClusterProbe: Sendable, CustomTestStringConvertible {
    let rule: String
    let name: String
    let cluster: String
    var yaml = ""
    /// One line a finding: severity, place, and optionally a part of the message.
    let expected: [String]

    init(_ rule: String, _ name: String, _ cluster: String, yaml: String = "", _ expected: [String] = []) {
        (self.rule, self.name, self.cluster, self.yaml) = (rule, name, cluster, yaml)
        self.expected = expected
    }

    var testDescription: String { "\(rule): \(name)" }

    func check() {
        var problems: [Finding] = []
        let description = ClusterDescription(
            reading: Source(name: "cluster.yaml", text: cluster), problems: &problems)
        #expect(problems == [])
        let run = LintCase.lint(yaml, cluster: description, select: [rule])
        let found = run.findings.filter { $0.rule == rule }
        #expect(run.unchecked == [], "\(testDescription) isn't checked")
        #expect(found.count == expected.count, "\(testDescription):\n\(LintCase.report(found))")
        for (finding, line) in zip(found, expected) {
            let parts = line.split(separator: ": ", maxSplits: 1)
            let place = finding.location.map { "\($0.file):\($0.line):\($0.column)" } ?? "-"
            #expect("\(finding.severity.word) \(place)" == parts[0], "\(testDescription)")
            if parts.count == 2 {
                let text = "\(finding.message) (\(finding.advice ?? ""))"
                #expect(text.contains(parts[1]), "\(testDescription): \(text)")
            }
        }
    }
}

/// The rules of group CL: one probe for each condition.
@Suite struct ClusterRulesTests {
    static let dns = RuleProbe.service(
        "clusterIP: 10.96.0.10, selector: {k8s-app: kube-dns}, "
            + "ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53}]",
        name: "kube-dns", namespace: "kube-system")

    static let networks: [ClusterProbe] = [
        ClusterProbe(
            "CL-001", "a pod range around the service range", "{serviceCIDRs: [10.96.0.0/16], podCIDR: 10.0.0.0/8}",
            ["error cluster.yaml:1:41: pod range 10.0.0.0/8 overlaps service range 10.96.0.0/16"]),
        ClusterProbe(
            "CL-001", "a node's share of what was reported",
            "{serviceCIDRs: [10.96.0.0/12], podCIDR: 10.100.0.0/16, nodes: [{name: a, podCIDR: 10.100.1.0/24}]}",
            ["error cluster.yaml:1:41"]),
        ClusterProbe(
            "CL-001", "a node's own range",
            "{serviceCIDRs: [10.96.0.0/12], podCIDR: 10.244.0.0/16, nodes: [{name: a, podCIDR: 10.97.1.0/24}]}",
            ["error cluster.yaml:1:83"]),
        ClusterProbe(
            "CL-001", "the other family", "{serviceCIDRs: [10.96.0.0/12, 'fd00:1::/108'], podCIDRs: ['fd00:1::/64']}",
            ["error cluster.yaml:1:59"]),
        ClusterProbe("CL-001", "neighbours", "{serviceCIDRs: [10.96.0.0/12], podCIDR: 10.112.0.0/16}"),
        ClusterProbe(
            "CL-002", "a node in the pod range",
            "{serviceCIDRs: [10.96.0.0/12], podCIDR: 10.244.0.0/16, nodes: [{name: a, addresses: [10.244.1.1]}]}",
            ["error cluster.yaml:1:86: lies in pod range"]),
        ClusterProbe(
            "CL-002", "a pool and a network of others",
            "{serviceCIDRs: [10.96.0.0/12], nodes: [{name: a}], loadBalancer: {addresses: [10.96.4.0/24]}, "
                + "externalNetworks: [10.0.0.0/8]}",
            ["error cluster.yaml:1:79: load balancer pool", "error cluster.yaml:1:114: external network"]),
        ClusterProbe("CL-004", "a /64", "{serviceCIDRs: ['fd00::/64']}"),
        ClusterProbe("CL-004", "IPv4", "{serviceCIDRs: [10.0.0.0/8]}"),
        ClusterProbe("CL-007", "the defaults", "{}"),
        ClusterProbe(
            "CL-007", "fixed listeners", "nodePortRange: 10200-10300",
            [
                "warning cluster.yaml:1:16: 10248", "warning cluster.yaml:1:16: 10249",
                "warning cluster.yaml:1:16: 10250 is the port of the kubelet", "warning cluster.yaml:1:16: 10256",
                "warning cluster.yaml:1:16: 10257", "warning cluster.yaml:1:16: 10259",
            ]),
        ClusterProbe(
            "CL-007", "a port that two nodes listen on",
            "{nodePortRange: 30000-30100, nodes: [{name: a, hostPorts: [30007]}, {name: b, hostPorts: [30007]}]}",
            ["warning cluster.yaml:1:17: node a listens on 30007"]),
    ]

    static let services: [ClusterProbe] = [
        ClusterProbe("CL-008", "as it should be", "clusterDNS: 10.96.0.10", yaml: dns),
        ClusterProbe(
            "CL-008", "another address", "clusterDNS: [10.96.0.99]", yaml: dns,
            ["error test.yaml:5:19: pods ask 10.96.0.99"]),
        ClusterProbe("CL-008", "a cache on the nodes", "clusterDNS: 169.254.20.10", yaml: dns),
        ClusterProbe(
            "CL-008", "outside the service range", "{clusterDNS: 10.96.0.10, serviceCIDRs: [10.43.0.0/16]}", yaml: dns,
            ["error test.yaml:5:19: outside the service range"]),
        ClusterProbe(
            "CL-008", "a pod's own name server", "{clusterDNS: 10.96.0.10, serviceCIDRs: [10.96.0.0/12]}",
            yaml: dns
                + RuleProbe.object(
                    "v1", "Pod", "client", "spec: {dnsConfig: {nameservers: [10.96.0.11, 10.96.0.10, 192.0.2.53]}}"),
            ["error test.yaml:11:34: no Service has name server 10.96.0.11"]),
        ClusterProbe("CL-010", "an empty mode", "proxy: {mode: ''}"),
        ClusterProbe("CL-010", "Windows", "proxy: {mode: kernelspace}"),
        ClusterProbe("CL-010", "a slip", "proxy: {mode: nftable}", ["error cluster.yaml:1:15: did you mean nftables"]),
        ClusterProbe("CL-010", "userspace while it lived", "{kubernetesVersion: 1.25, proxy: {mode: userspace}}"),
        ClusterProbe("CL-011", "pods told otherwise", "proxy: {clusterCIDR: '', detectLocalMode: NodeCIDR}"),
        ClusterProbe(
            "CL-011", "another range", "{proxy: {clusterCIDR: 10.42.0.0/16}, podCIDR: 10.244.0.0/16}",
            ["warning cluster.yaml:1:23: doesn't contain pod range 10.244.0.0/16"]),
        ClusterProbe(
            "CL-011", "a node outside",
            "{proxy: {clusterCIDR: 10.42.0.0/16}, nodes: [{name: a, podCIDR: 10.43.0.0/24}]}",
            ["warning cluster.yaml:1:23: doesn't contain pod range 10.43.0.0/24"]),
        ClusterProbe(
            "CL-012", "iptables mode takes all",
            "{proxy: {mode: iptables}, nodes: [{name: a, addresses: [192.0.2.1], entryAddresses: [192.0.2.2]}]}"),
        ClusterProbe(
            "CL-012", "only the primary one",
            "{proxy: {mode: ipvs, nodePortAddresses: [primary]}, "
                + "nodes: [{name: a, addresses: [192.0.2.1, 192.0.2.2], entryAddresses: [192.0.2.1, 192.0.2.2]}]}",
            ["warning cluster.yaml:1:134: the primary address 192.0.2.1"]),
        ClusterProbe(
            "CL-012", "networks",
            "{proxy: {mode: iptables, nodePortAddresses: [192.0.2.0/25]}, "
                + "nodes: [{name: a, entryAddresses: [192.0.2.1, 192.0.2.200]}]}",
            ["warning cluster.yaml:1:108: only on 192.0.2.0/25"]),
    ]

    @Test(arguments: networks + services) func answers(_ probe: ClusterProbe) { probe.check() }

    @Test func withoutADescriptionAlmostNothingIsChecked() {
        let unchecked = RuleProbe.lint(Self.dns, select: ["CL"]).unchecked.map(\.rule.id)
        #expect(
            unchecked == ["CL-001", "CL-002", "CL-004", "CL-006", "CL-008", "CL-010", "CL-011", "CL-012"])
    }
}

/// What objects of the input say about the cluster.
@Suite struct ClusterCompletionTests {
    private func complete(_ text: String) -> ClusterDescription {
        ClusterDescription().completed(from: LintCase.read(text, "test.yaml"))
    }

    static let kubeadm = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kubeadm-config, namespace: kube-system}
        data:
          ClusterConfiguration: |
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            kubernetesVersion: v1.36.2
            apiServer:
              extraArgs:
              - {name: service-node-port-range, value: 20000-22767}
            networking:
              dnsDomain: example.test
              podSubnet: 10.244.0.0/16,fd00:10:244::/56
              serviceSubnet: 10.96.0.0/16,fd00:10:96::/112

        """

    static let kubelet = """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kubelet-config, namespace: kube-system}
        data:
          kubelet: |
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            clusterDNS: [10.96.0.10]

        """

    @Test func kubeadmsConfigMapIsRead() {
        let cluster = complete(Self.kubeadm + Self.kubelet)
        #expect(cluster.serviceCIDRs.map(\.description) == ["10.96.0.0/16", "fd00:10:96::/112"])
        #expect(cluster.podCIDRs.map(\.description) == ["10.244.0.0/16", "fd00:10:244::/56"])
        #expect(cluster.clusterDomain == "example.test")
        #expect(cluster.kubernetesVersion == "1.36.2")
        #expect(cluster.nodePortRange == 20000...22767)
        #expect(cluster.clusterDNS.map(\.description) == ["10.96.0.10"])
    }

    @Test func whatTheDescriptionSaysStays() {
        var known = ClusterDescription()
        known.serviceCIDRs = [IPPrefix(address: IPAddress(ipv4: 0x0A2B_0000), length: 16)]
        let cluster = known.completed(from: LintCase.read(Self.kubeadm, "test.yaml"))
        #expect(cluster.serviceCIDRs.map(\.description) == ["10.43.0.0/16"])
        #expect(cluster.podCIDRs.map(\.description) == ["10.244.0.0/16", "fd00:10:244::/56"])
    }

    @Test func olderArgumentsAndABareConfiguration() {
        let cluster = complete(
            """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            apiServer: {extraArgs: {service-node-port-range: 31000-31999}}
            networking: {serviceSubnet: 10.43.0.0/16}

            """)
        #expect(cluster.nodePortRange == 31000...31999)
        #expect(cluster.serviceCIDRs.map(\.description) == ["10.43.0.0/16"])
    }

    @Test(arguments: [
        "ClusterConfiguration: 3", "ClusterConfiguration: '['", "other: x", "ClusterConfiguration: 'a: b'",
    ])
    func aBrokenConfigMapSaysNothing(_ data: String) {
        let cluster = complete(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeadm-config, namespace: kube-system}\n"
                + "data: {\(data)}\n")
        #expect(cluster.serviceCIDRs.isEmpty && cluster.nodePortRange == 30000...32767)
    }

    @Test func findingsStandInTheConfigMapsText() {
        let text = Self.kubeadm.replacing("10.244.0.0/16,", with: "10.96.128.0/17,")
        let findings = LintCase.lint(text, select: ["CL-001"]).findings
        #expect(findings.map { $0.location?.line } == [9])
        #expect(findings.first?.location?.file.contains("data[ClusterConfiguration]") == true)
    }

    @Test func anInputWithoutAModeIsIptables() {
        let text = """
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            clusterCIDR: 10.244.0.0/16

            """
        #expect(complete(text).proxyMode == "iptables")
        #expect(complete(Self.kubeadm).proxyMode == nil)
    }

    @Test func aNodesKernelCounts() {
        let text = """
            apiVersion: v1
            kind: Node
            metadata: {name: node-a}
            status: {nodeInfo: {kernelVersion: 5.10.0-18-amd64}}
            ---
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            mode: nftables

            """
        let findings = LintCase.lint(text, select: ["MODE-NFT-002"]).findings
        #expect(
            LintCase.report(findings).hasPrefix(
                "test.yaml:4:36: error[MODE-NFT-002]: Node node-a: status.nodeInfo.kernelVersion: in nftables mode"))
    }

    @Test func manyNodesAndNetworksAreQuick() {
        let nodes = (0..<20000).map { "{name: n\($0), podCIDR: 10.\($0 / 256).\($0 % 256).0/24}" }
        let ranges = (0..<2000).map { "172.\(16 + $0 / 256).\($0 % 256).0/24" }
        let text =
            "{serviceCIDRs: [\(ranges.joined(separator: ", "))], proxy: {clusterCIDR: 10.0.0.0/8}, "
            + "podCIDR: 10.0.0.0/8, nodes: [\(nodes.joined(separator: ", "))]}"
        var problems: [Finding] = []
        let cluster = ClusterDescription(reading: Source(name: "c.yaml", text: text), problems: &problems)
        #expect(problems == [] && cluster.nodes.count == 20000)
        let run = LintRun(ManifestSet(), cluster: cluster, selection: RuleSelection(select: ["CL"]))
        #expect(run.findings == [])
    }
}
