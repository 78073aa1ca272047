import ManifestLint
import Testing

/// The rules of group ING that the API server doesn't have: one probe for each condition.
@Suite struct IngressRulesTests {
    typealias Probe = RuleProbe

    /// An Ingress of default with one path to port 80 of Service web.
    static func ingress(
        _ path: String = "path: /, pathType: Prefix", host: String = "example.com", backend: String = "number: 80",
        name: String = "web", annotations: String = "", _ spec: String = ""
    ) -> String {
        """
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: \(name), annotations: {\(annotations)}}
        spec:
          rules:
          - host: \(host)
            http:
              paths:
              - {\(path), backend: {service: {name: web, port: {\(backend)}}}}
          \(spec)

        """
    }

    static let web = Probe.service("selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]")
    static let name = "spec.rules[0].http.paths[0].backend.service.name"
    static let number = "spec.rules[0].http.paths[0].backend.service.port.number"
    static let portName = "spec.rules[0].http.paths[0].backend.service.port.name"
    static let path = "spec.rules[0].http.paths[0].path"

    static let paths: [RuleProbe] = [
        RuleProbe("ING-020", "a dot and an ordinary path", ingress("path: /v1.2/a-b_c~d, pathType: Prefix")),
        RuleProbe("ING-020", "a star alone", ingress("path: /a*, pathType: Prefix")),
        RuleProbe(
            "ING-020", "dot and star", ingress("path: /a/.*, pathType: Exact"),
            ["warning \(path): \".*\" has no meaning"]),
        RuleProbe(
            "ING-020", "where expressions are meant", ingress(#"path: "/a.*$", pathType: ImplementationSpecific"#)),
        RuleProbe(
            "ING-021", "a group that doesn't capture",
            ingress(#"path: "/api(?:/|$)", pathType: ImplementationSpecific"#)),
        RuleProbe("ING-021", "a literal bracket", ingress(#"path: '/api\(1\)', pathType: ImplementationSpecific"#)),
        RuleProbe(
            "ING-021", "a middleware",
            ingress(
                #"path: "/api(/|$)", pathType: ImplementationSpecific"#,
                annotations: "traefik.ingress.kubernetes.io/router.middlewares: a@file")),
        RuleProbe(
            "ING-021", "Prefix with the controller's switch",
            ingress(
                #"path: "/api(/|$)", pathType: Prefix"#,
                annotations: #"nginx.ingress.kubernetes.io/use-regex: "true""#),
            ["warning \(path): pods receive the whole path"]),
        RuleProbe(
            "ING-031", "with a default backend",
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec: {defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [{host: a.example.com}]}

            """, ["warning spec.rules[0].host: go to the default backend"]),
        RuleProbe(
            "ING-028", "the same backend twice", ingress(name: "a") + ingress(name: "b")),
        RuleProbe(
            "ING-028", "a canary",
            ingress(name: "a")
                + ingress(backend: "number: 81", name: "b", annotations: #"nginx.ingress.kubernetes.io/canary: "true""#)
        ),
        RuleProbe(
            "ING-028", "another class",
            ingress(name: "a", "ingressClassName: a")
                + ingress(backend: "number: 81", name: "b", "ingressClassName: b")),
        RuleProbe(
            "ING-028", "the default class by name and by default",
            """
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: a, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
            spec: {controller: example.com/a}

            """ + ingress(name: "a", "ingressClassName: a")
                + ingress(host: "EXAMPLE.com", backend: "number: 81", name: "b"),
            ["warning \(path): Ingress default/a"]),
    ]

    static let backends: [RuleProbe] = [
        RuleProbe("ING-022", "it is there", ingress() + web),
        RuleProbe(
            "ING-022", "it is known to exist", ingress() + Probe.service("ports: [{port: 80}]", name: "other"),
            cluster: "existing: {services: [default/web]}"),
        RuleProbe(
            "ING-022", "in another namespace only",
            ingress() + Probe.service("ports: [{port: 80}]", namespace: "shop"),
            ["warning \(name): a Service of this name is in \"shop\""]),
        RuleProbe(
            "ING-022", "a near name", ingress() + Probe.service("ports: [{port: 80}]", name: "webs"),
            ["error \(name): did you mean \"webs\""]),
        RuleProbe("ING-023", "by name", ingress(backend: "name: http") + web),
        RuleProbe(
            "ING-023", "an unknown name", ingress(backend: "name: https") + web,
            ["error \(portName): use one of \"http\""]),
        RuleProbe(
            "ING-023", "the target port", ingress(backend: "number: 8080") + web,
            ["error \(number): the target port of 80"]),
        RuleProbe(
            "ING-023", "the node port",
            ingress(backend: "number: 30080")
                + Probe.service("type: NodePort, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]"),
            ["error \(number): the node port of 80"]),
        RuleProbe(
            "ING-023", "a headless Service's target port",
            ingress(backend: "number: 8080") + Probe.service("clusterIP: None, ports: [{port: 80, targetPort: 8080}]")),
        RuleProbe(
            "ING-026", "TCP beside UDP",
            ingress()
                + Probe.service("ports: [{name: u, port: 80, protocol: UDP}, {name: t, port: 80, protocol: TCP}]")),
        RuleProbe(
            "ING-026", "UDP by name",
            ingress(backend: "name: dns")
                + Probe.service("ports: [{name: dns, port: 80, protocol: UDP}]"),
            ["error \(portName): is UDP, not TCP"]),
        RuleProbe(
            "ING-025", "headless", ingress() + Probe.service("clusterIP: None, ports: [{port: 80}]"),
            ["warning \(name): is headless"]),
        RuleProbe("ING-024", "pods", ingress() + web + Probe.deployment()),
        RuleProbe(
            "ING-024", "no pod of the namespace is in the input",
            ingress() + web + Probe.deployment(namespace: "shop")),
        RuleProbe(
            "ING-024", "scaled to zero", ingress() + web + Probe.deployment(spec: "replicas: 0"),
            ["warning \(name): scaled to zero"]),
        RuleProbe(
            "ING-024", "scaled to zero by an autoscaler",
            ingress() + web + Probe.deployment(spec: "replicas: 0")
                + Probe.object(
                    "autoscaling/v2", "HorizontalPodAutoscaler", "web",
                    "spec: {scaleTargetRef: {kind: Deployment, name: web}}")),
        RuleProbe(
            "ING-024", "a target port that no container has",
            ingress() + Probe.service("selector: {app: web}, ports: [{port: 80, targetPort: grpc}]")
                + Probe.deployment(),
            ["warning \(name): no selected container declares"]),
        RuleProbe(
            "ING-024", "no selector", ingress() + Probe.service("ports: [{port: 80}]") + Probe.deployment(),
            ["warning \(name): it has no selector"]),
        RuleProbe(
            "ING-024", "a slice without a ready endpoint",
            ingress() + Probe.service("ports: [{name: http, port: 80}]") + slice("ready: false"),
            ["warning \(name): no listed endpoint is usable"]),
        RuleProbe(
            "ING-024", "a slice with one",
            ingress() + Probe.service("ports: [{name: http, port: 80}]") + slice("ready: true")),
    ]

    static func slice(_ conditions: String) -> String {
        Probe.object(
            "discovery.k8s.io/v1", "EndpointSlice", "web-1",
            "addressType: IPv4\nports: [{name: http, port: 8080}]\n"
                + "endpoints: [{addresses: [192.0.2.1], conditions: {\(conditions)}}]"
        ).replacing("{name: web-1,", with: "{name: web-1, labels: {kubernetes.io/service-name: web},")
    }

    static let others: [RuleProbe] = [
        RuleProbe("ING-027", "a class by annotation", ingress(annotations: "kubernetes.io/ingress.class: nginx")),
        RuleProbe(
            "ING-027", "a class of the cluster", ingress("path: /, pathType: Prefix", "ingressClassName: nginx"),
            cluster: "existing: {ingressClasses: [nginx]}"),
        RuleProbe(
            "ING-027", "a misspelt one", ingress("path: /, pathType: Prefix", "ingressClassName: ngnix"),
            cluster: "existing: {ingressClasses: [nginx]}", ["warning spec.ingressClassName: did you mean \"nginx\""]),
        RuleProbe(
            "ING-027", "nothing known of classes", ingress("path: /, pathType: Prefix", "ingressClassName: nginx"),
            ["note spec.ingressClassName: there is no IngressClass \"nginx\""]),
        RuleProbe(
            "ING-027", "the cluster's default", ingress(),
            cluster: "existing: {ingressClasses: [nginx], defaultIngressClass: nginx}"),
        RuleProbe(
            "ING-027", "two defaults",
            ["a", "b"].map { name in
                Probe.object("networking.k8s.io/v1", "IngressClass", name, "spec: {controller: example.com/\(name)}")
                    .replacing(
                        "namespace: default",
                        with: #"annotations: {ingressclass.kubernetes.io/is-default-class: "true"}"#)
            }.joined() + ingress(), ["warning spec.ingressClassName: 2 IngressClasses are the default"]),
        RuleProbe("ING-029", "wildcards", ingress("path: /, pathType: Prefix", "tls: [{hosts: ['*.com']}]")),
        RuleProbe(
            "ING-029", "a wildcard covers one label",
            ingress(host: "a.b.example.com", "tls: [{hosts: ['*.example.com']}]"),
            ["warning spec.rules[0].host: no tls entry", "warning spec.tls[0].hosts[0]: no rule has host"]),
        RuleProbe(
            "ING-029", "an entry for all hosts", ingress("path: /, pathType: Prefix", "tls: [{secretName: cert}]")),
        RuleProbe(
            "ING-029", "a host of another Ingress",
            ingress(name: "a", "tls: [{hosts: [example.com, b.example.com]}]")
                + ingress(host: "b.example.com", name: "b")),
        RuleProbe(
            "ING-029", "a Secret that isn't among those of the namespace",
            ingress("path: /, pathType: Prefix", "tls: [{hosts: [example.com], secretName: cert}]")
                + Probe.object("v1", "Secret", "other", ""), ["warning spec.tls[0].secretName: no Secret \"cert\""]),
        RuleProbe(
            "ING-029", "a Secret that cert-manager makes",
            ingress(
                annotations: "cert-manager.io/cluster-issuer: le",
                "tls: [{hosts: [example.com], secretName: cert}]") + Probe.object("v1", "Secret", "other", "")),
        RuleProbe(
            "ING-029", "a Secret that exists",
            ingress("path: /, pathType: Prefix", "tls: [{hosts: [example.com], secretName: cert}]"),
            cluster: "existing: {secrets: [default/cert]}"),
    ]

    @Test(arguments: paths + backends + others) func answers(_ probe: RuleProbe) { probe.check() }

    @Test func withoutServicesOrPodsBackendsAreNotChecked() {
        let run = RuleProbe.lint(Self.ingress(), select: ["ING"])
        #expect(run.unchecked.map(\.rule.id) == ["ING-022", "ING-023", "ING-024", "ING-025", "ING-026"])
    }
}
