import TestSupport
import Testing

/// The edges of the rules of groups AFF, DS and NP.
@Suite struct TrafficRulesTests {
    private typealias P = RuleProbe
    private static let ports = "ports: [{port: 80, targetPort: 8080}]"

    private static let affinity = [
        P(
            "AFF-003", "None is written", P.service("sessionAffinity: None, sessionAffinityConfig: {}, \(ports)"),
            ["note spec.sessionAffinityConfig"]),
        P("AFF-003", "null", P.service("sessionAffinityConfig: null, \(ports)")),
        P(
            "AFF-004", "headless",
            P.service("clusterIP: None, sessionAffinity: ClientIP, ports: [{name: a, port: 1}, {name: b, port: 2}]")),
        P("AFF-004", "no affinity", P.service("ports: [{name: a, port: 1}, {name: b, port: 2}]")),
        P(
            "AFF-005", "an Ingress in front",
            P.service("sessionAffinity: ClientIP, \(ports)")
                + P.object(
                    "networking.k8s.io/v1", "Ingress", "i",
                    "spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}"),
            ["note spec.sessionAffinity: the Ingress controller"]),
        P(
            "AFF-005", "ipMode VIP",
            P.service(
                "type: LoadBalancer, sessionAffinity: ClientIP, \(ports)",
                status: "loadBalancer: {ingress: [{ip: 192.0.2.1, ipMode: VIP}]}")),
    ]

    private static func slice(_ type: String, _ addresses: String, name: String = "web-1") -> String {
        P.object(
            "discovery.k8s.io/v1", "EndpointSlice", name,
            "addressType: \(type)\nports: [{port: 8080}]\nendpoints: [\(addresses)]"
        ).replacing("name: \(name)", with: "name: \(name), labels: {kubernetes.io/service-name: web}")
    }
    private static let ipv4 = slice("IPv4", "{addresses: [10.0.0.1]}")
    private static let dual = "serviceCIDRs: [10.96.0.0/16, \"fd00::/112\"]\n"

