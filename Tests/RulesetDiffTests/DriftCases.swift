import Diagnostics
import Manifests
import Testing

/// Changes of manifests, and what a node that knows only those before differs in from one that knows those after.
enum DriftCases {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let live: String
        let expected: String
        /// `KIND SERVICE SUBJECT`, without what is empty.
        let drifts: [String]

        var testDescription: String { name }
    }

    static func manifests(_ text: String) -> ManifestSet {
        ManifestReader.read([Source(name: "case.yaml", bytes: Array(text.utf8))])
    }

    static let node = """
        {apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {podCIDRs: [10.244.0.0/24]},
         status: {addresses: [{type: InternalIP, address: 192.168.0.10}]}}
        """

    static func service(
        _ name: String = "web", _ spec: String = "", clusterIP: String = "10.96.0.20", type: String = "ClusterIP",
        ports: String = "{name: http, port: 80}", status: String = ""
    ) -> String {
        """

        ---
        {apiVersion: v1, kind: Service, metadata: {name: \(name), namespace: shop},
         spec: {type: \(type), clusterIP: \(clusterIP), clusterIPs: [\(clusterIP)], ipFamilies: [IPv4],
                selector: {app: \(name)}, ports: [\(ports)]\(spec.isEmpty ? "" : ", \(spec)")}\(status)}
        """
    }

    static func slice(
        _ name: String = "web", _ endpoints: String..., port: Int = 8080, portName: String = "http"
    ) -> String {
        let list = endpoints.map { address in
            let node = address.hasPrefix("10.244.0.") ? "node-a" : "node-b"
            return "{addresses: [\(address)], nodeName: \(node), conditions: {ready: true}}"
        }
        return """

            ---
            {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4,
             metadata: {name: \(name)-1, namespace: shop, labels: {kubernetes.io/service-name: \(name)}},
             ports: [{name: \(portName), port: \(port), protocol: TCP}], endpoints: [\(list.joined(separator: ", "))]}
            """
    }

    private static let three = slice("web", "10.244.0.5", "10.244.1.5", "10.244.1.6")
    private static let balancer = "\n, status: {loadBalancer: {ingress: [{ip: 203.0.113.5}]}}"
    private static let ranges = "loadBalancerSourceRanges: [198.51.100.0/24]"

    static let all: [Case] = [
        .init(name: "nothing", live: node + service() + three, expected: node + service() + three, drifts: []),
        .init(
            name: "endpoint comes", live: node + service() + slice("web", "10.244.0.5", "10.244.1.5"),
            expected: node + service() + three, drifts: ["endpoint-missing shop/web:http 10.244.1.6:8080"]),
        .init(
            name: "endpoint goes", live: node + service() + three,
            expected: node + service() + slice("web", "10.244.0.5", "10.244.1.6"),
            drifts: ["endpoint-stale shop/web:http 10.244.1.5:8080"]),
        .init(
            name: "endpoint is replaced", live: node + service() + three,
            expected: node + service() + slice("web", "10.244.0.5", "10.244.1.5", "10.244.1.9"),
            drifts: [
                "endpoint-missing shop/web:http 10.244.1.9:8080", "endpoint-stale shop/web:http 10.244.1.6:8080",
            ]),
        .init(
            name: "port changes", live: node + service() + slice("web", "10.244.0.5", "10.244.1.5"),
            expected: node + service() + slice("web", "10.244.0.5", "10.244.1.5", port: 9090),
            drifts: [
                "endpoint-port shop/web:http 10.244.0.5:9090", "endpoint-port shop/web:http 10.244.1.5:9090",
            ]),
        .init(
            name: "first endpoint comes", live: node + service(),
            expected: node + service() + slice("web", "10.244.1.5"),
            drifts: ["endpoint-missing shop/web:http 10.244.1.5:8080"]),
        .init(
            name: "last endpoint goes", live: node + service() + slice("web", "10.244.1.5"), expected: node + service(),
            drifts: ["endpoint-stale shop/web:http 10.244.1.5:8080"]),
        .init(
            name: "Service comes", live: node + service() + three,
            expected: node + service() + three + service("api", clusterIP: "10.96.0.21") + slice("api", "10.244.1.7"),
            drifts: ["service-missing shop/api:http"]),
        .init(
            name: "Service goes",
            live: node + service() + three + service("api", clusterIP: "10.96.0.21") + slice("api", "10.244.1.7"),
            expected: node + service() + three, drifts: ["service-unknown shop/api:http"]),
        .init(
            name: "node port comes", live: node + service() + three,
            expected: node + service(type: "NodePort", ports: "{name: http, port: 80, nodePort: 30080}") + three,
            drifts: ["node-port shop/web:http 30080/TCP"]),
        .init(
            name: "node port changes",
            live: node + service(type: "NodePort", ports: "{name: http, port: 80, nodePort: 30080}") + three,
            expected: node + service(type: "NodePort", ports: "{name: http, port: 80, nodePort: 30081}") + three,
            drifts: ["node-port shop/web:http 30081/TCP"]),
        .init(
            name: "external IP comes", live: node + service() + three,
            expected: node + service("web", "externalIPs: [198.51.100.7]") + three,
            drifts: ["address-missing shop/web:http 198.51.100.7:80/TCP"]),
        .init(
            name: "cluster IP changes", live: node + service() + three,
            expected: node + service(clusterIP: "10.96.0.99") + three,
            drifts: ["address shop/web:http 10.96.0.99:80/TCP"]),
        .init(
            name: "port of the Service changes", live: node + service() + three,
            expected: node + service(ports: "{name: http, port: 81}") + three,
            drifts: ["address shop/web:http 10.96.0.20:81/TCP"]),
        .init(
            name: "external policy becomes Local",
            live: node + service(type: "NodePort", ports: "{name: http, port: 80, nodePort: 30080}") + three,
            expected: node
                + service(
                    "web", "externalTrafficPolicy: Local", type: "NodePort",
                    ports: "{name: http, port: 80, nodePort: 30080}") + three,
            drifts: ["policy shop/web:http"]),
        .init(
            name: "internal policy becomes Local", live: node + service() + three,
            expected: node + service("web", "internalTrafficPolicy: Local") + three, drifts: ["policy shop/web:http"]),
        .init(
            name: "affinity comes", live: node + service() + three,
            expected: node + service("web", "sessionAffinity: ClientIP") + three, drifts: ["affinity shop/web:http"]),
        .init(
            name: "affinity time changes",
            live: node
                + service(
                    "web", "sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}")
                + three,
            expected: node + service("web", "sessionAffinity: ClientIP") + three, drifts: ["affinity shop/web:http"]),
        .init(
            name: "source ranges come",
            live: node
                + service(
                    type: "LoadBalancer", ports: "{name: http, port: 80, nodePort: 30080}", status: balancer) + three,
            expected: node
                + service(
                    "web", ranges, type: "LoadBalancer", ports: "{name: http, port: 80, nodePort: 30080}",
                    status: balancer) + three,
            drifts: ["source-range shop/web:http"]),
        .init(
            name: "source range changes",
            live: node
                + service(
                    "web", "loadBalancerSourceRanges: [198.51.0.0/16]", type: "LoadBalancer",
                    ports: "{name: http, port: 80, nodePort: 30080}", status: balancer) + three,
            expected: node
                + service(
                    "web", ranges, type: "LoadBalancer", ports: "{name: http, port: 80, nodePort: 30080}",
                    status: balancer) + three,
            drifts: ["source-range shop/web:http 198.51.100.0/24"]),
    ]
}
