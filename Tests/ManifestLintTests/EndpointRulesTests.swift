import Diagnostics
import ManifestLint
import TestSupport
import Testing

/// Group EP: what slices and Endpoints have to do with their Services.
@Suite struct EndpointRulesTests {
    typealias Probe = RuleProbe

    private static let slices: [RuleProbe] = [
        Probe(
            "EP-016", "negative", Probe.bare + Probe.slice(ports: "[{name: http, port: -1}]"),
            ["error ports[0].port: -1"]),
        Probe("EP-016", "the highest", Probe.bare + Probe.slice(ports: "[{name: http, port: 65535}]")),
        Probe(
            "EP-016", "one past it, of no known Service", Probe.slice(ports: "[{port: 65536}]", of: "other"),
            ["error ports[0].port"]),
        Probe(
            "EP-017", "an empty label, no Service of that name",
            Probe.slice(name: "x-1", of: "\"\""), ["error metadata.labels[kubernetes.io/service-name]: is empty"]),
        Probe(
            "EP-018", "in another namespace", Probe.bare + Probe.slice(namespace: "shop"),
            ["error metadata.labels[kubernetes.io/service-name]: is in \"default\""]),
        Probe(
            "EP-018", "exists in the cluster", Probe.bare + Probe.slice(of: "db"),
            cluster: "existing: {services: [default/db]}"),
        Probe(
            "EP-018", "nothing like it", Probe.bare + Probe.slice(of: "postgres"),
            ["error metadata.labels[kubernetes.io/service-name]: add the Service"]),
        Probe(
            "EP-019", "a name too many on the slice",
            Probe.service("ports: [{port: 80}]") + Probe.slice(),
            ["error ports[0].name: remove the name"]),
        Probe(
            "EP-019", "a port that the Service hasn't got does no harm",
            Probe.bare + Probe.slice(ports: "[{name: http, port: 8080}, {name: metrics, port: 9090}]")),
        Probe(
            "EP-019", "pods of the input serve it",
            Probe.selecting + Probe.deployment()
                + Probe.slice(ports: "[{port: 8080}]"), ["warning ports[0].name"]),
        Probe(
            "EP-019", "a headless Service",
            Probe.service("clusterIP: None, ports: [{name: http, port: 80}]")
                + Probe.slice(ports: "[{port: 8080}]")),
        Probe(
            "EP-019", "Endpoints without a name",
            Probe.bare
                + Probe.endpoints("[{addresses: [{ip: 192.0.2.9}], ports: [{port: 8080}]}]"),
            ["error subsets[0].ports[0].name: write name: http"]),
        Probe(
            "EP-019", "left to another proxy",
            Probe.service(
                "ports: [{name: http, port: 80}]", metadata: "labels: {service.kubernetes.io/service-proxy-name: x}")
                + Probe.slice(ports: "[{port: 8080}]")),
        Probe(
            "EP-020", "another slice serves it",
            Probe.bare + Probe.slice(ports: "[{name: http, port: 1, protocol: UDP}]")
                + Probe.slice(name: "web-2")),
        Probe(
            "EP-020", "Endpoints",
            Probe.bare
                + Probe.endpoints(
                    "[{addresses: [{ip: 192.0.2.9}], ports: [{name: http, port: 8080, protocol: UDP}]}]"),
            ["error subsets[0].ports[0].protocol: write protocol: TCP"]),
        Probe(
            "EP-021", "port 0", Probe.bare + Probe.slice(ports: "[{name: http, port: 0}]"),
            ["error ports[0].port: port 0"]),
        Probe(
            "EP-021", "another slice serves it",
            Probe.bare + Probe.slice(ports: "[{name: http}]")
                + Probe.slice(name: "web-2"), ["warning ports[0].port"]),
        Probe("EP-021", "of no known Service", Probe.slice(ports: "[{name: http}]"), ["error ports[0].port"]),
        Probe(
            "EP-021", "a headless Service",
            Probe.service("clusterIP: None, ports: [{name: http, port: 80}]") + Probe.slice(ports: "[{name: http}]")),
        Probe(
            "EP-022", "beside addresses",
            Probe.bare + Probe.slice()
                + Probe.slice("[{addresses: [db.example.com]}]", name: "web-2", type: "FQDN"), ["warning addressType"]),
        Probe(
            "EP-022", "a headless Service",
            Probe.service("clusterIP: None")
                + Probe.slice("[{addresses: [db.example.com]}]", type: "FQDN")),
        Probe(
            "EP-023", "the cluster's family counts",
            Probe.bare
                + Probe.slice("[{addresses: [\"fd00:244::5\"]}]", type: "IPv6"),
            cluster: "serviceCIDRs: [10.96.0.0/16]",
            ["error addressType: has only IPv4"]),
        Probe(
            "EP-023", "the cluster is unknown",
            Probe.bare + Probe.slice("[{addresses: [\"fd00:244::5\"]}]", type: "IPv6")),
        Probe(
            "EP-023", "the cluster IP tells the family",
            Probe.service("clusterIP: 10.96.0.9, ports: [{name: http, port: 80}]")
                + Probe.slice("[{addresses: [\"fd00:244::5\"]}]", type: "IPv6"), ["error addressType"]),
        Probe(
            "EP-023", "two families",
            Probe.service("ipFamilyPolicy: RequireDualStack, ports: [{name: http, port: 80}]")
                + Probe.slice("[{addresses: [\"fd00:244::5\"]}]", type: "IPv6")),
        Probe("EP-024", "names of a slice", Probe.slice("[{addresses: [a.example.com, b.example.com]}]", type: "FQDN")),
        Probe(
            "EP-025", "another Service's cluster IP, range unknown",
            Probe.bare + Probe.service("clusterIP: 10.96.0.80, ports: [{port: 80}]", name: "db")
                + Probe.slice("[{addresses: [10.96.0.80]}]"),
            ["error endpoints[0].addresses[0]: is the cluster IP of Service default/db"]),
        Probe(
            "EP-025", "its own external IP",
            Probe.service("externalIPs: [192.0.2.30], ports: [{name: http, port: 80}]")
                + Probe.slice("[{addresses: [192.0.2.30]}]"), ["error endpoints[0].addresses[0]: an external IP"]),
        Probe(
            "EP-025", "an external IP that is a node's address",
            Probe.service("externalIPs: [192.0.2.30], ports: [{name: http, port: 80}]")
                + Probe.slice("[{addresses: [192.0.2.30]}]"), cluster: "nodes: [{name: a, addresses: [192.0.2.30]}]"),
        Probe(
            "EP-025", "a load balancer that nodes don't catch",
            Probe.bare
                + Probe.service(
                    "type: LoadBalancer, ports: [{port: 80}]", name: "lb",
                    status: "loadBalancer: {ingress: [{ip: 192.0.2.40, ipMode: Proxy}]}")
                + Probe.slice("[{addresses: [192.0.2.40]}]")),
        Probe(
            "EP-025", "Endpoints",
            Probe.bare
                + Probe.endpoints("[{addresses: [{ip: 10.96.3.4}], ports: [{name: http, port: 1}]}]"),
            cluster: "serviceCIDRs: [10.96.0.0/16]", ["error subsets[0].addresses[0].ip: one of 10.96.0.0/16"]),
        Probe(
            "EP-026", "Endpoints",
            Probe.bare
                + Probe.endpoints(metadata: "labels: {service.kubernetes.io/headless: x}"),
            ["error metadata.labels[service.kubernetes.io/headless]: the slices that are made of it"]),
        Probe(
            "EP-026", "a headless Service",
            Probe.service("clusterIP: None")
                + Probe.slice(labels: "service.kubernetes.io/headless: \"\"")),
    ]

