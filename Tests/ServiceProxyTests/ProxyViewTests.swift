import Addressing
import Diagnostics
import Manifests
import ServiceProxy
import Testing

/// Which endpoints a service port's traffic goes to, seen from node-a in zone-a.
@Suite struct ProxyViewTests {
    /// One endpoint as a test writes it: conditions and hints.
    private func endpoint(_ number: Int, _ words: String) -> String {
        var fields = ["addresses: [10.244.0.\(number)]"]
        var conditions: [String] = []
        for word in words.split(separator: " ") {
            switch word {
            case "here": fields.append("nodeName: node-a")
            case "there": fields.append("nodeName: node-b")
            case "unready": conditions.append("ready: false")
            case "terminating": conditions.append("ready: false, serving: true, terminating: true")
            case "dead": conditions.append("ready: false, serving: false, terminating: true")
            case "zone-a", "zone-b": fields.append("hints: {forZones: [{name: \(word)}]}")
            case "for-a": fields.append("hints: {forNodes: [{name: node-a}]}")
            case "for-b": fields.append("hints: {forNodes: [{name: node-b}]}")
            default: Issue.record("unknown word \(word)")
            }
        }
        if !conditions.isEmpty { fields.append("conditions: {\(conditions.joined(separator: ", "))}") }
        return "{\(fields.joined(separator: ", "))}"
    }

    private func view(_ spec: String, _ endpoints: [String]) -> ProxyView {
        let items = endpoints.enumerated().map { endpoint($0 + 1, $1) }.joined(separator: ", ")
        let text = """
            apiVersion: v1
            kind: Node
            metadata: {name: node-a, labels: {topology.kubernetes.io/zone: zone-a}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: 10.96.0.1, ports: [{port: 80}], \(spec)}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints: [\(items)]
            """
        let manifests = ManifestReader.read([Source(name: "test.yaml", text: text)])
        #expect(manifests.findings == [])
        var remarks: [Finding] = []
        let node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: ProxyConfiguration(), remarks: &remarks)
        return ProxyView(of: manifests, on: node, family: .ipv4)
    }

    private static let local = "externalTrafficPolicy: Local, type: NodePort"
    private static let internalLocal = "internalTrafficPolicy: Local"

    /// Service, endpoints 1, 2, …; then the numbers in the cluster, local and reachable lists, and hasAny.
    @Test(
        arguments: [
            ("", [], [], [], [], false), ("", ["here", "there"], [1, 2], [], [1, 2], true),
            ("", ["unready", "there"], [2], [], [2], true), ("", ["unready"], [], [], [], false),
            ("", ["terminating", "there"], [2], [], [2], true), ("", ["terminating", "dead"], [1], [], [1], true),
            ("", ["dead"], [], [], [], false),
            // Hints count only if every ready endpoint has them and one fits.
            ("", ["zone-a", "zone-b"], [1], [], [1], true), ("", ["zone-a", "there"], [1, 2], [], [1, 2], true),
            ("", ["zone-b", "zone-b"], [1, 2], [], [1, 2], true),
            ("", ["zone-a", "zone-b unready"], [1], [], [1], true),
            ("", ["zone-a", "unready"], [1], [], [1], true), ("", ["for-a", "for-b"], [1], [], [1], true),
            ("", ["for-b", "for-b"], [1, 2], [], [1, 2], true), ("", ["for-a", "zone-a"], [1, 2], [], [1, 2], true),
            // Local policies: this node's endpoints, whatever the hints.
            (local, ["here", "there"], [1, 2], [1], [1, 2], true), (local, ["there"], [1], [], [1], true),
            (local, ["here zone-b", "there zone-a"], [2], [1], [1, 2], true),
            (local, ["here terminating", "there"], [2], [1], [1, 2], true),
            (local, ["here terminating", "here", "there"], [2, 3], [2], [2, 3], true),
            (local, ["here dead", "there"], [2], [], [2], true),
            (internalLocal, ["here", "there"], [], [1], [1], true), (internalLocal, ["there"], [], [], [], true),
            (internalLocal, ["there terminating"], [], [], [], true), (internalLocal, ["dead"], [], [], [], false),
            (internalLocal, ["here terminating", "there"], [], [1], [1], true),
        ] as [(String, [String], [Int], [Int], [Int], Bool)])
    func lists(
        _ spec: String, _ endpoints: [String], _ cluster: [Int], _ local: [Int], _ reachable: [Int], _ hasAny: Bool
    ) throws {
        // A NodePort Service without a node port is accessible from outside all the same by its external IP.
        let view = view(spec.contains("NodePort") ? spec + ", externalIPs: [198.51.100.1]" : spec, endpoints)
        let port = try #require(view.servicePorts.first)
        func numbers(_ list: Range<Int>) -> [Int] {
            view.endpoints(list, of: port).map { Int($0.socket.address.low & 0xFF) }
        }
        #expect(numbers(port.endpoints.cluster) == cluster)
        #expect(numbers(port.endpoints.local) == local)
        #expect(numbers(port.endpoints.reachable) == reachable)
        #expect(port.endpoints.hasAny == hasAny)
    }

    /// Endpoints are numbered by their text: 10.0.0.10:80 comes before 10.0.0.9:80.
    @Test func orderOfEndpoints() throws {
        let view = view("", Array(repeating: "", count: 11))
        let port = try #require(view.servicePorts.first)
        let texts = view.endpoints(port.endpoints.cluster, of: port).map(\.socket.description)
        #expect(texts == texts.sorted())
        #expect(texts.prefix(3) == ["10.244.0.10:8080", "10.244.0.11:8080", "10.244.0.1:8080"])
    }

    @Test(arguments: [
        ("clusterIP: None", ProxyView.Omission.headless), ("type: ExternalName", .externalName),
        ("clusterIP: \"\"", .noClusterIP), ("clusterIP: \"fd00::1\"", .otherFamily),
    ])
    func omitted(_ spec: String, _ reason: ProxyView.Omission) {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {ports: [{port: 80}], \(spec)}\n"
        let manifests = ManifestReader.read([Source(name: "test.yaml", text: text)])
        let view = ProxyView(of: manifests, on: NodeContext(), family: .ipv4)
        #expect(view.servicePorts.isEmpty)
        #expect(view.omitted[reason] == [0])
        #expect(view.remarks(about: manifests, everything: true).count == 1)
    }
}
