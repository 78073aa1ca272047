import Diagnostics
import ManifestLint
import TestSupport
import Testing

/// Group LB: load balancers, source ranges and external IPs.
@Suite struct LoadBalancerRulesTests {
    typealias Probe = RuleProbe

    private static func balancer(
        _ more: String = "", name: String = "web", port: String = "port: 80", status: String = "",
        metadata: String = "",
        namespace: String = "default"
    ) -> String {
        let fields = ["type: LoadBalancer", "selector: {app: web}", "ports: [{name: http, \(port)}]", more]
        return Probe.service(
            fields.filter { !$0.isEmpty }.joined(separator: ", "), name: name, namespace: namespace, metadata: metadata,
            status: status)
    }

    private static func external(_ addresses: String, name: String = "web", port: String = "port: 80") -> String {
        Probe.service("selector: {app: web}, externalIPs: [\(addresses)], ports: [{name: http, \(port)}]", name: name)
    }

    private static let proxyStatus = "loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: Proxy}]}"
    private static let ranges = "loadBalancerSourceRanges"

    private static let sources: [RuleProbe] = [
        Probe("LB-007", "another type", Probe.service("loadBalancerIP: x, ports: [{port: 80}]")),
        Probe(
            "LB-007", "not honoured", balancer("loadBalancerIP: 192.0.2.20"),
            cluster: "loadBalancer: {implementation: servicelb}", ["note spec.loadBalancerIP: \"servicelb\""]),
        Probe(
            "LB-007", "honoured", balancer("loadBalancerIP: 192.0.2.20"),
            cluster: "loadBalancer: {implementation: metallb}"),
        Probe(
            "LB-008", "the field as well",
            balancer(
                "\(ranges): [10.0.0.0/8]",
                metadata: "annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8}")),
        Probe(
            "LB-009", "addresses of two families",
            balancer(
                "\(ranges): [\"2001:db8::/32\"]",
                status: "loadBalancer: {ingress: [{ip: 192.0.2.20}, {ip: \"2001:db8:f::1\"}]}"),
            ["warning spec.\(ranges): add ranges of IPv4"]),
        Probe("LB-009", "one family", balancer("ipFamilies: [IPv4], \(ranges): [10.0.0.0/8]")),
        Probe(
            "LB-009", "the cluster has only one", balancer("ipFamilyPolicy: PreferDualStack, \(ranges): [10.0.0.0/8]"),
            cluster: "serviceCIDRs: [10.96.0.0/16]"),
        Probe(
            "LB-009", "the cluster has two", balancer("ipFamilyPolicy: PreferDualStack, \(ranges): [10.0.0.0/8]"),
            cluster: "serviceCIDRs: [10.96.0.0/16, \"fd00::/112\"]", ["warning spec.\(ranges)"]),
        Probe("LB-010", "alone", balancer("\(ranges): [0.0.0.0/0]")),
        Probe("LB-010", "of the other family", balancer("\(ranges): [10.0.0.0/8, \"::/0\"]")),
        Probe(
            "LB-010", "with blanks", balancer("\(ranges): [\" 10.0.0.0/8 \", \" 0.0.0.0/0\"]"),
            ["warning spec.\(ranges)[1]"]),
        Probe("LB-011", "they let everyone in", balancer("\(ranges): [0.0.0.0/0]")),
        Probe(
            "LB-011", "a pinned node port",
            balancer(
                "allocateLoadBalancerNodePorts: false, \(ranges): [10.0.0.0/8]", port: "port: 80, nodePort: 30080"),
            ["warning spec.\(ranges): the node ports are open"]),
        Probe(
            "LB-011", "external IPs",
            balancer("allocateLoadBalancerNodePorts: false, externalIPs: [192.0.2.1], \(ranges): [10.0.0.0/8]"),
            ["warning spec.\(ranges): the external IPs are open"]),
        Probe(
            "LB-012", "a name and no address",
            balancer(status: "loadBalancer: {ingress: [{hostname: lb.example.com}]}"),
            ["note status.loadBalancer.ingress[0].hostname"]),
        Probe("LB-012", "unsaid is VIP", balancer(status: "loadBalancer: {ingress: [{ip: 192.0.2.20}]}")),
        Probe(
            "LB-013", "nodes don't catch it", balancer("\(ranges): [10.0.0.0/8]", status: proxyStatus),
            cluster: "podCIDRs: [192.168.0.0/16]"),
        Probe("LB-013", "a wider range", balancer("\(ranges): [10.0.0.0/8]"), cluster: "podCIDRs: [10.244.0.0/16]"),
        Probe(
            "LB-013", "a narrower range", balancer("\(ranges): [10.244.0.0/17]"), cluster: "podCIDRs: [10.244.0.0/16]",
            ["warning spec.\(ranges): add 10.244.0.0/16"]),
        Probe(
            "LB-013", "the nodes' networks", balancer("\(ranges): [192.0.2.0/24]"),
            cluster: "nodes: [{name: a, podCIDR: 10.244.0.0/24}]", ["warning spec.\(ranges): (10.244.0.0/24)"]),
    ]

