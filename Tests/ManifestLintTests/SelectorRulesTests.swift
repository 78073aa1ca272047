import TestSupport
import Testing

/// The edges of the rules of group SEL.
@Suite struct SelectorRulesTests {
    private typealias P = RuleProbe
    private static func service(_ selector: String, name: String = "web", namespace: String = "default") -> String {
        P.service("selector: {\(selector)}, ports: [{port: 80}]", name: name, namespace: namespace)
    }
    private static let endpoints = P.object(
        "discovery.k8s.io/v1", "EndpointSlice", "web-1",
        "addressType: IPv4\nports: []\nendpoints: [{addresses: [10.0.0.1]}]"
    ).replacing("name: web-1", with: "name: web-1, labels: {kubernetes.io/service-name: web}")

    private static let unmatched = [
        P(
            "SEL-002", "no workload in the namespace", service("app: web") + P.deployment(namespace: "shop"),
            ["note spec.selector"]),
        P(
            "SEL-002", "one label of two", service("app: web, tier: db") + P.deployment(),
            ["error spec.selector: app=web,tier=db"]),
        P("SEL-002", "a slice has endpoints", service("app: other") + P.deployment() + endpoints),
        P("SEL-002", "no selector", P.service("ports: [{port: 80}]") + P.deployment()),
        P(
            "SEL-002", "a kind of somebody else makes the pods",
            service("app: x") + P.deployment()
                + P.object(
                    "argoproj.io/v1alpha1", "Rollout", "x", "spec: {template: {metadata: {labels: {app: x}}}}")),
        P(
            "SEL-002", "a CronJob's pods match",
            service("app: web")
                + P.object(
                    "batch/v1", "CronJob", "c",
                    "spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: web}}, spec: {}}}}}")),
        P(
            "SEL-003", "the selector of the workload", service("app: x") + P.deployment(labels: "app: x"),
            ["error spec.selector: metadata.labels of Deployment default/web"]),
        P(
            "SEL-003", "another workload's pods match",
            service("app: web") + P.deployment(labels: "app: x")
                + P.deployment(pods: "a: b", name: "b", labels: "app: web")),
        P(
            "SEL-003", "a pod's labels are its own",
            service("app: x")
                + P.object("v1", "Pod", "p", "spec: {containers: []}") + P.deployment()),
        P(
            "SEL-004", "no namespace is written",
            service("app: web").replacing(", namespace: default", with: "") + P.deployment(namespace: "shop"),
            ["error metadata.namespace: put the Service into namespace shop"]),
        P(
            "SEL-004", "both namespaces have pods",
            service("app: web") + P.deployment() + P.deployment(namespace: "shop")),
    ]

    private static let nearMisses = [
        P(
            "SEL-005", "underscore", service("app: my_app") + P.deployment(pods: "app: my-app"),
            ["error spec.selector[app]: did you mean app: my-app?"]),
        P("SEL-005", "one letter", service("app: wbe") + P.deployment(), ["error spec.selector[app]: app: web"]),
        P("SEL-005", "two letters", service("app: bew1") + P.deployment()),
        P(
            "SEL-005", "one letter of the key", service("appp: web") + P.deployment(),
            ["error spec.selector[appp]: app: web"]),
        P(
            "SEL-005", "one label too many", service("app: web, tier: front") + P.deployment(),
            ["error spec.selector[tier]: they have no label tier"]),
        P(
            "SEL-005", "another value of one label",
            service("app: web, tier: front") + P.deployment(pods: "app: web, tier: db")),
        P(
            "SEL-005", "the usual key", service("app.kubernetes.io/name: web") + P.deployment(),
            ["error spec.selector[app.kubernetes.io/name]: did you mean app: web?"]),
        P(
            "SEL-005", "the value of another workload exists",
            service("app: web, tier: frnt") + P.deployment(pods: "app: web, tier: front")
                + P.deployment(pods: "app: db, tier: frnt", name: "db"),
            ["error spec.selector[tier]: tier: front"]),
        P(
            "SEL-005", "something matches",
            service("app: web") + P.deployment() + P.deployment(pods: "App: web", name: "b")),
        P("SEL-005", "the workload's own labels tell more", service("app: wb") + P.deployment(labels: "app: wb")),
    ]

    private static let several = [
        P("SEL-006", "labels are equal", service("app: web") + P.deployment() + P.deployment(name: "b")),
        P(
            "SEL-006", "only versions differ",
            service("app: web") + P.deployment(pods: "app: web, version: v1")
                + P.deployment(pods: "app: web, version: v2", name: "b")),
        P(
            "SEL-006", "the pods of one Deployment",
            service("app: web")
                + ["1", "2"].map { pod in
                    P.object("v1", "Pod", "web-7f6-\(pod)", "spec: {containers: []}").replacing(
                        "namespace: default",
                        with: "namespace: default, labels: {app: web, pod-template-hash: 7f6, pod: \"\(pod)\"},"
                            + " ownerReferences: [{kind: ReplicaSet, name: web-7f6}]")
                }.joined()),
        P(
            "SEL-006", "tiers differ",
            service("app: web") + P.deployment(pods: "app: web, tier: a")
                + P.deployment(pods: "app: web, tier: b", name: "b"),
            ["warning spec.selector: label tier"]),
        P(
            "SEL-007", "the name of a StatefulSet's pod", service("statefulset.kubernetes.io/pod-name: db-0"),
            ["note spec.selector[statefulset.kubernetes.io/pod-name]"]),
        P("SEL-007", "a Job's name", service("job-name: j"), ["warning spec.selector[job-name]: the next run"]),
    ]

