import Addressing
import Diagnostics
import Foundation
import Manifests
import TestSupport
import Testing

/// Objects, lists and defaults.
@Suite struct ManifestReaderTests {
    private func read(_ text: String, name: String = "test.yaml") -> ManifestSet {
        ManifestReader.read([Source(name: name, text: text)])
    }

    /// Items without a kind take the list's: that is how the API itself answers.
    @Test(arguments: [
        #"{"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"#,
        #"{"apiVersion":"v1","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}],"kind":"ServiceList"}"#,
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n- apiVersion: v1\n  kind: Service\n  metadata: {name: b}\n",
        "apiVersion: v1\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\nkind: ServiceList\n",
    ])
    func lists(_ text: String) {
        let set = read(text)
        #expect(set.findings == [])
        #expect(set.services.map(\.metadata.name) == ["a", "b"])
        #expect(set.services.map(\.metadata.namespace) == ["default", "default"])
    }

    @Test(arguments: [
        ("EndpointSliceList", "discovery.k8s.io/v1", "addressType: IPv4", "EndpointSlice"),
        ("NodeList", "v1", "spec: {}", "Node"), ("EndpointsList", "v1", "subsets: []", "Endpoints"),
        ("ServiceCIDRList", "networking.k8s.io/v1", "spec: {cidrs: [10.96.0.0/16]}", "ServiceCIDR"),
    ])
    func typedLists(_ kind: String, _ version: String, _ body: String, _ item: String) {
        let set = read("kind: \(kind)\napiVersion: \(version)\nitems:\n- metadata: {name: x}\n  \(body)\n")
        #expect(set.findings == [])
        let counts = [set.endpointSlices.count, set.nodes.count, set.serviceCIDRs.count]
        #expect(counts.reduce(0, +) == (item == "Endpoints" ? 0 : 1))
    }

    /// A Service of Knative is another kind, and an old version of ours is an error.
    @Test func groupsAndVersions() {
        #expect(read("apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: x}\n").otherObjectCount == 1)
        let old = read("apiVersion: discovery.k8s.io/v1beta1\nkind: EndpointSlice\nmetadata: {name: x}\n")
        #expect(old.findings.map(\.rule) == ["SCHEMA-005"])
        #expect(old.endpointSlices.isEmpty)
    }

