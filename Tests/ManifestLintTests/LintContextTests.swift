import Diagnostics
import ManifestLint
import Manifests
import TestSupport
import Testing

/// What rules look objects up in.
@Suite struct LintContextTests {
    private static let text = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {type: NodePort, selector: {app: web, tier: front}, ports: [{port: 80, nodePort: 30080}], externalIPs: [192.0.2.1]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: a, namespace: shop, labels: {app: other}}
        spec: {replicas: 3, template: {metadata: {labels: {app: web, tier: front, x: y}}, spec: {containers: [{name: c}]}}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: b, namespace: shop}
        spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: web}}}}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: c, labels: {app: web, tier: front}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: s, namespace: shop, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 8080}]
        endpoints: [{addresses: [10.244.0.1], conditions: {ready: false}}]

        """

    private func context() -> LintContext {
        LintContext(
            LintCase.read(Self.text, "test.yaml"), previous: LintCase.read(Self.text, "old.yaml"),
            cluster: ClusterDescription())
    }

    @Test func workloadsByTheLabelsOfTheirPods() throws {
        let context = context()
        let service = try #require(context.service("shop", "web"))
        #expect(context.workloads(in: "shop", carrying: service.selector).map(\.name) == ["a"])
        #expect(context.workloads(in: "shop", carrying: ["app": "web"]).map(\.name) == ["a", "b"])
        #expect(context.workloads(carrying: service.selector).map(\.name) == ["a", "c"])
        #expect(context.workloads(in: "shop", carrying: [:]).isEmpty)
        #expect(context.workloads(in: "default").map(\.name) == ["c"])
        #expect(context.workloads.map(\.replicas) == [3, nil, nil])
    }

    @Test func slicesClaimsAndEarlierVersions() throws {
        let context = context()
        let service = try #require(context.service("shop", "web"))
        let slice = try #require(context.slices(of: service).first)
        #expect(slice.endpoints.map(\.isReady) == [false] && slice.endpoints.map(\.isServing) == [true])
        #expect(slice.ports.map(\.port) == [8080] && slice.ports.map(\.transport) == ["TCP"])
        #expect(context.claims.nodePorts[30080]?.map(\.service.name) == ["web"])
        #expect(context.claims.externalIPs.count == 1)
        #expect(service.ports.map(\.targetNumber) == [80])
        #expect(context.previous(of: service.field.object)?.source.name == "old.yaml")
    }

    @Test func theLaterOfTwoServicesCounts() throws {
        let text = ["1", "2"].map {
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: 10.96.0.\($0)}\n"
        }
        let context = LintContext(
            LintCase.read(text.joined(separator: "---\n"), "test.yaml"), previous: nil, cluster: ClusterDescription())
        #expect(context.services.count == 1)
        #expect(context.service("default", "web")?.clusterIPs.map(\.text) == ["10.96.0.2"])
        #expect(context.objects(.service).count == 2)
    }
}
