import ManifestLint

extension RuleProbe {
    /// The Service `web` in default without a selector, with port http 80.
    static let bare = service("ports: [{name: http, port: 80, targetPort: 8080}]")
    /// The same with a selector.
    static let selecting = service("selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]")

    /// An EndpointSlice web-1 of the Service `web`, with port http 8080 and one endpoint.
    static func slice(
        _ endpoints: String = "[{addresses: [10.244.1.5], nodeName: node-a}]",
        ports: String = "[{name: http, port: 8080}]", name: String = "web-1", of service: String = "web",
        type: String = "IPv4", labels: String = "", metadata: String = "", namespace: String = "default"
    ) -> String {
        let labels = ["kubernetes.io/service-name: \(service)", labels].filter { !$0.isEmpty }.joined(separator: ", ")
        return """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: \(name), namespace: \(namespace), labels: {\(labels)}\(metadata.isEmpty ? "" : ", \(metadata)")}
            addressType: \(type)
            endpoints: \(endpoints)
            ports: \(ports)

            """
    }

    /// An Endpoints object `web` in default, with one address and port http 8080.
    static func endpoints(
        _ subsets: String = "[{addresses: [{ip: 192.0.2.9}], ports: [{name: http, port: 8080}]}]",
        name: String = "web", metadata: String = ""
    ) -> String {
        """
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: \(name), namespace: default\(metadata.isEmpty ? "" : ", \(metadata)")}
        subsets: \(subsets)

        """
    }

    /// A description of a cluster of so many nodes, called node-1 and so on, with a zone each.
    static func nodes(_ zones: [String?], labels: String = "") -> String {
        let nodes = zones.enumerated().map { number, zone in
            let zone = zone.map { "topology.kubernetes.io/zone: \($0)" } ?? ""
            let all = [zone, labels].filter { !$0.isEmpty }.joined(separator: ", ")
            return "- {name: node-\(number + 1), labels: {\(all)}}\n"
        }
        return "nodes:\n" + nodes.joined()
    }
}