    @Test func defaults() throws {
        let set = read(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: "fd00:10:96::1", sessionAffinity: ClientIP, ports: [{port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            addressType: IPv6
            ports: [{port: 8080}, {name: absent}]
            endpoints: [{addresses: ["FD00::0005"]}, {addresses: []}, {}]
            """)
        #expect(set.findings == [])
        let service = try #require(set.services.first)
        #expect(service.metadata.namespace == "default")
        #expect(service.type == .clusterIP)
        #expect(service.ports.map(\.transport) == [.tcp])
        #expect(service.affinitySeconds == 10800)
        #expect(service.clusterIPs.map(\.text) == ["fd00:10:96::1"])
        #expect(service.ipFamilies == [.ipv6])
        let slice = try #require(set.endpointSlices.first)
        #expect(slice.ports.map(\.name) == [""])
        let endpoint = try #require(slice.endpoints.first)
        #expect(slice.endpoints.count == 1)
        #expect(endpoint.isReady && endpoint.isServing && !endpoint.isTerminating)
        #expect(endpoint.address.description == "fd00::5")
        #expect(set.symbols.name(endpoint.writtenAddress) == "FD00::0005")
    }

    /// Of two objects with one name the later counts, as with `kubectl apply`.
    @Test func anObjectTwice() {
        let set = read(
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIP: 10.0.0.1}\n---\n"
                + "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: default}\nspec: {clusterIP: 10.0.0.2}\n"
        )
        #expect(set.services.map(\.clusterIP?.text) == ["10.0.0.2"])
        #expect(set.findings.map(\.rule) == ["SCHEMA-014"])
        #expect(set.findings.map(\.severity) == [.warning])
    }

    /// Each value that kube-proxy couldn't use is found at its place, and its object left out.
    @Test(arguments: [
        ("type: Magic", "SVC-004", "spec.type"), ("clusterIPs: [x]", "SVC-015", "spec.clusterIPs[0]"),
        ("externalIPs: [10.0.0.1, 1.2.3]", "SVC-012", "spec.externalIPs[1]"),
        ("loadBalancerSourceRanges: [10.0.0.1]", "LB-002", "spec.loadBalancerSourceRanges[0]"),
        ("ipFamilies: [IPv5]", "DS-001", "spec.ipFamilies[0]"),
        ("sessionAffinity: Yes", "SCHEMA-008", "spec.sessionAffinity"),
        ("sessionAffinity: Client", "AFF-001", "spec.sessionAffinity"),
        (
            "sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}", "AFF-002",
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
        ),
        ("externalTrafficPolicy: local", "TP-002", "spec.externalTrafficPolicy"),
        ("ports: {port: 80}", "SCHEMA-007", "spec.ports"), ("ports: [{port: 0}]", "PORT-004", "spec.ports[0].port"),
        ("ports: [{name: a}]", "PORT-004", "spec.ports[0]"),
        ("ports: [{port: 65536}]", "PORT-004", "spec.ports[0].port"),
        ("ports: [{port: 80, nodePort: 70000}]", "PORT-011", "spec.ports[0].nodePort"),
        ("ports: [{port: 80, protocol: tcp}]", "PORT-005", "spec.ports[0].protocol"),
        ("ports: [{port: 80, targetPort: 99999}]", "PORT-007", "spec.ports[0].targetPort"),
        ("ports: [{port: 80, name: a}, {port: 81, name: a}]", "PORT-002", "spec.ports[1]"),
        ("ports: [{port: 80}, {port: 81}]", "PORT-001", "spec.ports[1]"),
        ("selector: {app: 1}", "SCHEMA-007", "spec.selector.app"),
        ("selector: {app.kubernetes.io/name: {a: b}}", "SCHEMA-007", "spec.selector[app.kubernetes.io/name]"),
    ])
    func brokenServices(_ field: String, _ rule: String, _ path: String) {
        let set = read("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  \(field)\n")
        #expect(set.findings.map(\.rule) == [rule])
        #expect(set.findings.map(\.fieldPath) == [path])
        #expect(set.findings.first?.location?.line == 5)
        #expect(set.services.isEmpty)
    }

    @Test(
        arguments: [
            ("addressType: IPv7", "EP-001", "addressType"), ("ports: []", "EP-001", nil),
            ("addressType: IPv4\nports: [{port: 70000}]", "EP-016", "ports[0].port"),
            ("addressType: IPv4\nports: [{port: -1}]", "EP-016", "ports[0].port"),
            (
                "addressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}, {addresses: [ten]}]", "EP-003",
                "endpoints[1].addresses[0]"
            ),
            ("addressType: IPv4\nendpoints: [{addresses: [\"fd00::1\"]}]", "EP-003", "endpoints[0].addresses[0]"),
            (
                "addressType: IPv4\nendpoints: [{addresses: [10.0.0.1], conditions: {ready: 1}}]", "SCHEMA-007",
                "endpoints[0].conditions.ready"
            ),
            ("addressType: IPv4\nendpoints: [{addresses: 10.0.0.1}]", "SCHEMA-007", "endpoints[0].addresses"),
        ] as [(String, String, String?)])
    func brokenSlices(_ fields: String, _ rule: String, _ path: String?) {
        let set = read("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: web-1}\n\(fields)\n")
        #expect(set.findings.map(\.rule) == [rule])
        #expect(set.findings.map(\.fieldPath) == [path])
        #expect(set.endpointSlices.isEmpty)
    }

    /// A million broken items in one object give a bounded number of findings, in linear time.
    @Test func aFloodOfErrors() {
        let items = String(repeating: "1,", count: 200_000)
        let set = read(
            #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"externalIPs":[\#(items)1]}}"#,
            name: "test.json")
        #expect(set.findings.count == 51)
        #expect(set.findings.first?.rule == "READ-004")
    }
}
