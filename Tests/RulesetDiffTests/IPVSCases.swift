import Diagnostics
import Manifests

/// Changes of manifests that show in ipvs mode in another way than elsewhere.
extension DriftCases {
    private static let three = slice("web", "10.244.0.5", "10.244.1.5", "10.244.1.6")
    private static let balancer = "\n, status: {loadBalancer: {ingress: [{ip: 203.0.113.5}, {ip: 203.0.113.6}]}}"
    private static let nodePort = "{name: http, port: 80, nodePort: 30080}"

    /// A Service with a load balancer of two addresses.
    private static func balanced(_ spec: String = "", ports: String = nodePort) -> String {
        node + service("web", spec, type: "LoadBalancer", ports: ports, status: balancer) + three
    }

    static let ofVirtualServers: [Case] = [
        .init(
            name: "an endpoint behind many addresses", live: balanced(),
            expected: balanced().replacing("10.244.1.6", with: "10.244.1.7"),
            drifts: [
                "endpoint-missing shop/web:http 10.244.1.7:8080", "endpoint-stale shop/web:http 10.244.1.6:8080",
            ]),
        .init(
            name: "port of endpoints behind many addresses", live: balanced(),
            expected: balanced().replacing("port: 8080", with: "port: 9090"),
            drifts: [
                "endpoint-port shop/web:http 10.244.0.5:9090", "endpoint-port shop/web:http 10.244.1.5:9090",
                "endpoint-port shop/web:http 10.244.1.6:9090",
            ]),
        .init(
            name: "external policy of many addresses becomes Local", live: balanced(),
            expected: balanced("externalTrafficPolicy: Local, healthCheckNodePort: 31000"),
            drifts: ["policy shop/web:http"]),
        .init(
            name: "external policy of many addresses becomes Cluster",
            live: balanced("externalTrafficPolicy: Local, healthCheckNodePort: 31000"), expected: balanced(),
            drifts: ["policy shop/web:http"]),
        .init(
            name: "policy of external IPs becomes Local",
            live: node + service("web", "externalIPs: [198.51.100.7, 198.51.100.8]") + three,
            expected: node
                + service("web", "externalIPs: [198.51.100.7, 198.51.100.8], externalTrafficPolicy: Local") + three,
            drifts: ["policy shop/web:http"]),
        .init(
            name: "health-check port changes",
            live: balanced("externalTrafficPolicy: Local, healthCheckNodePort: 31000"),
            expected: balanced("externalTrafficPolicy: Local, healthCheckNodePort: 31001"),
            drifts: ["health-check shop/web:http"]),
        .init(
            name: "a load-balancer address goes", live: balanced(),
            expected: balanced().replacing(", {ip: 203.0.113.6}", with: ""),
            drifts: ["address-stale shop/web:http 203.0.113.6:80/TCP"]),
        .init(
            name: "a load-balancer address with source ranges comes",
            live: balanced("loadBalancerSourceRanges: [198.51.100.0/24]")
                .replacing(", {ip: 203.0.113.6}", with: ""),
            expected: balanced("loadBalancerSourceRanges: [198.51.100.0/24]"),
            drifts: ["address-missing shop/web:http 203.0.113.6:80/TCP"]),
        .init(
            name: "source ranges of many addresses go", live: balanced("loadBalancerSourceRanges: [198.51.100.0/24]"),
            expected: balanced(), drifts: ["source-range shop/web:http"]),
        .init(
            name: "a source range of many addresses comes",
            live: balanced("loadBalancerSourceRanges: [198.51.100.0/24]"),
            expected: balanced("loadBalancerSourceRanges: [198.51.100.0/24, 192.0.2.0/24]"),
            drifts: ["source-range shop/web:http 192.0.2.0/24"]),
        .init(
            name: "all addresses of a Service go", live: balanced(), expected: node + service() + three,
            drifts: [
                "address-stale shop/web:http 203.0.113.5:80/TCP", "address-stale shop/web:http 203.0.113.6:80/TCP",
                "node-port shop/web:http 30080/TCP",
            ]),
        .init(
            name: "one port of a Service of two goes",
            live: node + service(ports: "{name: http, port: 80}, {name: admin, port: 81}") + three
                + slice("web", "10.244.0.5", port: 9000, portName: "admin").replacing("web-1", with: "web-2"),
            expected: node + service() + three, drifts: ["address-stale shop/web:http 10.96.0.20:81/TCP"]),
        .init(
            name: "one port of a Service of two comes", live: node + service() + three,
            expected: node + service(ports: "{name: http, port: 80}, {name: admin, port: 81}") + three
                + slice("web", "10.244.0.5", port: 9000, portName: "admin").replacing("web-1", with: "web-2"),
            drifts: ["service-missing shop/web:admin"]),
        .init(
            name: "a Service of two ports goes",
            live: node + service() + three
                + service("api", clusterIP: "10.96.0.21", ports: "{name: http, port: 80}, {name: admin, port: 81}")
                + slice("api", "10.244.0.7")
                + slice("api", "10.244.0.7", port: 9000, portName: "admin").replacing("api-1", with: "api-2"),
            expected: node + service() + three,
            drifts: ["service-unknown 10.96.0.21:80/TCP", "service-unknown 10.96.0.21:81/TCP"]),
        .init(
            name: "a Service with everything comes", live: node,
            expected: balanced(
                "loadBalancerSourceRanges: [198.51.100.0/24], externalTrafficPolicy: Local, healthCheckNodePort: 31000"),
            drifts: ["service-missing shop/web:http"]),
        .init(
            name: "a Service with everything goes",
            live: balanced(
                "loadBalancerSourceRanges: [198.51.100.0/24], externalTrafficPolicy: Local, healthCheckNodePort: 31000"),
            expected: node, drifts: ["service-unknown 10.96.0.20:80/TCP"]),
        .init(
            name: "two Services with the same endpoints, one of which goes",
            live: node + service() + three
                + service("api", clusterIP: "10.96.0.21") + slice("api", "10.244.0.5", "10.244.1.5", "10.244.1.6"),
            expected: node + service() + three, drifts: ["address-stale shop/web:http 10.96.0.21:80/TCP"]),
    ]
}
