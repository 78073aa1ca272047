import TestSupport
import Testing

/// The edges of the rules of group PORT.
@Suite struct PortRulesTests {
    private typealias P = RuleProbe
    private static let select = "selector: {app: web}, "
    private static let named = select + "ports: [{port: 80, targetPort: http}]"

    /// A Deployment with these ports in its container, and with these init containers.
    private static func ports(_ ports: String, name: String = "web", initContainers: String = "") -> String {
        P.deployment(
            name: name,
            "containers: [{name: c, image: i, ports: [\(ports)]}], initContainers: [\(initContainers)]")
    }

    private static let targetNames = [
        P(
            "PORT-021", "some pods declare it", P.service(named) + P.deployment() + ports("", name: "other"),
            ["warning spec.ports[0].targetPort: Deployment default/other"]),
        P(
            "PORT-021", "a similar name", P.service(select + "ports: [{port: 80, targetPort: htpt}]") + P.deployment(),
            ["error spec.ports[0].targetPort: did you mean \"http\"?"]),
        P(
            "PORT-021", "only a number is declared", P.service(named) + ports("{containerPort: 8080}"),
            ["error spec.ports[0].targetPort: 8080"]),
        P("PORT-021", "nothing is selected", P.service(named) + P.deployment(pods: "app: other")),
        P(
            "PORT-021", "an ExternalName Service has no endpoints",
            P.service(named + ", type: ExternalName, externalName: a.example") + ports("")),
        P(
            "PORT-021", "a sidecar declares it",
            P.service(named)
                + ports(
                    "",
                    initContainers:
                        "{name: s, image: i, restartPolicy: Always, ports: [{name: http, containerPort: 1}]}")),
        P(
            "PORT-022", "the first of two protocols counts",
            P.service(named) + ports("{name: http, containerPort: 1, protocol: UDP}, {name: http, containerPort: 2}")),
        P(
            "PORT-022", "only under SCTP", P.service(named) + ports("{name: http, containerPort: 1, protocol: SCTP}"),
            ["error spec.ports[0].targetPort: is SCTP"]),
        P(
            "PORT-023", "a container declares it too",
            P.service(named)
                + ports(
                    "{name: http, containerPort: 1}",
                    initContainers: "{name: s, image: i, ports: [{name: http, containerPort: 1}]}")),
        P(
            "PORT-023", "one workload of two",
            P.service(named) + P.deployment()
                + ports(
                    "", name: "other", initContainers: "{name: s, image: i, ports: [{name: http, containerPort: 1}]}"),
            ["warning spec.ports[0].targetPort: init container \"s\""]),
        P("PORT-024", "one number in two workloads", P.service(named) + P.deployment() + P.deployment(name: "b")),
        P(
            "PORT-024", "two numbers",
            P.service(named) + P.deployment() + ports("{name: http, containerPort: 9}", name: "b"),
            ["note spec.ports[0].targetPort: means 9, 8080"]),
    ]

    @Test func manyWorkloadsAreCounted() {
        let text =
            P.service(Self.named) + P.deployment()
            + (0..<6).map { Self.ports("", name: "w\($0)") }.joined()
        P(
            "PORT-021", "six of seven", text,
            [
                "warning spec.ports[0].targetPort: Deployment default/w0, Deployment default/w1, Deployment default/w2 and 3 more"
            ]
        ).check()
    }

    private static let targetNumbers = [
        P(
            "PORT-025", "targetPort is written",
            P.service(select + "ports: [{port: 80, targetPort: 8081}]") + P.deployment(),
            ["warning spec.ports[0].targetPort: targetPort 8081"]),
        P("PORT-025", "nothing is declared", P.service(select + "ports: [{port: 80}]") + ports("")),
        P(
            "PORT-025", "declared under the other protocol only",
            P.service(select + "ports: [{port: 80}]") + ports("{containerPort: 80, protocol: UDP}")),
        P(
            "PORT-025", "one of two workloads declares it",
            P.service(select + "ports: [{port: 80}]") + P.deployment() + ports("{containerPort: 80}", name: "b")),
        P(
            "PORT-025", "targetPort 0 is port",
            P.service(select + "ports: [{port: 8080, targetPort: 0}]") + P.deployment()),
        P(
            "PORT-019", "a name for the same number",
            P.service(select + "clusterIP: None, ports: [{port: 8080, targetPort: http}]") + P.deployment()),
        P(
            "PORT-019", "a name for another number",
            P.service(select + "clusterIP: None, ports: [{port: 80, targetPort: http}]") + P.deployment(),
            ["warning spec.ports[0].targetPort"]),
        P("PORT-019", "not headless", P.service(select + "ports: [{port: 80, targetPort: 8080}]")),
        P("PORT-020", "ExternalName", P.service("type: ExternalName, externalName: a.example, clusterIP: None")),
        P("PORT-028", "UDP", P.service("ports: [{port: 80, protocol: UDP}]")),
    ]

