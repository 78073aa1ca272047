import Addressing
import Diagnostics
import Foundation
import Manifests
import Testing

/// What derivation does beyond the cases of `fixtures/derive`: bounds, numbers of slices, allocation.
@Suite struct DerivationTests {
    private func read(_ text: String) -> ManifestSet {
        ManifestReader.read([Source(name: "test.yaml", text: text)], readingWorkloads: true)
    }

    private func derive(_ documents: [String]) -> ManifestSet {
        read(documents.joined(separator: "\n---\n")).derivingEndpoints()
    }

    private func service(_ name: String, _ spec: String = "", namespace: String = "shop", selector: String = "web")
        -> String
    {
        "apiVersion: v1\nkind: Service\nmetadata: {name: \(name), namespace: \(namespace)}\n"
            + "spec: {selector: {app: \(selector)}, ports: [{port: 80}]\(spec.isEmpty ? "" : ", \(spec)")}"
    }

    private func deployment(_ name: String, replicas: String, podSpec: String = "") -> String {
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: \(name), namespace: shop}\n"
            + "spec: {replicas: \(replicas), template: {metadata: {labels: {app: \(name)}}, spec: {\(podSpec)}}}"
    }

    private func rules(_ set: ManifestSet) -> [String] { set.findings.map(\.rule) }

    // MARK: Placeholder pods

    /// The controller puts at most 100 endpoints into one slice.
    @Test func slicesOfAHundred() {
        let set = derive([service("web"), deployment("web", replicas: "250")])
        #expect(set.endpointSlices.map(\.endpoints.count) == [100, 100, 50])
        #expect(set.endpointSlices.map(\.metadata.name) == ["web-ipv4-0", "web-ipv4-1", "web-ipv4-2"])
    }

    /// Where no pod CIDR is known: 192.0.2.1 to .254, then 198.18.0.1 and on, each once.
    @Test func reservedAddresses() {
        let set = derive([service("web"), deployment("web", replicas: "300")])
        let addresses = set.endpointSlices.flatMap(\.endpoints).map { "\($0.address)" }
        #expect(Set(addresses).count == 300)
        #expect(addresses[0] == "192.0.2.1" && addresses[253] == "192.0.2.254" && addresses[254] == "198.18.0.1")
    }

    /// A pod CIDR that is full, or taken by real pods, is passed over.
    @Test func fullPodCIDR() {
        let node = "apiVersion: v1\nkind: Node\nmetadata: {name: node-a}\nspec: {podCIDR: 10.244.0.0/29}"
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop, labels: {app: web}}\n"
            + "spec: {nodeName: node-a}\n"
            + "status: {podIP: 10.244.0.3, conditions: [{type: Ready, status: \"True\"}]}"
        let set = derive([node, service("web"), deployment("web", replicas: "6"), pod])
        #expect(
            set.endpointSlices.flatMap(\.endpoints).map { "\($0.address)" }.sorted() == [
                "10.244.0.2", "10.244.0.3", "10.244.0.4", "10.244.0.5", "10.244.0.6", "192.0.2.1", "192.0.2.2",
            ])
    }

    /// Hostile numbers end in an error, not in memory that runs out.
    @Test func bounds() {
        let many = derive([service("web"), deployment("web", replicas: "2147483647")])
        #expect(many.hasErrors && rules(many).contains("READ-004"))
        let services = (0..<40).map { service("web-\($0)") }
        let product = derive(services + [deployment("web", replicas: "100000")])
        #expect(product.findings.filter { $0.rule == "READ-004" }.map(\.object?.name) == ["web-36"])
        #expect(product.endpointSlices.reduce(0) { $0 + $1.endpoints.count } <= 3_000_000)
    }

    @Test(arguments: [
        ("\"3\"", "SCHEMA-007"), ("-1", "SEL-008"), ("99999999999", "SEL-008"), ("{}", "SCHEMA-007"),
    ])
    func brokenReplicas(_ text: String, _ rule: String) {
        let set = read(deployment("web", replicas: text))
        #expect(rules(set) == [rule])
        #expect(set.podSources.isEmpty)
    }

    @Test func brokenPodAddress() {
        let set = read(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nstatus: {podIPs: [{ip: 10.244.0.300}]}")
        #expect(set.findings.map(\.fieldPath) == ["status.podIPs[0].ip"])
        #expect(rules(set) == ["EP-003"])
    }

    /// Without the wish to derive, workloads are passed over as ever.
    @Test func workloadsAreReadOnlyOnRequest() {
        let set = ManifestReader.read([Source(name: "test.yaml", text: deployment("web", replicas: "\"3\""))])
        #expect(set.findings == [] && set.otherObjectCount == 1 && set.podSources.isEmpty)
    }

    @Test func theLaterOfTwoCounts() {
        let set = derive([service("web"), deployment("web", replicas: "3"), deployment("web", replicas: "2")])
        #expect(set.endpointSlices.map(\.endpoints.count) == [2])
        #expect(rules(set).contains("SCHEMA-014"))
    }

    /// Pods are spread over the label that they ask for, and not to nodes without it.
    @Test func spreadConstraint() {
        let nodes = [("a", "r1"), ("b", "r1"), ("c", "r2"), ("d", "")].map { name, rack in
            "apiVersion: v1\nkind: Node\nmetadata: {name: \(name), labels: {\(rack.isEmpty ? "" : "rack: \(rack)")}}"
        }
        let spread = "topologySpreadConstraints: [{topologyKey: rack, maxSkew: 1, whenUnsatisfiable: DoNotSchedule}]"
        let set = derive(nodes + [service("web"), deployment("web", replicas: "4", podSpec: spread)])
        let names = set.endpointSlices.flatMap(\.endpoints).map { set.symbols.name($0.nodeName) }
        #expect(names == ["a", "c", "b", "a"])
    }

    // MARK: What is said

    /// Many Services of one kind are told by number.
    @Test func remarksAreCounted() {
        let set = read((0..<30).map { service("web-\($0)") }.joined(separator: "\n---\n"))
        let few = set.derivingEndpoints(listing: 5)
        #expect(few.findings.count { $0.rule == "DERIVE-002" && $0.object != nil } == 5)
        #expect(few.findings.contains { $0.rule == "DERIVE-002" && $0.message == "the same of 25 more Services" })
        #expect(set.derivingEndpoints(listing: .max).findings.count { $0.rule == "DERIVE-002" } == 30)
    }

    /// A name from a manifest can't break the line of a remark.
    @Test func hostileNames() {
        let set = derive([service("web", selector: "\"x\\ny\"")])
        #expect(set.findings.allSatisfy { !$0.message.contains("\n") })
        #expect(set.findings.contains { $0.message.contains("app=x\\ny") })
    }

    // MARK: Placeholders of the API server

    /// Static addresses and ports are respected first, ports of one number share theirs, two families are given.
    @Test func allocation() throws {
        let set = derive([
            service("a"), service("b", "clusterIP: 10.96.0.77"), service("c", "clusterIP: None"),
            service("d", "type: NodePort, ipFamilyPolicy: PreferDualStack"),
            service("e", "type: LoadBalancer, externalTrafficPolicy: Local"),
            service("f", "type: LoadBalancer, allocateLoadBalancerNodePorts: false"),
            service("g", "type: ExternalName, externalName: example.com"),
        ])
        let services = Dictionary(uniqueKeysWithValues: set.services.map { ($0.metadata.name, $0) })
        func made(_ name: String) throws -> Service { try #require(services[name]) }
        let range = try #require(IPPrefix("10.96.0.0/12"))
        // The API server leaves the first 256 addresses and 86 node ports to those who pick one.
        let a = try #require(made("a").clusterIP).value
        #expect(range.contains(a) && a.low - range.address.low > 256)
        #expect(try made("b").clusterIPs.map(\.text) == ["10.96.0.77"])
        #expect(try made("c").clusterIPs.isEmpty && made("g").clusterIPs.isEmpty)
        #expect(try made("d").clusterIPs.map(\.value.family) == [.ipv4, .ipv6])
        #expect(try made("d").ipFamilies == [.ipv4, .ipv6])
        #expect((30086...32767).contains(try made("d").ports[0].nodePort))
        #expect(try made("a").ports[0].nodePort == 0 && made("f").ports[0].nodePort == 0)
        #expect((30086...32767).contains(try made("e").healthCheckNodePort))
        #expect(try made("e").healthCheckNodePort != made("e").ports[0].nodePort)
    }

    /// A port number that stands twice, for TCP and UDP, has one node port, a written one if there is one.
    @Test(arguments: ["", ", nodePort: 30053"])
    func sharedNodePort(_ written: String) {
        let text =
            "apiVersion: v1\nkind: Service\nmetadata: {name: dns}\n"
            + "spec: {type: NodePort, ports: [{name: t, port: 53}, {name: u, port: 53, protocol: UDP\(written)}]}"
        let ports = derive([text]).services.flatMap(\.ports).map(\.nodePort)
        #expect(ports.count == 2 && ports[0] == ports[1] && ports[0] != 0)
        #expect(written.isEmpty || ports[0] == 30053)
    }

    /// What a Service gets stays when others come and go.
    @Test func allocationIsStable() {
        let alone = derive([service("web", "type: NodePort")]).services[0]
        let others = (0..<50).map { service("other-\($0)", "type: NodePort") }
        let among = derive(others + [service("web", "type: NodePort")]).services.last
        #expect(alone.clusterIP?.value == among?.clusterIP?.value)
        #expect(alone.ports.map(\.nodePort) == among?.ports.map(\.nodePort))
    }

    /// A range of 30 addresses gives each once, the first and the tenth never, and says when it is empty.
    @Test func smallRange() {
        let range =
            "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: k}\nspec: {cidrs: [10.0.0.0/27]}"
        let set = derive([range] + (0..<30).map { service("web-\($0)") })
        let addresses = set.services.compactMap(\.clusterIP).map { $0.value.low & 0xFF }
        #expect(Set(addresses).count == 28 && addresses.count == 28)
        #expect(Set(addresses) == Set(1...30).subtracting([1, 10]))
        #expect(set.findings.count { $0.rule == "DERIVE-008" } == 2)
    }
}
