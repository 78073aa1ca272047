import Diagnostics
import ManifestLint
import TestSupport
import Testing

/// The edges of the rules of groups SCHEMA and SVC.
@Suite struct ServiceRulesTests {
    private typealias P = RuleProbe
    private static let web = P.service("selector: {app: web}, ports: [{port: 80, targetPort: 8080}]")

    private static let fields = [
        P(
            "SCHEMA-009", "a tilde", P.service("selector: {app: ~, tier: db}, ports: [{port: 80}]"),
            ["warning spec.selector[app]"]),
        P("SCHEMA-009", "an empty string is written", P.service("selector: {app: \"\"}, ports: [{port: 80}]")),
        P("SCHEMA-015", "an empty status", P.service("ports: [{port: 80}]", status: "loadBalancer: {}")),
        P(
            "SCHEMA-015", "read from a cluster",
            P.service(
                "type: LoadBalancer, ports: [{port: 80}]", metadata: "uid: a-b",
                status: "loadBalancer: {ingress: [{ip: 192.0.2.1}]}")),
        P(
            "SVC-002", "the version takes it", P.service("ports: [{port: 80}]", name: "2web"),
            cluster: "kubernetesVersion: \"1.36\""),
        P(
            "SVC-002", "the version rejects it", P.service("ports: [{port: 80}]", name: "2web"),
            cluster: "kubernetesVersion: v1.35.2", ["warning metadata.name: Kubernetes v1.35.2 rejects it"]),
        P("SVC-002", "a digit inside", P.service("ports: [{port: 80}]", name: "web2")),
        P("SVC-008", "a name of digits and letters", P.service("type: ExternalName, externalName: 192.0.2.a")),
        P("SVC-008", "another type", P.service("externalName: 192.0.2.1, ports: [{port: 80}]")),
        P(
            "SVC-009", "fields of which the server says nothing",
            P.service("type: ExternalName, externalName: a.example, selector: {a: b}, sessionAffinity: ClientIP"),
            ["note spec.selector: spec.selector and spec.sessionAffinity do nothing"]),
        P("SVC-009", "nothing to say", P.service("type: ExternalName, externalName: a.example")),
        P(
            "SVC-014", "fields of which the server says nothing",
            P.service("clusterIP: None, internalTrafficPolicy: Local, ports: [{port: 80}]"),
            ["warning spec.internalTrafficPolicy"]),
        P("SVC-014", "the default", P.service("clusterIP: None, internalTrafficPolicy: Cluster, ports: [{port: 80}]")),
        P(
            "SVC-021", "an empty value",
            P.service(
                "ports: [{port: 80}]", metadata: "labels: {service.kubernetes.io/service-proxy-name: \"\"}"),
            ["warning metadata.labels[service.kubernetes.io/service-proxy-name]"]),
        P(
            "SVC-021", "headless",
            P.service(
                "clusterIP: None, ports: [{port: 80}]",
                metadata: "labels: {service.kubernetes.io/service-proxy-name: x}")),
    ]