    private static let nodePorts = [
        P("PORT-014", "the last of the static band", P.service("type: NodePort, ports: [{port: 80, nodePort: 30085}]")),
        P(
            "PORT-014", "the first behind it", P.service("type: NodePort, ports: [{port: 80, nodePort: 30086}]"),
            ["note spec.ports[0].nodePort: 30000 to 30085"]),
        P(
            "PORT-014", "the band of a small range", P.service("type: NodePort, ports: [{port: 80, nodePort: 31016}]"),
            cluster: "nodePortRange: 31000-31099", ["note spec.ports[0].nodePort: 31000 to 31015"]),
        P(
            "PORT-014", "a range without band", P.service("type: NodePort, ports: [{port: 80, nodePort: 31015}]"),
            cluster: "nodePortRange: 31000-31015"),
        P(
            "PORT-014", "read from a cluster",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 32000}]", metadata: "uid: a-b")),
        P(
            "PORT-014", "outside the range is another rule's",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 40000}]")),
        P("PORT-015", "LoadBalancer", P.service("type: LoadBalancer, ports: [{port: 80}]")),
        P(
            "PORT-015", "the other protocol has one",
            P.service(
                "type: NodePort, ports: [{name: a, port: 53, nodePort: 30053}, {name: b, port: 53, protocol: UDP}]")),
        P(
            "PORT-015", "one of two ports",
            P.service("type: NodePort, ports: [{name: a, port: 53, nodePort: 30053}, {name: b, port: 54}]"),
            ["note spec.ports[1].nodePort"]),
        P(
            "PORT-016", "hostPort",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 30090}]")
                + ports("{containerPort: 1, hostPort: 30090}"),
            ["warning spec.ports[0].nodePort: Deployment default/web"]),
        P(
            "PORT-016", "hostPort under the other protocol",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 30090}]")
                + ports("{containerPort: 1, hostPort: 30090, protocol: UDP}")),
        P(
            "PORT-016", "a container's port without host network",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 30090}]") + ports("{containerPort: 30090}")),
        P(
            "PORT-016", "the kubelet",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 10250}]") + P.deployment(),
            cluster: "nodePortRange: 10000-20000", ["warning spec.ports[0].nodePort: the kubelet"]),
        P(
            "PORT-016", "a described node",
            P.service("type: NodePort, ports: [{port: 80, nodePort: 30022}]") + P.deployment(),
            cluster: "nodes: [{name: a, hostPorts: [30022]}]", ["warning spec.ports[0].nodePort: a node listens"]),
        P(
            "PORT-018", "both before already",
            P.service("ports: [{name: a, port: 53}, {name: b, port: 53, protocol: UDP}]"),
            old: P.service("ports: [{name: a, port: 53}, {name: b, port: 53, protocol: UDP}]"), ["note spec.ports[1]"]),
        P(
            "PORT-018", "nothing to compare with",
            P.service("ports: [{name: a, port: 53}, {name: b, port: 53, protocol: UDP}]"), ["note spec.ports[1]"]),
        P("PORT-018", "two numbers", P.service("ports: [{name: a, port: 53}, {name: b, port: 54, protocol: UDP}]")),
    ]

    /// A container with this command line or environment behind port 80 → 8080.
    private static func listener(_ container: String, ports: String = "{containerPort: 8080}") -> String {
        P.service(select + "ports: [{port: 80, targetPort: 8080}]")
            + P.deployment("containers: [{name: c, image: i, ports: [\(ports)], \(container)}]")
    }

    private static let args = "spec.template.spec.containers[0].args"
    private static let listeners = [
        P(
            "PORT-027", "the value is an argument of its own", listener("args: [--bind, 127.0.0.1]"),
            ["warning \(args)[1]"]),
        P(
            "PORT-027", "localhost with port", listener("args: [\"--listen-address=localhost:8080\"]"),
            ["warning \(args)[0]"]),
        P("PORT-027", "another port", listener("args: [\"--listen-address=localhost:9090\"]")),
        P("PORT-027", "IPv6", listener("args: [\"--listen=[::1]:8080\"]"), ["warning \(args)[0]"]),
        P("PORT-027", "a scheme", listener("args: [\"--listen=http://127.0.0.1:8080\"]"), ["warning \(args)[0]"]),
        P(
            "PORT-027", "environment", listener("env: [{name: HOST, value: 127.0.0.1}]"),
            ["warning spec.template.spec.containers[0].env[0].value"]),
        P("PORT-027", "a Java property", listener("args: [-Dserver.address=127.0.0.1]"), ["warning \(args)[0]"]),
        P(
            "PORT-027", "a shell's command line",
            listener("command: [sh, -c, \"exec app --host 127.0.0.1 --port 8080\"]"),
            ["warning spec.template.spec.containers[0].command[2]"]),
        P("PORT-027", "a client's option", listener("args: [--db-host=127.0.0.1, --redis, localhost]")),
        P("PORT-027", "a client's variable", listener("env: [{name: DB_HOST, value: localhost}]")),
        P("PORT-027", "all addresses", listener("args: [\"--listen=0.0.0.0:8080\"]")),
        P(
            "PORT-027", "a container that isn't the target",
            listener("args: [--bind=127.0.0.1]", ports: "{containerPort: 1}")),
        P(
            "PORT-027", "the only container of a pod without ports", listener("args: [--bind=127.0.0.1]", ports: ""),
            ["warning \(args)[0]"]),
    ]

    @Test(arguments: targetNames + targetNumbers + nodePorts + listeners) func edge(_ probe: RuleProbe) {
        probe.check()
    }
}
