import Addressing
import Diagnostics
import Manifests
import PacketTrace
import RuleCompiler
import ServiceProxy
import Testing

/// Reasons in clusters that the compile cases don't have.
@Suite("reasons with pods and nodes of the input") struct ClusterReasonsTests {
    private static let nodes = """
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        spec: {podCIDRs: [10.244.0.0/24]}
        status: {addresses: [{type: InternalIP, address: 192.168.0.10}, {type: ExternalIP, address: 192.0.2.10}]}
        ---

        """

    /// The reasons for packets from a pod of node-a, in iptables mode.
    private func reasons(
        _ text: String, to: String, from: String = "10.244.0.200",
        configure: (inout ProxyConfiguration) -> Void = { _ in }
    ) throws -> [Reason] {
        let manifests = ManifestReader.read(
            [Source(name: "m.yaml", text: Self.nodes + text)], keepingObjects: true, readingWorkloads: true)
        #expect(manifests.findings.filter { $0.severity == .error } == [])
        var configuration = ProxyConfiguration()
        configure(&configuration)
        let node = NodeContext(try #require(manifests.nodes.first), configuration: configuration)
        let directory = ClusterDirectory(manifests)
        let source = try SourceNames(directory).source(from)
        let destination = try #require(
            try DestinationNames(directory, node: node).destinations(to, from: source).first)
        let family = destination.address.family
        let compile = ModeCompile(manifests, on: node, family: family, request: OutputRequest())
        let tracer = Tracer(TracedRuleset(compile.rules()), on: NodeNetwork(node, family: family))
        let address = try #require(source.address(family))
        let trace = tracer.trace(
            destination.packet(from: address, interface: source.interface(on: node)), isRecorded: false)
        let view = ProxyView(of: manifests, on: node, family: family)
        return PathReasons(directory, views: [view]).reasons(for: destination, from: source, endings: trace.endings)
    }

    private static func service(_ spec: String) -> String {
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {clusterIP: 10.96.0.20, selector: {app: web, tier: b}, ports: [{port: 80}]\(spec)}
        ---

        """
    }

    private static func slice(_ endpoints: String, family: String = "IPv4") -> String {
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: \(family)
        ports: [{name: "", port: 80}]
        endpoints: [\(endpoints)]
        ---

        """
    }

    @Test func emptySlicesSayWhichPodsAreMissing() throws {
        let first = try #require(try reasons(Self.service("") + Self.slice(""), to: "web").first)
        #expect(first.text == "Service default/web has no endpoint: there is nothing that connections could go to")
        #expect(first.change == "run pods with the labels app=web,tier=b in namespace default")
        #expect(first.place?.line == 9)
    }

    @Test func endpointsOfTheOtherFamilyAreNoHelp() throws {
        let slice = Self.slice("{addresses: [\"fd00::5\"]}", family: "IPv6")
        let first = try #require(try reasons(Self.service("") + slice, to: "web").first)
        #expect(first.text == "Service default/web has endpoints, but none with an IPv4 address")
    }