    private static let managed = "endpointslice.kubernetes.io/managed-by"

    private static let owners: [RuleProbe] = [
        Probe(
            "EP-027", "read from a cluster",
            Probe.selecting
                + Probe.slice(
                    labels: "\(managed): endpointslice-controller.k8s.io",
                    metadata: "ownerReferences: [{apiVersion: v1, kind: Service, name: web, uid: x}]")),
        Probe(
            "EP-027", "no selector: no controller",
            Probe.bare + Probe.slice(labels: "\(managed): endpointslice-controller.k8s.io")),
        Probe(
            "EP-027", "of the mirror, beside Endpoints",
            Probe.bare + Probe.endpoints()
                + Probe.slice(labels: "\(managed): endpointslicemirroring-controller.k8s.io"),
            ["error metadata.labels[\(managed)]: an Endpoints object"]),
        Probe(
            "EP-028", "a manager of its own", Probe.selecting + Probe.slice(labels: "\(managed): example.com"),
            ["warning metadata.labels[kubernetes.io/service-name]: (app=web)"]),
        Probe(
            "EP-028", "one that stands for the controller's",
            Probe.selecting + Probe.slice()),
        Probe(
            "EP-028", "addresses of pods", Probe.selecting + Probe.slice("[{addresses: [10.244.1.5]}]"),
            cluster: "podCIDRs: [10.244.0.0/16]"),
        Probe(
            "EP-028", "another address than pods have",
            Probe.selecting + Probe.slice("[{addresses: [192.0.2.9]}]"), cluster: "podCIDRs: [10.244.0.0/16]",
            ["warning metadata.labels[kubernetes.io/service-name]: (app=web)"]),
        Probe(
            "EP-028", "beside the pods themselves",
            Probe.selecting + Probe.slice()
                + Probe.deployment(),
            ["warning metadata.labels[kubernetes.io/service-name]: (app=web)"]),
        Probe(
            "EP-028", "the controller's",
            Probe.selecting
                + Probe.slice(labels: "\(managed): endpointslice-controller.k8s.io")),
        Probe(
            "EP-029", "the API server's own",
            Probe.service("ports: [{name: https, port: 443}]", name: "kubernetes")),
        Probe(
            "EP-029", "an operator says so",
            Probe.service("ports: [{port: 80}]", metadata: "annotations: {proxyplan.dev/endpoints-from: consul}"),
            ["note spec.selector: until consul"]),
        Probe("EP-029", "Endpoints", Probe.bare + Probe.endpoints()),
        Probe("EP-029", "a headless one", Probe.service("clusterIP: None")),
        Probe("EP-029", "a name for another", Probe.service("type: ExternalName, externalName: a.example.com")),
        Probe(
            "EP-034", "a lock",
            Probe.bare
                + Probe.endpoints(name: "lock", metadata: "annotations: {control-plane.alpha.kubernetes.io/leader: x}")),
        Probe(
            "EP-034", "one letter off", Probe.bare + Probe.endpoints(name: "wep"),
            ["error metadata.name: did you mean \"web\""]),
        Probe(
            "EP-034", "in the cluster", Probe.bare + Probe.endpoints(name: "db"),
            cluster: "existing: {services: [default/db]}"),
        Probe(
            "EP-035", "written by the controller",
            Probe.selecting
                + Probe.endpoints(metadata: "labels: {endpoints.kubernetes.io/managed-by: endpoint-controller}")),
        Probe(
            "EP-035", "a name for another",
            Probe.service("type: ExternalName, externalName: a.example.com, selector: {app: web}")
                + Probe.endpoints()),
        Probe(
            "EP-036", "another value than true",
            Probe.bare
                + Probe.endpoints(metadata: "labels: {endpointslice.kubernetes.io/skip-mirror: \"yes\"}")),
        Probe(
            "EP-036", "the annotation of locks",
            Probe.bare
                + Probe.endpoints(metadata: "annotations: {control-plane.alpha.kubernetes.io/leader: x}"),
            ["error metadata.annotations[control-plane.alpha.kubernetes.io/leader]"]),
        Probe(
            "EP-036", "slices of its own",
            Probe.bare + Probe.slice()
                + Probe.endpoints(metadata: "labels: {endpointslice.kubernetes.io/skip-mirror: \"true\"}")),
        Probe(
            "EP-038", "the mirror's own slices",
            Probe.bare + Probe.endpoints()
                + Probe.slice(labels: "\(managed): endpointslicemirroring-controller.k8s.io", metadata: "uid: x")),
        Probe(
            "EP-038", "not mirrored",
            Probe.bare + Probe.slice()
                + Probe.endpoints(metadata: "labels: {endpointslice.kubernetes.io/skip-mirror: \"true\"}")),
    ]

