import Diagnostics
import ManifestLint
import TestSupport
import Testing

/// Group TP: policies, and where pods can be.
@Suite struct TrafficPolicyRulesTests {
    typealias Probe = RuleProbe

    private static let ports = "ports: [{name: http, port: 80}]"
    private static let local = Probe.service("selector: {app: web}, internalTrafficPolicy: Local, \(ports)")
    private static let outside = Probe.service(
        "selector: {app: web}, type: NodePort, externalTrafficPolicy: Local, \(ports)")
    private static let container = "containers: [{name: c, image: i}]"
    private static let three = Probe.nodes([nil, nil, nil])

    /// A Node object that takes only pods with a toleration.
    private static let tainted = Probe.object(
        "v1", "Node", "cp", "spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}")
    private static let plain = Probe.object("v1", "Node", "n1", "spec: {}")

    private static let placement: [RuleProbe] = [
        Probe("TP-010", "as many replicas as nodes", local + Probe.deployment(spec: "replicas: 3"), cluster: three),
        Probe("TP-010", "no replicas", local + Probe.deployment(spec: "replicas: 0"), cluster: three),
        Probe(
            "TP-010", "a DaemonSet on some nodes",
            local + Probe.deployment(kind: "DaemonSet", "nodeSelector: {disk: ssd}, \(container)"),
            cluster: "nodes: [{name: a, labels: {disk: ssd}}, {name: b, labels: {disk: hdd}}]",
            ["warning spec.internalTrafficPolicy: on 1 of 2 nodes"]),
        Probe(
            "TP-010", "two DaemonSets on all nodes together",
            local + Probe.deployment(kind: "DaemonSet", "nodeSelector: {disk: ssd}, \(container)")
                + Probe.deployment(name: "web2", kind: "DaemonSet", "nodeSelector: {disk: hdd}, \(container)"),
            cluster: "nodes: [{name: a, labels: {disk: ssd}}, {name: b, labels: {disk: hdd}}]"),
        Probe(
            "TP-010", "affinity by name",
            local
                + Probe.deployment(
                    kind: "DaemonSet",
                    "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
                        + "{matchExpressions: [{key: kubernetes.io/hostname, operator: NotIn, values: [node-2]}]}]}}}, "
                        + container),
            cluster: three, ["warning spec.internalTrafficPolicy: on 2 of 3 nodes"]),
        Probe(
            "TP-010", "a node that takes no pods doesn't count",
            local + Probe.deployment(spec: "replicas: 1") + tainted + plain),
        Probe(
            "TP-010", "a pool that the pods don't tolerate doesn't make room",
            local + Probe.deployment(spec: "replicas: 5", labels: "") + tainted + plain
                + Probe.object("v1", "Node", "n2", "spec: {unschedulable: true}")),
        Probe(
            "TP-010", "a scaler's least",
            local + Probe.deployment(spec: "replicas: 1")
                + Probe.object(
                    "autoscaling/v2", "HorizontalPodAutoscaler", "web",
                    "spec: {minReplicas: 3, scaleTargetRef: {kind: Deployment, name: web}}"),
            cluster: three),
        Probe(
            "TP-010", "one fixed node", local + Probe.deployment("nodeName: node-1, \(container)", spec: "replicas: 9"),
            cluster: three, ["warning spec.internalTrafficPolicy: on 1 of 3 nodes"]),
        Probe(
            "TP-010", "a headless Service",
            Probe.service("clusterIP: None, selector: {app: web}, internalTrafficPolicy: Local")
                + Probe.deployment(), cluster: three),
        Probe(
            "TP-011", "uneven shares", outside + Probe.deployment(spec: "replicas: 4"), cluster: three,
            ["warning spec.externalTrafficPolicy: the 4 pods of Deployment default/web can't be spread evenly"]),
        Probe("TP-011", "even shares", outside + Probe.deployment(spec: "replicas: 6"), cluster: three),
        Probe("TP-011", "a DaemonSet", outside + Probe.deployment(kind: "DaemonSet", container), cluster: three),
        Probe(
            "TP-011", "nodes that load balancers leave out",
            Probe.service("type: LoadBalancer, selector: {app: web}, externalTrafficPolicy: Local, \(ports)")
                + Probe.deployment(spec: "replicas: 2"),
            cluster: "nodes: [{name: a}, {name: b}, "
                + "{name: c, labels: {node.kubernetes.io/exclude-from-external-load-balancers: \"\"}}]"),
        Probe(
            "TP-011", "false doesn't leave a node out",
            Probe.service("type: LoadBalancer, selector: {app: web}, externalTrafficPolicy: Local, \(ports)")
                + Probe.deployment(spec: "replicas: 2"),
            cluster: "nodes: [{name: a}, {name: b}, "
                + "{name: c, labels: {node.kubernetes.io/exclude-from-external-load-balancers: \"false\"}}]",
            ["warning spec.externalTrafficPolicy: health check node port"]),
        Probe(
            "TP-011", "external IPs",
            Probe.service("externalIPs: [192.0.2.1], selector: {app: web}, externalTrafficPolicy: Local, \(ports)")
                + Probe.deployment(), cluster: three, ["warning spec.externalTrafficPolicy"]),
        Probe(
            "TP-017", "enough for each zone",
            Probe.service("selector: {app: web}, trafficDistribution: PreferClose, \(ports)")
                + Probe.deployment(spec: "replicas: 4"), cluster: Probe.nodes(["a", "a", "a", "b", "b"])),
        Probe(
            "TP-017", "one zone",
            Probe.service("selector: {app: web}, trafficDistribution: PreferSameZone, \(ports)")
                + Probe.deployment(spec: "replicas: 1"), cluster: Probe.nodes(["a", "a", "a"])),
        Probe(
            "TP-017", "the same node, two pods",
            Probe.service("selector: {app: web}, trafficDistribution: PreferSameNode, \(ports)")
                + Probe.deployment(spec: "replicas: 2"), cluster: three,
            ["note spec.trafficDistribution: on 2 of 3 nodes"]),
        Probe(
            "TP-017", "the same node, a DaemonSet",
            Probe.service("selector: {app: web}, trafficDistribution: PreferSameNode, \(ports)")
                + Probe.deployment(kind: "DaemonSet", container), cluster: three),
    ]

