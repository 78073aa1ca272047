/// More changes of manifests: what is found where elements of sets say what rules of iptables say.
enum NftablesDriftCases {
    private typealias Cases = DriftCases

    private static let three = Cases.slice("web", "10.244.0.5", "10.244.1.5", "10.244.1.6")
    private static let remote = Cases.slice("web", "10.244.1.5", "10.244.1.6")
    private static let port = "{name: http, port: 80, nodePort: 30080}"
    private static let node = Cases.node
    private static let balancer = "\n, status: {loadBalancer: {ingress: [{ip: 203.0.113.5}]}}"
    private static let affinity = "sessionAffinity: ClientIP"
    private static let local = "externalTrafficPolicy: Local"

    private static func ranges(_ list: String) -> String { "loadBalancerSourceRanges: [\(list)]" }

    private static func balanced(_ spec: String) -> String {
        Cases.service("web", spec, type: "LoadBalancer", ports: port, status: balancer)
    }

    private static func ports(_ list: String) -> String { Cases.service(ports: list) }

    private static let two = "{name: http, port: 80}, {name: admin, port: 81, targetPort: 8081}"
    private static let twoSlices =
        three
        + Cases.slice("web-admin", "10.244.0.5", port: 8081, portName: "admin").replacing(
            "service-name: web-admin", with: "service-name: web")

    static let all: [DriftCases.Case] = [
        .init(
            name: "a local endpoint comes", live: node + Cases.service() + remote,
            expected: node + Cases.service() + three, drifts: ["endpoint-missing shop/web:http 10.244.0.5:8080"]),
        .init(
            name: "a local endpoint goes", live: node + Cases.service() + three,
            expected: node + Cases.service() + remote, drifts: ["endpoint-stale shop/web:http 10.244.0.5:8080"]),
        .init(
            name: "affinity goes", live: node + Cases.service("web", affinity) + three,
            expected: node + Cases.service() + three, drifts: ["affinity shop/web:http"]),
        .init(
            name: "an endpoint comes to one that keeps clients", live: node + Cases.service("web", affinity) + remote,
            expected: node + Cases.service("web", affinity) + three,
            drifts: ["endpoint-missing shop/web:http 10.244.0.5:8080"]),
        .init(
            name: "an endpoint goes from one that keeps clients", live: node + Cases.service("web", affinity) + three,
            expected: node + Cases.service("web", affinity) + remote,
            drifts: ["endpoint-stale shop/web:http 10.244.0.5:8080"]),
        .init(
            name: "node port goes", live: node + Cases.service(type: "NodePort", ports: port) + three,
            expected: node + Cases.service() + three, drifts: ["node-port shop/web:http 30080/TCP"]),
        .init(
            name: "external IP goes", live: node + Cases.service("web", "externalIPs: [198.51.100.7]") + three,
            expected: node + Cases.service() + three,
            drifts: ["address-stale shop/web:http 198.51.100.7:80/TCP"]),
        .init(
            name: "an external IP more", live: node + Cases.service("web", "externalIPs: [198.51.100.7]") + three,
            expected: node + Cases.service("web", "externalIPs: [198.51.100.7, 198.51.100.8]") + three,
            drifts: ["address-missing shop/web:http 198.51.100.8:80/TCP"]),
        .init(
            name: "load balancer comes", live: node + Cases.service(type: "NodePort", ports: port) + three,
            expected: node + balanced("") + three, drifts: ["address-missing shop/web:http 203.0.113.5:80/TCP"]),
        .init(
            name: "source ranges go", live: node + balanced(ranges("198.51.100.0/24")) + three,
            expected: node + balanced("") + three, drifts: ["source-range shop/web:http"]),
        .init(
            name: "a source range more", live: node + balanced(ranges("198.51.100.0/24")) + three,
            expected: node + balanced(ranges("198.51.100.0/24, 192.0.2.0/24")) + three,
            drifts: ["source-range shop/web:http 192.0.2.0/24"]),
        .init(
            name: "a source range less", live: node + balanced(ranges("198.51.100.0/24, 192.0.2.0/24")) + three,
            expected: node + balanced(ranges("198.51.100.0/24")) + three,
            drifts: ["source-range shop/web:http 192.0.2.0/24"]),
        .init(
            name: "external policy becomes Cluster",
            live: node + Cases.service("web", local, type: "NodePort", ports: port) + three,
            expected: node + Cases.service(type: "NodePort", ports: port) + three, drifts: ["policy shop/web:http"]),
        .init(
            name: "external policy becomes Local and no endpoint is here",
            live: node + Cases.service(type: "NodePort", ports: port) + remote,
            expected: node + Cases.service("web", local, type: "NodePort", ports: port) + remote,
            drifts: ["policy shop/web:http"]),
        .init(
            name: "policy becomes Local where clients are kept",
            live: node + Cases.service("web", affinity, type: "NodePort", ports: port) + three,
            expected: node + Cases.service("web", "\(affinity), \(local)", type: "NodePort", ports: port) + three,
            drifts: ["policy shop/web:http"]),
        .init(
            name: "internal policy becomes Cluster",
            live: node + Cases.service("web", "internalTrafficPolicy: Local") + three,
            expected: node + Cases.service() + three, drifts: ["policy shop/web:http"]),
        .init(
            name: "last local endpoint of a Local Service goes",
            live: node + Cases.service("web", local, type: "NodePort", ports: port) + three,
            expected: node + Cases.service("web", local, type: "NodePort", ports: port) + remote,
            drifts: ["endpoint-stale shop/web:http 10.244.0.5:8080"]),
        .init(
            name: "a port comes", live: node + ports("{name: http, port: 80}") + three,
            expected: node + ports(two) + twoSlices, drifts: ["service-missing shop/web:admin"]),
        .init(
            name: "a port goes", live: node + ports(two) + twoSlices,
            expected: node + ports("{name: http, port: 80}") + three, drifts: ["service-unknown shop/web:admin"]),
        .init(
            name: "last endpoint of a node port goes",
            live: node + Cases.service(type: "NodePort", ports: port) + remote,
            expected: node + Cases.service(type: "NodePort", ports: port),
            drifts: [
                "endpoint-stale shop/web:http 10.244.1.5:8080", "endpoint-stale shop/web:http 10.244.1.6:8080",
            ]),
        .init(
            name: "Service without endpoints comes", live: node + Cases.service() + three,
            expected: node + Cases.service() + three + Cases.service("api", clusterIP: "10.96.0.21"),
            drifts: ["service-missing shop/api:http"]),
        .init(
            name: "Service without endpoints goes",
            live: node + Cases.service() + three + Cases.service("api", clusterIP: "10.96.0.21"),
            expected: node + Cases.service() + three, drifts: ["service-unknown shop/api:http"]),
    ]
}