    @Test func podsThatAreNotReadyAreNamed() throws {
        let endpoints =
            "{addresses: [10.244.0.5], conditions: {ready: false}, targetRef: {kind: Pod, name: web-1}},"
            + "{addresses: [10.244.0.6], conditions: {ready: false, serving: false, terminating: true}}"
        let first = try #require(try reasons(Self.service("") + Self.slice(endpoints), to: "web").first)
        #expect(
            first.text
                == "none of the 2 endpoints of Service default/web is ready: 10.244.0.5:80 (pod default/web-1, not ready),"
                + " 10.244.0.6:80 (being deleted, no longer serving)")
        #expect(first.place?.line == 17)
    }

    @Test func nodePortsAnswerOnConfiguredAddresses() throws {
        let text =
            Self.service(", type: NodePort").replacing("{port: 80}", with: "{port: 80, nodePort: 30080}")
            + Self.slice("{addresses: [10.244.0.5], nodeName: node-a}")
        let network = try #require(IPPrefix("192.168.0.0/24"))
        let first = try #require(
            try reasons(text, to: "192.0.2.10:30080", from: "external:198.51.100.9") {
                $0.nodePortAddresses = [.network(network, text: "192.168.0.0/24")]
            }.first)
        #expect(first.text == "node ports answer only on 192.168.0.10 by nodePortAddresses, not on 192.0.2.10")
        #expect(first.change == "add a network with 192.0.2.10 to nodePortAddresses in kube-proxy's configuration")
        let open = try reasons(text, to: "192.0.2.10:30080", from: "external:198.51.100.9")
        #expect(open == [])
    }

    @Test func headlessServicesHaveNoRules() throws {
        let text = Self.service(", externalIPs: [198.51.100.7]").replacing("10.96.0.20", with: "None")
        let first = try #require(try reasons(text, to: "198.51.100.7:80").first)
        #expect(first.text.hasPrefix("Service default/web is headless: it has no address of its own"))
    }

    @Test func nodesWithoutServiceAnswerThemselves() throws {
        let first = try #require(try reasons("", to: "192.168.0.10:22").first)
        #expect(first.text.hasPrefix("no Service has node port 22/TCP: a process of the node answers"))
    }

    @Test func unknownClusterIPsAreSaidToBeSuch() throws {
        let range = """
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: kubernetes}
            spec: {cidrs: [10.96.0.0/16]}

            """
        let manifests = ManifestReader.read([Source(name: "m.yaml", text: Self.nodes + range)])
        let directory = ClusterDirectory(manifests)
        let node = NodeContext(try #require(manifests.nodes.first), configuration: ProxyConfiguration())
        let source = try SourceNames(directory).source("10.244.0.200")
        let found = try DestinationNames(directory, node: node).destinations("10.96.9.9:80", from: source).first
        #expect(found?.steps.last?.text.hasSuffix("but no Service of the input has it") == true)
        #expect(found?.role == .outside)
    }

    @Test func ownersOfAddresses() throws {
        let cluster = try ShopCluster()
        let addresses = ["10.244.0.5", "10.244.1.30", "192.168.0.11", "10.244.0.99", "9.9.9.9"].compactMap {
            IPAddress($0)
        }
        #expect(
            addresses.map { cluster.directory.owner(of: $0) }
                == ["pod shop/web-1 on node-a", "pod shop/db-1 on node-b", "node node-b", "on node-a", nil])
    }

    /// Each of ten thousand Services is found by name, and its own reason is given.
    @Test func tenThousandServicesAreToldApart() throws {
        var text = ""
        for number in 0..<10_000 {
            text +=
                "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"s\(number)\"},\"spec\":{\"clusterIP\":"
                + "\"10.97.\(number / 250).\(number % 250)\",\"ports\":[{\"port\":80}]}}\n---\n"
        }
        let manifests = ManifestReader.read([Source(name: "m.yaml", text: Self.nodes + text)])
        #expect(manifests.services.count == 10_000)
        let directory = ClusterDirectory(manifests)
        let node = NodeContext(try #require(manifests.nodes.first), configuration: ProxyConfiguration())
        let reasons = PathReasons(directory, views: [ProxyView(of: manifests, on: node, family: .ipv4)])
        let names = DestinationNames(directory, node: node)
        let source = try SourceNames(directory).source("10.244.0.200")
        var destinations: [Destination] = []
        for number in 0..<10_000 { destinations += try names.destinations("s\(number)", from: source) }
        let tracer = Tracer(
            TracedRuleset(ModeCompile(manifests, on: node, family: .ipv4, request: OutputRequest()).rules()),
            on: NodeNetwork(node, family: .ipv4))
        let endings = tracer.trace(
            destinations[0].packet(from: try #require(source.address(.ipv4)), interface: .pod)
        ).endings
        let told = destinations.flatMap { reasons.reasons(for: $0, from: source, endings: endings) }.map(\.text)
        #expect(told.count == 10_000)
        #expect(Set(told).count == 10_000)
        #expect(told.last == "Service default/s9999 has no EndpointSlice in the input")
    }
}