    private static func auto(_ more: String = "") -> String {
        Probe.service(
            "selector: {app: web}, \(ports)\(more)",
            metadata: "annotations: {service.kubernetes.io/topology-mode: Auto}")
    }

    private static func node(_ name: String, _ zone: String, cpu: String, ready: Bool = true) -> String {
        """
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: \(name), labels: {topology.kubernetes.io/zone: \(zone)}}
        status:
          allocatable: {cpu: \(cpu)}
          conditions: [{type: Ready, status: "\(ready ? "True" : "False")"}]

        """
    }

    private static let topology: [RuleProbe] = [
        Probe(
            "TP-014", "one zone", auto() + Probe.deployment(spec: "replicas: 6"), cluster: Probe.nodes(["a", "a"]),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: the nodes are in 1 zone"]),
        Probe(
            "TP-014", "a node without zone", auto() + Probe.deployment(spec: "replicas: 6"),
            cluster: Probe.nodes(["a", "b", nil]),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: node \"node-3\""]),
        Probe(
            "TP-014", "no CPUs",
            auto() + Probe.deployment(spec: "replicas: 6") + node("n1", "a", cpu: "4")
                + node("n2", "b", cpu: "\"0\""),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: reports no CPUs"]),
        Probe(
            "TP-014", "more CPUs than there are",
            auto() + Probe.deployment(spec: "replicas: 6") + node("n1", "a", cpu: "9223372036854775807m")
                + node("n2", "b", cpu: "1e300"),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: reports no CPUs"]),
        Probe(
            "TP-014", "a node that isn't ready doesn't count",
            auto() + Probe.deployment(spec: "replicas: 6")
                + node("n1", "a", cpu: "4") + node("n2", "b", cpu: "3920m") + node("n3", "c", cpu: "0", ready: false)),
        Probe(
            "TP-014", "shares that don't fit",
            auto() + Probe.deployment(spec: "replicas: 3")
                + node("n1", "a", cpu: "10") + node("n2", "b", cpu: "10") + node("n3", "c", cpu: "8"), []),
        Probe(
            "TP-014", "one CPU of 32 against two endpoints",
            auto() + Probe.deployment(spec: "replicas: 2")
                + node("n1", "a", cpu: "31") + node("n2", "b", cpu: "1"),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: closely enough"]),
        Probe(
            "TP-013", "the older annotation turns it off",
            Probe.service(
                "selector: {app: web}, trafficDistribution: PreferSameZone, \(ports)",
                metadata: "annotations: {service.kubernetes.io/topology-mode: Auto, "
                    + "service.kubernetes.io/topology-aware-hints: Disabled}")),
        Probe(
            "TP-018", "by annotation", auto(), cluster: Probe.nodes(["a", nil]),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: node node-2 has"]),
        Probe("TP-018", "all have one", auto(), cluster: Probe.nodes(["a", "b"])),
        Probe(
            "TP-019", "from outside only",
            Probe.service(
                "type: NodePort, externalTrafficPolicy: Local, trafficDistribution: PreferSameZone, \(ports)"),
            ["note spec.trafficDistribution: on traffic from outside"]),
        Probe("TP-019", "no preference", local),
        Probe(
            "TP-021", "the case of letters",
            Probe.service(ports, metadata: "annotations: {service.kubernetes.io/topology-mode: AUTO}"),
            ["warning metadata.annotations[service.kubernetes.io/topology-mode]: write Auto"]),
        Probe(
            "TP-021", "off",
            Probe.service(ports, metadata: "annotations: {service.kubernetes.io/topology-mode: Disabled}")),
    ]

    private static let endpoints: [RuleProbe] = [
        Probe(
            "TP-012", "both policies",
            Probe.service("type: NodePort, internalTrafficPolicy: Local, externalTrafficPolicy: Local, \(ports)")
                + Probe.slice("[{addresses: [192.0.2.9]}]"),
            ["error spec.internalTrafficPolicy: cluster IP", "error spec.externalTrafficPolicy: from outside"]),
        Probe(
            "TP-012", "one has a node",
            Probe.service("internalTrafficPolicy: Local, \(ports)")
                + Probe.slice("[{addresses: [192.0.2.9]}, {addresses: [192.0.2.8], nodeName: a}]")),
        Probe(
            "TP-012", "Endpoints", Probe.service("internalTrafficPolicy: Local, \(ports)") + Probe.endpoints(),
            ["error spec.internalTrafficPolicy"]),
        Probe(
            "TP-012", "none is ready",
            Probe.service("internalTrafficPolicy: Local, \(ports)")
                + Probe.slice("[{addresses: [192.0.2.9], conditions: {ready: false}}]")),
        Probe(
            "TP-015", "Endpoints", Probe.service("trafficDistribution: PreferSameNode, \(ports)") + Probe.endpoints(),
            ["warning spec.trafficDistribution"]),
        Probe(
            "TP-015", "a selector",
            Probe.service("selector: {app: web}, trafficDistribution: PreferSameNode, \(ports)")
                + Probe.slice()),
        Probe(
            "TP-016", "across slices, of nodes",
            Probe.bare + Probe.slice("[{addresses: [10.0.0.1], hints: {forNodes: [{name: a}]}}]")
                + Probe.slice("[{addresses: [10.0.0.2]}]", name: "web-2"),
            ["warning endpoints[0].hints.forNodes: 10.0.0.2"]),
        Probe(
            "TP-016", "one that isn't ready doesn't count",
            Probe.bare
                + Probe.slice(
                    "[{addresses: [10.0.0.1], hints: {forZones: [{name: a}]}}, "
                        + "{addresses: [10.0.0.2], conditions: {ready: false}}]")),
        Probe(
            "TP-016", "each family for itself",
            Probe.service("ipFamilyPolicy: RequireDualStack, \(ports)")
                + Probe.slice("[{addresses: [10.0.0.1], hints: {forZones: [{name: a}]}}]")
                + Probe.slice("[{addresses: [\"fd00::1\"]}]", name: "web-2", type: "IPv6")),
        Probe(
            "TP-016", "each port for itself",
            Probe.service("ports: [{name: http, port: 80}, {name: admin, port: 81}]")
                + Probe.slice("[{addresses: [10.0.0.1], hints: {forZones: [{name: a}]}}]")
                + Probe.slice("[{addresses: [10.0.0.2]}]", ports: "[{name: admin, port: 9}]", name: "web-2")),
    ]

    @Test(arguments: placement) func whereThePodsAre(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: topology) func preferences(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: endpoints) func whatEndpointsSay(_ probe: RuleProbe) { probe.check() }

    @Test func withoutNodesNothingIsSaidAboutThem() {
        let run = LintCase.lint(Self.local + RuleProbe.deployment())
        #expect(run.unchecked.contains { $0.rule.id == "TP-010" && $0.missing == [.nodes] })
        #expect(!run.findings.contains { $0.rule == "TP-010" })
    }
}