    private static let conditions: [RuleProbe] = [
        Probe(
            "EP-030", "serving while it terminates",
            Probe.bare
                + Probe.slice("[{addresses: [10.0.0.1], conditions: {ready: false, serving: true, terminating: true}}]")
        ),
        Probe(
            "EP-030", "terminating, serving unsaid",
            Probe.bare
                + Probe.slice("[{addresses: [10.0.0.1], conditions: {ready: false, terminating: true}}]")),
        Probe(
            "EP-030", "terminating and not serving",
            Probe.bare
                + Probe.slice(
                    "[{addresses: [10.0.0.1], conditions: {ready: false, serving: false, terminating: true}}]"),
            ["error spec.ports[0].port: ready"]),
        Probe("EP-030", "nothing said is ready", Probe.bare + Probe.slice("[{addresses: [10.0.0.1]}]")),
        Probe(
            "EP-030", "no endpoints at all", Probe.bare + Probe.slice("[]"),
            ["error spec.ports[0].port: there is no endpoint"]),
        Probe(
            "EP-030", "the second port has none",
            Probe.service("ports: [{name: http, port: 80}, {name: admin, port: 81}]") + Probe.slice(),
            ["error spec.ports[1].port: no slice lists the port"]),
        Probe(
            "EP-030", "a wrong name is another rule's matter", Probe.bare + Probe.slice(ports: "[{port: 8080}]")),
        Probe(
            "EP-030", "Endpoints that aren't ready",
            Probe.bare
                + Probe.endpoints(
                    "[{notReadyAddresses: [{ip: 192.0.2.9}], ports: [{name: http, port: 8080}]}]"),
            ["error spec.ports[0].port: find out"]),
        Probe(
            "EP-030", "pods of the input will be ready",
            Probe.selecting + Probe.deployment()
                + Probe.slice("[{addresses: [10.0.0.1], conditions: {ready: false}}]")),
        Probe(
            "EP-031", "of other ports",
            Probe.service("ports: [{name: http, port: 80}, {name: admin, port: 81}]") + Probe.slice()
                + Probe.slice(ports: "[{name: admin, port: 9090}]", name: "web-2")),
        Probe(
            "EP-031", "of another number",
            Probe.bare + Probe.slice()
                + Probe.slice(ports: "[{name: http, port: 9090}]", name: "web-2")),
        Probe(
            "EP-031", "one terminates",
            Probe.bare
                + Probe.slice("[{addresses: [10.0.0.1]}, {addresses: [10.0.0.1], conditions: {terminating: true}}]"),
            ["note endpoints[1].addresses[0]: the one that doesn't terminate counts"]),
        Probe(
            "EP-031", "another spelling",
            Probe.service("ipFamilies: [IPv6], ports: [{name: http, port: 80}]")
                + Probe.slice("[{addresses: [\"fd00::1\"]}, {addresses: [\"fd00:0::1\"]}]", type: "IPv6"),
            ["note endpoints[1].addresses[0]"]),
        Probe(
            "EP-032", "broadcast", Probe.slice("[{addresses: [255.255.255.255]}]"),
            ["warning endpoints[0].addresses[0]: broadcast"]),
        Probe("EP-032", "the last unicast", Probe.slice("[{addresses: [223.255.255.255]}, {addresses: [240.0.0.1]}]")),
        Probe("EP-032", "what the server refuses", Probe.slice("[{addresses: [224.0.0.5]}]")),
        Probe(
            "EP-032", "IPv6", Probe.slice("[{addresses: [\"ff05::2\"]}]", type: "IPv6"),
            ["warning endpoints[0].addresses[0]: multicast"]),
        Probe(
            "EP-032", "an external IP", Probe.service("externalIPs: [239.1.1.1], ports: [{port: 80}]"),
            ["warning spec.externalIPs[0]"]),
        Probe("EP-041", "off", Probe.service("publishNotReadyAddresses: false, ports: [{port: 80}]")),
        Probe(
            "EP-042", "Endpoints, near a name",
            Probe.endpoints("[{addresses: [{ip: 192.0.2.9, nodeName: nod-1}], ports: [{port: 80}]}]"),
            cluster: Probe.nodes([nil]), ["warning subsets[0].addresses[0].nodeName: did you mean \"node-1\""]),
        Probe("EP-042", "none said", Probe.slice("[{addresses: [10.0.0.1]}]"), cluster: Probe.nodes([nil])),
        Probe(
            "EP-043", "a DaemonSet",
            Probe.selecting
                + Probe.deployment(
                    kind: "DaemonSet", "hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]"),
            cluster: Probe.nodes([nil, nil]), ["note spec.selector: have the addresses of their nodes"]),
    ]

