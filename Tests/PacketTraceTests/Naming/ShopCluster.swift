import Addressing
import Diagnostics
import Manifests
import PacketTrace
import ServiceProxy
import Testing

/// A small cluster with a name for everything that can be named.
struct ShopCluster {
    let manifests: ManifestSet
    let directory: ClusterDirectory
    let node: NodeContext

    init(_ text: String = Self.text, node name: String = "node-a", domain: String = "cluster.local") throws {
        manifests = ManifestReader.read(
            [Source(name: "shop.yaml", text: text)], keepingObjects: true, readingWorkloads: true)
        #expect(manifests.findings.filter { $0.severity == .error } == [])
        directory = ClusterDirectory(manifests, domain: domain)
        let object = try #require(manifests.nodes.first { $0.metadata.name == name })
        node = NodeContext(object, configuration: ProxyConfiguration())
    }

    func source(_ text: String) throws -> TrafficSource { try SourceNames(directory).source(text) }

    func destinations(_ text: String, from source: String = "pod/shop/web-2") throws -> [Destination] {
        try DestinationNames(directory, node: node).destinations(text, from: self.source(source))
    }

    /// The labels of all destinations.
    func labels(_ text: String, from source: String = "pod/shop/web-2") throws -> [String] {
        try destinations(text, from: source).map(\.label)
    }

    /// What is said of a text that names nothing.
    func error(_ text: String, from source: String = "pod/shop/web-2") throws -> NamingError {
        let source = try self.source(source)
        let names = DestinationNames(directory, node: node)
        return try #require(throws: NamingError.self) { try names.destinations(text, from: source) }
    }

    /// What is said of a source that names nothing.
    func sourceError(_ text: String) throws -> NamingError {
        try #require(throws: NamingError.self) { try self.source(text) }
    }

    static let text = nodes + services + headless + pods + ingresses

    static let nodes = """
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        spec: {podCIDRs: [10.244.0.0/24, "fd00:10:244::/64"]}
        status: {addresses: [{type: InternalIP, address: 192.168.0.10}, {type: InternalIP, address: "fd00:192:168::a"}]}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-b}
        spec: {podCIDRs: [10.244.1.0/24]}
        status: {addresses: [{type: InternalIP, address: 192.168.0.11}]}
        ---

        """

    static let services = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          clusterIP: 10.96.0.20
          clusterIPs: [10.96.0.20, "fd00:10:96::20"]
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: 8080}, {name: metrics, port: 9090}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: numbers-api, namespace: shop}
        spec: {clusterIP: 10.96.0.21, ports: [{port: 80, targetPort: 5000}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: np, namespace: shop}
        spec: {type: NodePort, clusterIP: 10.96.0.22, externalIPs: [198.51.100.7], ports: [{port: 81, nodePort: 30080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: edge, namespace: infra}
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.23
          ports: [{name: http, port: 80, nodePort: 30081}, {name: https, port: 443, nodePort: 30082}]
        status: {loadBalancer: {ingress: [{ip: 203.0.113.50}]}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system}
        spec:
          clusterIP: 10.96.0.10
          ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: ntp, namespace: shop}
        spec: {clusterIP: 10.96.0.24, ports: [{port: 123, protocol: UDP}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: legacy, namespace: shop}
        spec: {type: ExternalName, externalName: web.shop.svc.cluster.local}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: world, namespace: shop}
        spec: {type: ExternalName, externalName: www.example.com}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: circle, namespace: shop}
        spec: {type: ExternalName, externalName: circle.shop.svc.cluster.local}
        ---

        """

    static let headless = """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: shop}
        spec: {clusterIP: None, ports: [{name: pg, port: 5432, targetPort: 15432}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{name: pg, port: 15432}]
        endpoints:
        - {addresses: [10.244.0.30], hostname: db-0, nodeName: node-a, targetRef: {kind: Pod, name: db-0, namespace: shop}}
        - {addresses: [10.244.1.30], hostname: db-1, nodeName: node-b, targetRef: {kind: Pod, name: db-1, namespace: shop}}
        - {addresses: [10.244.1.31], hostname: db-2, nodeName: node-b, conditions: {ready: false}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: cold, namespace: shop}
        spec: {clusterIP: None, ports: [{port: 80}]}
        ---

        """

    static let pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, namespace: shop, labels: {app: web, tier: front}}
        spec:
          nodeName: node-a
          containers: [{name: c, image: i}]
          hostAliases: [{ip: 10.1.2.3, hostnames: [numbers-api, foo.local]}]
        status:
          podIPs: [{ip: 10.244.0.5}, {ip: "fd00:10:244::5"}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-2, namespace: shop, labels: {app: web}}
        spec: {nodeName: node-b, containers: [{name: c, image: i}]}
        status: {podIP: 10.244.1.5}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: done, namespace: shop, labels: {app: done}}
        spec: {nodeName: node-b, containers: [{name: c, image: i}]}
        status: {phase: Succeeded, podIP: 10.244.1.77}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: agent, namespace: kube-system}
        spec: {nodeName: node-b, hostNetwork: true, containers: [{name: c, image: i}]}
        status: {podIP: 192.168.0.11}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: i}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: later, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: later}}
          template:
            metadata: {labels: {app: later}}
            spec: {containers: [{name: c, image: i}]}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: queue, namespace: shop}
        spec:
          serviceName: queue
          replicas: 2
          selector: {matchLabels: {app: queue}}
          template:
            metadata: {labels: {app: queue}}
            spec: {containers: [{name: c, image: i}]}
        ---

        """

    static let ingresses = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: front, namespace: shop}
        spec:
          rules:
          - host: www.shop.example
            http:
              paths:
              - {path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}
              - {path: /numbers, pathType: Prefix, backend: {service: {name: numbers-api, port: {number: 80}}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: wild, namespace: shop}
        spec:
          rules:
          - host: "*.shop.test"
            http:
              paths: [{path: /api, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}]
        status: {loadBalancer: {ingress: [{ip: 203.0.113.50}]}}

        """
}
