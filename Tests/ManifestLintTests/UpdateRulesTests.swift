import ManifestLint
import Testing

/// The rules of group UPD that the API server doesn't have: one probe for each condition.
@Suite struct UpdateRulesTests {
    typealias Probe = RuleProbe

    static let nodePort = "type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}]"

    static let probes: [RuleProbe] = [
        RuleProbe(
            "UPD-008", "only the name changed", Probe.service("type: NodePort, ports: [{name: b, port: 80}]"),
            old: Probe.service(nodePort), ["warning spec.ports[0].name: set nodePort: 30080"]),
        RuleProbe(
            "UPD-008", "another name with the number", old: nodePort,
            new: "type: NodePort, ports: [{name: b, port: 80, nodePort: 30080}]"),
        RuleProbe("UPD-008", "the name stays", old: nodePort, new: "type: NodePort, ports: [{name: a, port: 80}]"),
        RuleProbe(
            "UPD-008", "a number that nobody wrote", old: "type: LoadBalancer, ports: [{port: 80}]",
            new: "type: LoadBalancer, ports: [{name: http, port: 80}]",
            ["warning spec.ports[0].name: to the number that it has"]),
        RuleProbe(
            "UPD-008", "another port of the number has one", old: nodePort,
            new: "type: NodePort, ports: [{name: u, port: 80, protocol: UDP, nodePort: 30080}, {name: t, port: 80}]"),
        RuleProbe(
            "UPD-008", "without node ports", old: "ports: [{name: a, port: 80}]", new: "ports: [{name: b, port: 80}]"),
        RuleProbe(
            "UPD-008", "the node ports go", old: nodePort, new: "type: ClusterIP, ports: [{name: b, port: 80}]"),
        RuleProbe(
            "UPD-009", "a name for a port without one", old: "ports: [{port: 80}]",
            new: "ports: [{name: http, port: 80}]", ["warning spec.ports[0].name: was called without a name"]),
        RuleProbe(
            "UPD-009", "a second port", old: "ports: [{name: a, port: 80}]",
            new: "ports: [{name: a, port: 80}, {name: b, port: 81}]"),
        RuleProbe(
            "UPD-009", "names swapped with numbers", old: "ports: [{name: a, port: 80}, {name: b, port: 81}]",
            new: "ports: [{name: b, port: 80}, {name: a, port: 81}]"),
        RuleProbe(
            "UPD-009", "headless", old: "clusterIP: None, ports: [{name: a, port: 80}]",
            new: "clusterIP: None, ports: [{name: b, port: 80}]"),
        RuleProbe(
            "UPD-009", "a slice that keeps the old name",
            Probe.service("ports: [{name: b, port: 80}]") + """
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: a, port: 8080}]
                endpoints: [{addresses: [192.0.2.1]}]

                """,
            old: Probe.service("ports: [{name: a, port: 80}]"),
            ["warning spec.ports[0].name: until its EndpointSlices have the new name"]),
        RuleProbe(
            "UPD-010", "the same address", old: "clusterIP: 10.96.0.20, ports: [{port: 80}]",
            new: "type: ExternalName, externalName: a.example, clusterIP: 10.96.0.20"),
        RuleProbe(
            "UPD-010", "an address that was allocated", old: "ports: [{port: 80}]",
            new: "type: ExternalName, externalName: a.example, clusterIP: 10.96.0.20"),
        RuleProbe(
            "UPD-010", "it was one before", old: "type: ExternalName, externalName: b.example",
            new: "type: ExternalName, externalName: a.example, clusterIP: 10.96.0.20"),
        RuleProbe(
            "UPD-011", "off before",
            old: "type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]",
            new: "type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]"),
        RuleProbe(
            "UPD-011", "one of two ports freed", old: "type: LoadBalancer, ports: [{port: 80}]",
            new: "type: LoadBalancer, allocateLoadBalancerNodePorts: false, "
                + "ports: [{name: a, port: 80, nodePort: 0}, {name: b, port: 81}]",
            ["note spec.allocateLoadBalancerNodePorts: nodePort: 0"]),
        RuleProbe(
            "UPD-011", "another type before", old: nodePort,
            new: "type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]"),
    ]

    @Test(arguments: probes) func answers(_ probe: RuleProbe) { probe.check() }

    @Test func withoutEarlierVersionsNothingIsChecked() {
        let run = RuleProbe.lint(RuleProbe.service(Self.nodePort), select: ["UPD"])
        #expect(run.unchecked.map(\.rule.id).filter { $0 > "UPD-007" } == ["UPD-008", "UPD-009", "UPD-010", "UPD-011"])
        #expect(run.unchecked.allSatisfy { $0.missing == [.previousVersions] })
    }
}