    private static let idle = [
        P(
            "SEL-008", "one of two runs",
            service("app: web") + P.deployment(spec: "replicas: 0") + P.deployment(name: "b")),
        P(
            "SEL-008", "a Job alone",
            service("app: web")
                + P.object("batch/v1", "Job", "j", "spec: {template: {metadata: {labels: {app: web}}, spec: {}}}"),
            ["warning spec.selector: Job default/j has pods only while it runs"]),
        P(
            "SEL-008", "the names of a Job's pods",
            P.service("clusterIP: None, selector: {app: web}")
                + P.object(
                    "batch/v1", "Job", "j",
                    "spec: {template: {metadata: {labels: {app: web}}, spec: {subdomain: web}}}")),
        P(
            "SEL-008", "a pod that has ended",
            service("app: web")
                + P.object("v1", "Pod", "p", "spec: {}\nstatus: {phase: Succeeded}").replacing(
                    "namespace: default", with: "namespace: default, labels: {app: web}"),
            ["warning spec.selector: Pod default/p has ended"]),
        P(
            "SEL-008", "an autoscaler",
            service("app: web") + P.deployment(spec: "replicas: 0")
                + P.object(
                    "autoscaling/v2", "HorizontalPodAutoscaler", "h",
                    "spec: {scaleTargetRef: {kind: Deployment, name: web}}")),
        P(
            "SEL-008", "an autoscaler of something else",
            service("app: web") + P.deployment(spec: "replicas: 0")
                + P.object(
                    "autoscaling/v2", "HorizontalPodAutoscaler", "h",
                    "spec: {scaleTargetRef: {kind: Deployment, name: other}}"),
            ["warning spec.selector"]),
        P("SEL-009", "no selector at all", P.service("ports: [{port: 80}]")),
        P("SEL-009", "a slice has endpoints", service("") + endpoints),
        P("SEL-009", "empty", service(""), ["warning spec.selector"]),
        P(
            "SEL-011", "a load balancer's gate",
            service("app: web")
                + P.deployment("containers: [], readinessGates: [{conditionType: target-health.elbv2.k8s.aws/k8s-web}]")
        ),
        P(
            "SEL-011", "a described gate",
            service("app: web")
                + P.deployment("containers: [], readinessGates: [{conditionType: example.com/ok}]"),
            cluster: "readinessGates: [example.com/ok]"),
        P(
            "SEL-011", "no Service selects the pods",
            service("app: x") + P.deployment("containers: [], readinessGates: [{conditionType: example.com/ok}]")),
        P(
            "SEL-012", "not headless",
            P.service("selector: {app: web}, ports: [{port: 80}]")
                + P.deployment(kind: "StatefulSet", spec: "serviceName: web"),
            ["warning spec.serviceName: which isn't headless"]),
        P(
            "SEL-012", "doesn't select its pods",
            P.service("clusterIP: None, selector: {app: db}, ports: [{port: 80}]")
                + P.deployment(kind: "StatefulSet", spec: "serviceName: web"),
            ["warning spec.serviceName: which doesn't select its pods"]),
        P(
            "SEL-012", "it exists in the cluster", P.deployment(kind: "StatefulSet", spec: "serviceName: web"),
            cluster: "existing: {services: [default/web]}"),
        P(
            "SEL-012", "a Pod with a subdomain", P.object("v1", "Pod", "p", "spec: {hostname: a, subdomain: sub}"),
            ["warning spec.subdomain"]),
        P("SEL-012", "a subdomain without hostname", P.object("v1", "Pod", "p", "spec: {subdomain: sub}")),
    ]

    private static let changes = [
        P(
            "SEL-010", "the pods carried it before", service("app: web, v: b") + P.deployment(pods: "app: web, v: b"),
            old: service("app: web") + P.deployment(pods: "app: web, v: b")),
        P(
            "SEL-010", "the pods get it now", service("app: web, v: b") + P.deployment(pods: "app: web, v: b"),
            old: service("app: web") + P.deployment(), ["warning spec.selector: has no endpoints"]),
        P(
            "SEL-010", "one workload of two gets it now",
            service("app: web, v: b") + P.deployment(pods: "app: web, v: b")
                + P.deployment(pods: "app: web, v: b", name: "b"),
            old: service("app: web") + P.deployment() + P.deployment(pods: "app: web, v: b", name: "b"),
            ["warning spec.selector: has fewer endpoints"]),
        P(
            "SEL-010", "no pods carry it", service("app: web, v: b") + P.deployment(),
            old: service("app: web") + P.deployment(),
            ["warning spec.selector: no pods of the input carry it"]),
        P(
            "SEL-010", "the selector gets wider", service("app: web") + P.deployment(),
            old: service("app: web, v: b") + P.deployment()),
        P("SEL-010", "a new Service", service("app: web") + P.deployment(), old: P.deployment(pods: "a: b")),
    ]

    @Test(arguments: unmatched + nearMisses + several + idle + changes) func edge(_ probe: RuleProbe) { probe.check() }
}