    private static let hostPort = Probe.deployment(
        pods: "app: other", name: "traefik", kind: "DaemonSet",
        "containers: [{name: c, image: i, ports: [{containerPort: 8000, hostPort: 80}]}]")

    private static let shared: [RuleProbe] = [
        Probe(
            "LB-014", "each has its own address", balancer() + balancer(name: "b"),
            cluster: "loadBalancer: {implementation: metallb}"),
        Probe(
            "LB-014", "another protocol", balancer() + balancer(name: "b", port: "port: 80, protocol: UDP"),
            cluster: "loadBalancer: {implementation: docker-desktop}"),
        Probe(
            "LB-014", "somebody else's class", balancer() + balancer("loadBalancerClass: example.com/x", name: "b"),
            cluster: "loadBalancer: {implementation: servicelb, classes: [example.com/x]}"),
        Probe(
            "LB-014", "a host port", balancer() + hostPort, cluster: "loadBalancer: {implementation: servicelb}",
            ["error spec.ports[0].port: DaemonSet default/traefik"]),
        Probe(
            "LB-014", "a host port beside Docker Desktop", balancer() + hostPort,
            cluster: "loadBalancer: {implementation: docker-desktop}"),
        Probe(
            "LB-015", "by status, across namespaces",
            balancer(status: "loadBalancer: {ingress: [{ip: 192.0.2.20}]}")
                + balancer("loadBalancerIP: 192.0.2.20", namespace: "shop"),
            ["error spec.loadBalancerIP: Service default/web"]),
        Probe(
            "LB-015", "one Service twice",
            balancer("loadBalancerIP: 192.0.2.20", status: "loadBalancer: {ingress: [{ip: 192.0.2.20}]}")),
        Probe("LB-016", "other ports", external("192.0.2.30") + external("192.0.2.30", name: "b", port: "port: 81")),
        Probe(
            "LB-016", "other protocols",
            external("192.0.2.30") + external("192.0.2.30", name: "b", port: "port: 80, protocol: UDP")),
        Probe(
            "LB-016", "three Services",
            external("192.0.2.30") + external("192.0.2.30", name: "b") + external("192.0.2.30", name: "c"),
            ["error spec.externalIPs[0]: Service default/web", "error spec.externalIPs[0]: Service default/web"]),
    ]

    private static let addresses: [RuleProbe] = [
        Probe(
            "LB-017", "in the service range", external("10.96.3.4"), cluster: "serviceCIDRs: [10.96.0.0/16]",
            ["error spec.externalIPs[0]: one of 10.96.0.0/16"]),
        Probe(
            "LB-017", "a pod's, of a load balancer", balancer("loadBalancerIP: 10.244.1.9"),
            cluster: "nodes: [{name: a, podCIDR: 10.244.1.0/24}]", ["error spec.loadBalancerIP: one of 10.244.1.0/24"]),
        Probe(
            "LB-017", "outside of both", external("192.0.2.30"),
            cluster: "{serviceCIDRs: [10.96.0.0/16], podCIDRs: [10.244.0.0/16]}"),
        Probe(
            "LB-018", "a port that nothing serves", external("192.168.0.10", port: "port: 8443"),
            cluster: "nodes: [{name: a, addresses: [192.168.0.10]}]"),
        Probe(
            "LB-018", "what the description lists", external("192.168.0.10", port: "port: 8443"),
            cluster: "nodes: [{name: a, addresses: [192.168.0.10], hostPorts: [8443]}]",
            ["error spec.externalIPs[0]: port 8443"]),
        Probe(
            "LB-018", "the API server of another node", external("192.168.0.11", port: "port: 6443"),
            cluster:
                "nodes: [{name: cp, addresses: [192.168.0.10], labels: {node-role.kubernetes.io/control-plane: \"\"}},"
                + " {name: a, addresses: [192.168.0.11]}]"),
        Probe(
            "LB-018", "the API server", external("192.168.0.10", port: "port: 6443"),
            cluster:
                "nodes: [{name: cp, addresses: [192.168.0.10], labels: {node-role.kubernetes.io/control-plane: \"\"}}]",
            ["error spec.externalIPs[0]: the API server"]),
        Probe(
            "LB-018", "another pod on the node's network",
            external("192.168.0.10")
                + Probe.deployment(
                    pods: "app: other", name: "proxy", kind: "DaemonSet",
                    "hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 80}]}]"),
            cluster: "nodes: [{name: a, addresses: [192.168.0.10]}]",
            ["error spec.externalIPs[0]: DaemonSet default/proxy"]),
        Probe(
            "LB-018", "its own pods on the node's network",
            external("192.168.0.10")
                + Probe.deployment(
                    kind: "DaemonSet",
                    "hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 80}]}]"),
            cluster: "nodes: [{name: a, addresses: [192.168.0.10]}]"),
        Probe(
            "LB-019", "a load balancer's address",
            balancer("ipFamilies: [IPv4]", status: "loadBalancer: {ingress: [{ip: \"2001:db8::1\"}]}"),
            ["warning status.loadBalancer.ingress[0].ip"]),
        Probe("LB-019", "the family is unknown", external("\"2001:db8::30\"")),
        Probe(
            "LB-020", "the gate is on", external("192.0.2.1"),
            cluster: "proxy: {featureGates: {AllowServiceExternalIPs: true}}"),
        Probe(
            "LB-020", "the plugin, as the description says", external("192.0.2.1"),
            cluster: "admissionPlugins: [DenyServiceExternalIPs]", ["warning spec.externalIPs"]),
        Probe(
            "LB-020", "the plugin, as the API server's pod says",
            external("192.0.2.1")
                + """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: kube-apiserver-cp, namespace: kube-system}
                spec:
                  containers:
                  - name: kube-apiserver
                    image: i
                    command: [kube-apiserver, "--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs"]

                """, ["warning spec.externalIPs: refuses new external IPs"]),
    ]