    private static func pinned(_ address: String) -> String {
        P.service("clusterIP: \"\(address)\", ports: [{port: 80}]")
    }
    private static let addresses = [
        P("SVC-020", "the last of the static band", pinned("10.96.1.0"), cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P(
            "SVC-020", "the first behind it", pinned("10.96.1.1"), cluster: "serviceCIDRs: [10.96.0.0/16]",
            ["warning spec.clusterIP: 10.96.0.1 to 10.96.1.0"]),
        P(
            "SVC-020", "a small range", pinned("10.0.0.17"), cluster: "serviceCIDRs: [10.0.0.0/24]",
            ["warning spec.clusterIP: 10.0.0.1 to 10.0.0.16"]),
        P("SVC-020", "a range without band", pinned("10.0.0.14"), cluster: "serviceCIDRs: [10.0.0.0/28]"),
        P(
            "SVC-020", "IPv6", pinned("fd00::1:1"), cluster: "serviceCIDRs: [\"fd00::/108\"]",
            ["warning spec.clusterIP: fd00::1 to fd00::100"]),
        P("SVC-020", "IPv6 in the static band", pinned("fd00::100"), cluster: "serviceCIDRs: [\"fd00::/108\"]"),
        P("SVC-020", "outside is another rule's", pinned("10.97.0.1"), cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P(
            "SVC-020", "read from a cluster",
            P.service("clusterIP: 10.96.9.9, ports: [{port: 80}]", metadata: "uid: a-b"),
            cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P(
            "SVC-025", "a ConfigMap that a pod reads",
            pod("envFrom: [{configMapRef: {name: c}}]")
                + P.object("v1", "ConfigMap", "c", "data: {a: \"x=10.244.1.1:80\"}"),
            cluster: "podCIDRs: [10.244.0.0/16]", ["warning data.a"]),
        P(
            "SVC-025", "a ConfigMap that nobody reads",
            pod("") + P.object("v1", "ConfigMap", "c", "data: {a: \"x=10.244.1.1:80\"}"),
            cluster: "podCIDRs: [10.244.0.0/16]"),
        P("SVC-025", "a network", env("10.244.0.0/16"), cluster: "podCIDRs: [10.244.0.0/16]"),
        P(
            "SVC-025", "a pinned cluster IP", pinned("10.96.0.9") + env("10.96.0.9"),
            cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P(
            "SVC-025", "a cluster IP that nothing pins", env("http://10.96.0.9:80/"),
            cluster: "serviceCIDRs: [10.96.0.0/16]", ["warning spec.template.spec.containers[0].env[0].value"]),
        P("SVC-025", "the API server's", env("10.96.0.1"), cluster: "serviceCIDRs: [10.96.0.0/16]"),
        P("SVC-025", "outside", env("192.0.2.1"), cluster: "serviceCIDRs: [10.96.0.0/16]"),
    ]

    /// A Deployment whose container says this as well.
    private static func pod(_ container: String, _ spec: String = "", pods: String = "app: client") -> String {
        let more = container.isEmpty ? "" : ", \(container)"
        return P.deployment(
            pods: pods, name: "client", "containers: [{name: c, image: i\(more)}]\(spec.isEmpty ? "" : ", \(spec)")")
    }
    private static func env(_ value: String) -> String { pod("env: [{name: A, value: \"\(value)\"}]") }

    private static let value = "spec.template.spec.containers[0].env[0].value"
    private static let references = [
        P("SVC-024", "the Service's port", web + env("http://web:80/path")),
        P("SVC-024", "the scheme's port", web + env("http://web/path")),
        P(
            "SVC-024", "the scheme's port isn't there", web + env("https://web/path"),
            ["warning \(value): forwards only 80"]),
        P("SVC-024", "the pods' port", web + env("http://web:8080"), ["warning \(value): write port 80"]),
        P("SVC-024", "a port that nobody knows", web + env("http://web:$(PORT)/")),
        P("SVC-024", "user and password", web + env("amqp://u:p@web:5672/"), ["warning \(value): port 5672"]),
        P(
            "SVC-024", "another namespace has it",
            P.service("ports: [{port: 80}]", namespace: "shop") + env("http://web"),
            ["warning \(value): write web.shop.svc"]),
        P(
            "SVC-024", "the namespace is written",
            P.service("ports: [{port: 80}]", namespace: "shop") + env("http://web.shop")),
        P("SVC-024", "without scheme", web + env("web.default.svc.cluster.local:81"), ["warning \(value): port 81"]),
        P(
            "SVC-024", "another cluster domain", web + env("web.default.svc.other.example:81"),
            cluster: "clusterDomain: a.b"),
        P(
            "SVC-024", "a wrong letter", P.service("ports: [{port: 80}]", name: "numbers") + env("http://numbrs"),
            ["warning \(value): did you mean numbers?"]),
        P("SVC-024", "a sibling", P.service("ports: [{port: 80}]", name: "shard1") + env("http://shard2")),
        P(
            "SVC-024", "it exists in the cluster",
            P.service("ports: [{port: 80}]", name: "numbers") + env("http://numbrs"),
            cluster: "existing: {services: [default/numbrs]}"),
        P(
            "SVC-024", "a Deployment without a Service",
            web + P.deployment(pods: "app: numbers-api", name: "numbers-api")
                + env("http://numbers-api.default.svc.cluster.local/rng"),
            ["warning \(value): add a Service of this name"]),
        P("SVC-024", "the outside world", web + env("https://example.com:8443 www.example.com:81")),
        P(
            "SVC-024", "a pod of a headless Service",
            P.service("clusterIP: None, ports: [{port: 80, targetPort: 5432}]", name: "db")
                + env("db-0.db.default.svc:5432")),
        P(
            "SVC-024", "the port of a headless Service",
            P.service("clusterIP: None, ports: [{port: 80, targetPort: 5432}]", name: "db") + env("db.default.svc:80"),
            ["warning \(value): listen on 5432"]),
        P(
            "SVC-024", "an ExternalName Service",
            P.service("type: ExternalName, externalName: a.example") + env("http://web:9")),
        P(
            "SVC-024", "a probe of another host",
            web + pod("livenessProbe: {httpGet: {host: web, port: 81, path: /}}"),
            ["warning spec.template.spec.containers[0].livenessProbe.httpGet.host: port 81"]),
        P("SVC-024", "a template", web + env("{{ .Values.name }}.default.svc:81 ${X}web.default.svc:81")),
        P(
            "SVC-024", "a bracket that never closes",
            web + env("http://[::1 http://[]:x http:// ://web:81 web.default.svc:")),
    ]

    private static let clients = [
        P(
            "SVC-022", "a list of words", web + pod("command: [ping, -c1, web]"),
            ["warning spec.template.spec.containers[0].command[2]"]),
        P(
            "SVC-022", "a full path and a full name",
            web + pod("command: [sh, -c, /bin/ping web.default.svc.cluster.local]"),
            ["warning spec.template.spec.containers[0].command[2]"]),
        P(
            "SVC-022", "a cluster IP", pinned("10.96.0.9") + pod("command: [ping, 10.96.0.9]"),
            ["warning spec.template.spec.containers[0].command[1]"]),
        P(
            "SVC-022", "a probe", web + pod("livenessProbe: {exec: {command: [ping, web]}}"),
            ["warning spec.template.spec.containers[0].livenessProbe.exec.command[1]"]),
        P(
            "SVC-022", "a headless Service",
            P.service("clusterIP: None, ports: [{port: 80}]") + pod("command: [ping, web]")),
        P("SVC-022", "another command's word", web + pod("command: [sh, -c, \"ping localhost; curl web\"]")),
        P("SVC-022", "a word that isn't the command", web + pod("command: [sh, -c, \"echo pinging web\"]")),
        P(
            "SVC-023", "the full name", web + pod("", "hostAliases: [{ip: 10.1.2.3, hostnames: [a, web.default.svc]}]"),
            ["warning spec.template.spec.hostAliases[0].hostnames[1]: connects to 10.1.2.3"]),
        P(
            "SVC-023", "the Service's own address",
            pinned("10.96.0.9") + pod("", "hostAliases: [{ip: 10.96.0.9, hostnames: [web]}]"),
            ["warning spec.template.spec.hostAliases[0].hostnames[0]: won't notice"]),
        P(
            "SVC-023", "another namespace's name",
            P.service("ports: [{port: 80}]", namespace: "shop")
                + pod("", "hostAliases: [{ip: 10.1.2.3, hostnames: [web]}]")),
    ]

    private static let redis = P.service("ports: [{port: 6379}]", name: "redis")
    private static func redisPod(_ more: String, _ spec: String = "") -> String {
        pod("", spec).replacing("image: i", with: "image: \"docker.io/redis/redis-stack:7.2\"\(more)")
    }
    private static let links = [
        P(
            "SVC-026", "a tag and a registry", redis + redisPod(""),
            ["warning spec.template.spec.containers[0].image: REDIS_PORT"]),
        P("SVC-026", "env wins", redis + redisPod(", env: [{name: REDIS_PORT, value: \"1\"}]")),
        P(
            "SVC-026", "a ConfigMap wins",
            redis + redisPod(", envFrom: [{configMapRef: {name: m}}]")
                + P.object("v1", "ConfigMap", "m", "data: {REDIS_PORT: \"1\"}")),
        P(
            "SVC-026", "a ConfigMap without it",
            redis + redisPod(", envFrom: [{configMapRef: {name: m}}]")
                + P.object("v1", "ConfigMap", "m", "data: {A: \"1\"}"),
            ["warning spec.template.spec.containers[0].image"]),
        P(
            "SVC-026", "a headless Service has no links",
            P.service("clusterIP: None, ports: [{port: 1}]", name: "redis") + redisPod("")),
        P(
            "SVC-026", "another namespace",
            P.service("ports: [{port: 1}]", name: "redis", namespace: "shop") + redisPod("")),
    ]

    private static let policies = [
        P("SVC-027", "no name is used", web + pod("", "hostNetwork: true")),
        P(
            "SVC-027", "the node's resolver", pod("env: [{name: A, value: \"http://web\"}]", "dnsPolicy: Default"),
            ["warning spec.template.spec.dnsPolicy: write ClusterFirst"]),
        P(
            "SVC-027", "None without search domain",
            pod("env: [{name: A, value: \"http://web\"}]", "dnsPolicy: None, dnsConfig: {nameservers: [10.96.0.10]}"),
            ["warning spec.template.spec.dnsPolicy: svc.cluster.local"]),
        P(
            "SVC-027", "None with all",
            pod(
                "env: [{name: A, value: \"http://web\"}]",
                "dnsPolicy: None, dnsConfig: {nameservers: [10.96.0.10], searches: [default.svc.cluster.local]}"),
            cluster: "clusterDNS: 10.96.0.10"),
        P(
            "SVC-027", "None with another server",
            pod(
                "env: [{name: A, value: \"http://web\"}]",
                "dnsPolicy: None, dnsConfig: {nameservers: [1.1.1.1], searches: [default.svc.cluster.local]}"),
            cluster: "clusterDNS: 10.96.0.10", ["warning spec.template.spec.dnsConfig.nameservers: add 10.96.0.10"]),
        P(
            "SVC-027", "a host alias",
            pod(
                "env: [{name: A, value: \"http://web\"}]",
                "hostNetwork: true, hostAliases: [{ip: 1.1.1.1, hostnames: [web]}]")),
        P(
            "SVC-027", "localhost and the outside world",
            pod("env: [{name: A, value: \"http://localhost:1 https://example.com\"}]", "dnsPolicy: Default")),
        P(
            "SVC-027", "a ConfigMap uses it",
            pod("envFrom: [{configMapRef: {name: m}}]", "dnsPolicy: Default")
                + P.object("v1", "ConfigMap", "m", "data: {A: \"db.shop.svc\"}"),
            ["warning spec.template.spec.dnsPolicy: \"db.shop.svc\""]),
    ]

    @Test(arguments: fields + addresses + references + clients + links + policies) func edge(_ probe: RuleProbe) {
        probe.check()
    }

    @Test func fieldsOfWhichTheServerSaysNothingAreNotItsVerdict() {
        let text = P.service("type: ExternalName, externalName: a.example, selector: {a: b}")
        #expect(LintCase.lint(text, select: ["server"]).findings == [])
        #expect(LintCase.lint(text, select: ["SVC-009"]).findings.map(\.rule) == ["SVC-009"])
    }
}