    @Test(arguments: slices) func sliceRules(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: owners) func ownerRules(_ probe: RuleProbe) { probe.check() }

    @Test(arguments: conditions) func conditionRules(_ probe: RuleProbe) { probe.check() }

    @Test func subsetsOfEqualPortsCountTogether() {
        func addresses(_ count: Int, _ net: Int) -> String {
            "[" + (0..<count).map { "{ip: 10.\(net).\($0 / 200).\($0 % 200 + 1)}" }.joined(separator: ", ") + "]"
        }
        let ports = "ports: [{name: http, port: 80}]"
        let together = RuleProbe.endpoints(
            "[{addresses: \(addresses(600, 1)), \(ports)}, {notReadyAddresses: \(addresses(600, 2)), \(ports)}]")
        RuleProbe("EP-037", "1200 of equal ports", together, ["warning subsets[1].addresses: 1200"]).check()
        let apart = RuleProbe.endpoints(
            "[{addresses: \(addresses(600, 1)), \(ports)}, {addresses: \(addresses(600, 2)), ports: [{port: 81}]}]")
        RuleProbe("EP-037", "600 each of other ports", apart).check()
        let full = RuleProbe.endpoints("[{addresses: \(addresses(1000, 1)), \(ports)}]")
        RuleProbe("EP-037", "exactly 1000", full).check()
    }

    @Test func aFamilyThatOnlyTheClusterTellsIsPartlyUnchecked() {
        let run = LintCase.lint(RuleProbe.bare + RuleProbe.slice())
        #expect(run.partlyUnchecked.contains { $0.rule.id == "EP-023" && $0.missing == [.serviceCIDRs] })
        #expect(!run.unchecked.contains { $0.rule.id == "EP-023" })
        #expect(run.unchecked.contains { $0.rule.id == "EP-042" && $0.missing == [.nodes] })
    }

    @Test func aNameThatIsOneSlipAwayIsMended() throws {
        let text = RuleProbe.bare + RuleProbe.slice(of: "wbe")
        let finding = try #require(LintCase.lint(text).findings.first { $0.rule == "EP-018" })
        let edit = try #require(finding.fixes.first?.edits.first)
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(Int(edit.range.start)..<Int(edit.range.end), with: edit.replacement.utf8)
        #expect(!LintCase.lint(String(decoding: bytes, as: UTF8.self)).findings.contains { $0.rule == "EP-018" })
        #expect(finding.related.first?.object.description == "Service default/web")
    }
}