    private static let families = [
        P(
            "DS-007", "an empty slice of the other family",
            P.service("ipFamilyPolicy: RequireDualStack, \(ports)") + ipv4 + slice("IPv6", "", name: "web-6"),
            ["warning spec.ipFamilyPolicy: IPv6 has no endpoint"]),
        P(
            "DS-007", "PreferDualStack in a cluster with both",
            P.service("ipFamilyPolicy: PreferDualStack, \(ports)") + ipv4, cluster: dual,
            ["warning spec.ipFamilyPolicy"]),
        P(
            "DS-007", "PreferDualStack in a cluster with one",
            P.service("ipFamilyPolicy: PreferDualStack, \(ports)") + ipv4, cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P(
            "DS-007", "no slices at all are another rule's",
            P.service("ipFamilyPolicy: RequireDualStack, \(ports)")
                + slice("IPv4", "", name: "other").replacing("service-name: web", with: "service-name: other")),
        P(
            "DS-007", "pods of one family",
            P.service("selector: {app: web}, ipFamilyPolicy: RequireDualStack, \(ports)") + P.deployment(),
            cluster: dual + "podCIDRs: [10.244.0.0/16]", ["warning spec.ipFamilyPolicy: the cluster's pods"]),
        P(
            "DS-007", "pods of both families",
            P.service("selector: {app: web}, ipFamilyPolicy: RequireDualStack, \(ports)") + P.deployment(),
            cluster: dual + "podCIDRs: [10.244.0.0/16, \"fd01::/64\"]"),
        P("DS-007", "SingleStack", P.service(ports) + ipv4, cluster: dual),
        P("DS-008", "a cluster with both", P.service("ipFamilyPolicy: PreferDualStack, \(ports)"), cluster: dual),
        P(
            "DS-008", "headless without selector gets both",
            P.service("clusterIP: None, ipFamilyPolicy: PreferDualStack, \(ports)"),
            cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P(
            "DS-009", "the cluster's default", P.service("selector: {app: web}, \(ports)") + P.deployment(),
            cluster: "serviceCIDRs: [\"fd00::/112\"]\npodCIDRs: [10.244.0.0/16]",
            ["error spec.ipFamilies: the Service is IPv6"]),
        P(
            "DS-009", "the family isn't known", P.service("selector: {app: web}, \(ports)") + P.deployment(),
            cluster: "podCIDRs: [10.244.0.0/16]"),
        P(
            "DS-009", "the host network",
            P.service("selector: {app: web}, ipFamilies: [IPv6], \(ports)")
                + P.deployment("hostNetwork: true, containers: [{name: c, image: i}]"),
            cluster: dual + "podCIDRs: [10.244.0.0/16]"),
        P(
            "DS-009", "a pod that has the family",
            P.service("selector: {app: web}, ipFamilies: [IPv6], \(ports)")
                + P.object("v1", "Pod", "p", "spec: {}\nstatus: {podIPs: [{ip: \"fd01::1\"}]}").replacing(
                    "namespace: default", with: "namespace: default, labels: {app: web}"),
            cluster: dual + "podCIDRs: [10.244.0.0/16]"),
        P("DS-010", "with selector", P.service("clusterIP: None, selector: {app: web}, \(ports)")),
        P("DS-010", "a policy is written", P.service("clusterIP: None, ipFamilyPolicy: SingleStack, \(ports)")),
    ]

    private static let web = P.service("selector: {app: web}, \(ports)") + P.deployment()

    /// A policy for pods `app: web` with these rules.
    private static func ingress(_ rules: String, name: String = "p", more: String = "") -> String {
        P.object(
            "networking.k8s.io/v1", "NetworkPolicy", name,
            "spec: {podSelector: {matchLabels: {app: web}}, ingress: [\(rules)]\(more)}")
    }

    private static let policies = [
        P("NP-001", "a range of ports", web + ingress("{ports: [{port: 8000, endPort: 8100}]}")),
        P("NP-001", "a named port", web + ingress("{ports: [{port: http}]}")),
        P(
            "NP-001", "another named port", web + ingress("{ports: [{port: admin}]}"),
            ["warning spec.ports[0]: no network policy of these pods allows"]),
        P(
            "NP-001", "the other protocol", web + ingress("{ports: [{port: 8080, protocol: UDP}]}"),
            ["warning spec.ports[0]"]),
        P("NP-001", "all ports of a protocol", web + ingress("{ports: [{protocol: TCP}]}")),
        P("NP-001", "a rule without ports", web + ingress("{from: [{podSelector: {}}]}")),
        P(
            "NP-001", "another policy allows it",
            web + ingress("{ports: [{port: 80}]}") + ingress("{ports: [{port: 8080}]}", name: "q")),
        P("NP-001", "a policy for egress", web + ingress("", more: ", policyTypes: [Egress]")),
        P(
            "NP-001", "nothing is let in", web + ingress(""),
            ["warning spec.ports[0]: no network policy of these pods allows"]),
        P(
            "NP-001", "expressions select the pods",
            web
                + P.object(
                    "networking.k8s.io/v1", "NetworkPolicy", "p",
                    "spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [web]},"
                        + " {key: x, operator: DoesNotExist}]}, ingress: [{ports: [{port: 80}]}]}"),
            ["warning spec.ingress[0].ports[0].port"]),
        P(
            "NP-001", "expressions leave the pods out",
            web
                + P.object(
                    "networking.k8s.io/v1", "NetworkPolicy", "p",
                    "spec: {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}, ingress: []}"
                )),
        P(
            "NP-001", "the host network is left out",
            P.service("selector: {app: web}, \(ports)")
                + P.deployment("hostNetwork: true, containers: [{name: c, image: i}]")
                + ingress("{ports: [{port: 80}]}")),
        P("NP-002", "ClusterIP", web + ingress("{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}")),
        P("NP-002", "everybody", nodePort + ingress("{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}")),
        P(
            "NP-002", "a private network may be the nodes'",
            nodePort + ingress("{from: [{ipBlock: {cidr: 192.168.0.0/16}}]}")),
        P(
            "NP-002", "the nodes are known",
            nodePort + ingress("{from: [{ipBlock: {cidr: 192.168.0.0/16}}]}"),
            cluster: "nodes: [{name: a, addresses: [10.1.2.3], podCIDR: 10.244.0.0/24}]",
            ["warning spec.ingress[0].from[0].ipBlock.cidr"]),
        P("NP-002", "pods too", nodePort + ingress("{from: [{ipBlock: {cidr: 203.0.113.0/24}}, {podSelector: {}}]}")),
        P(
            "NP-002", "external IPs",
            P.service("selector: {app: web}, externalIPs: [192.0.2.1], \(ports)") + P.deployment()
                + ingress("{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}"),
            ["warning spec.ingress[0].from[0].ipBlock.cidr"]),
    ]
    private static let nodePort = P.service("type: NodePort, selector: {app: web}, \(ports)") + P.deployment()

    @Test(arguments: affinity + families + policies) func edge(_ probe: RuleProbe) { probe.check() }
}