    private static let implementations: [RuleProbe] = [
        Probe(
            "LB-021", "no class, no implementation", balancer(), cluster: "loadBalancer: {implementation: none}",
            ["warning spec.type: use type NodePort"]),
        Probe(
            "LB-021", "a class of the list", balancer("loadBalancerClass: example.com/x"),
            cluster: "loadBalancer: {implementation: none, classes: [example.com/x]}"),
        Probe(
            "LB-021", "another class", balancer("loadBalancerClass: example.com/y"),
            cluster: "loadBalancer: {implementation: cloud, classes: [example.com/x]}",
            ["warning spec.loadBalancerClass: use \"example.com/x\""]),
        Probe(
            "LB-021", "it has an address", balancer(status: proxyStatus),
            cluster: "loadBalancer: {implementation: none}"),
        Probe(
            "LB-022", "a pinned node port",
            balancer("allocateLoadBalancerNodePorts: false", port: "port: 80, nodePort: 30080"),
            cluster: "loadBalancer: {implementation: cloud}"),
        Probe(
            "LB-022", "it sends to pods", balancer("allocateLoadBalancerNodePorts: false"),
            cluster: "loadBalancer: {implementation: cloud, targetsNodePorts: false}"),
        Probe(
            "LB-022", "clouds' mostly don't", balancer("allocateLoadBalancerNodePorts: false"),
            cluster: "loadBalancer: {implementation: cloud}", ["warning spec.allocateLoadBalancerNodePorts"]),
        Probe(
            "LB-023", "MetalLB takes them",
            Probe.service("type: LoadBalancer, ports: [{name: t, port: 53}, {name: u, port: 53, protocol: UDP}]"),
            cluster: "loadBalancer: {implementation: metallb}"),
        Probe("LB-023", "one protocol", balancer()),
        Probe(
            "LB-024", "some nodes are left out", balancer("externalTrafficPolicy: Local") + Probe.deployment(),
            cluster: "nodes: [{name: a, labels: {node.kubernetes.io/exclude-from-external-load-balancers: \"\"}},"
                + " {name: b}]"),
        Probe(
            "LB-024", "about to be removed",
            balancer("externalTrafficPolicy: Local")
                + Probe.deployment(
                    "tolerations: [{operator: Exists}], containers: [{name: c, image: i}]")
                + Probe.object(
                    "v1", "Node", "node-1",
                    "spec: {taints: [{key: ToBeDeletedByClusterAutoscaler, effect: NoSchedule}]}"),
            ["warning spec.externalTrafficPolicy: on node-1,"]),
    ]

    @Test(arguments: sources) func rangesAndAddresses(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: shared) func sharedAddresses(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: addresses) func foreignAddresses(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: implementations) func whoMakesThem(_ probe: RuleProbe) { probe.check() }

    @Test func bothServicesAreNamed() throws {
        let text = Self.external("192.0.2.30") + Self.external("192.0.2.30", name: "b")
        let finding = try #require(LintCase.lint(text).findings.first { $0.rule == "LB-016" })
        #expect(finding.object?.description == "Service default/b")
        #expect(finding.related.map(\.object.description) == ["Service default/web"])
        #expect(finding.related.first?.location?.line == 5)
    }
}
