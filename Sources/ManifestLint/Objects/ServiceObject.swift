import Addressing
import Diagnostics
import Manifests

/// A Service as rules see it: with the API server's defaults, and every field that decides about traffic.
public struct ServiceObject: Sendable {
    /// The object.
    public let field: FieldCursor
    /// `namespace`, `default` if it says none.
    public let namespace: String
    /// `metadata.name`.
    public let name: String
    /// `spec.type`; `ClusterIP` if it says none.
    public let type: String
    /// `spec.selector`.
    public let selector: [String: String]
    /// `spec.ports`.
    public let ports: [Port]
    /// `spec.clusterIPs`, or `clusterIP` alone: text and place of each.
    public let clusterIPs: [FieldCursor]
    /// `metadata.labels`.
    public let labels: [String: String]

    /// One entry of `spec.ports`.
    public struct Port: Sendable {
        /// The entry.
        public let field: FieldCursor
        /// `name`; empty if it has none.
        public let name: String
        /// `port`; 0 if it has none.
        public let port: Int64
        /// `protocol`; `TCP` if it says none.
        public let transport: String
        /// `targetPort` as a number: `port` if it says none; nil if it is a name.
        public let targetNumber: Int64?
        /// `targetPort` as a name; nil if it is a number.
        public let targetName: String?
        /// `nodePort`; 0 if it has none.
        public let nodePort: Int64

        init(_ field: FieldCursor) {
            self.field = field
            name = field["name"].string ?? ""
            let port = field["port"].integer ?? 0
            self.port = port
            transport = field["protocol"].nonEmpty ?? "TCP"
            targetName = field["targetPort"].nonEmpty
            let number = field["targetPort"].integer ?? 0
            targetNumber = targetName != nil ? nil : number == 0 ? port : number
            nodePort = field["nodePort"].integer ?? 0
        }
    }

    init(_ object: ManifestObject) {
        field = object.root
        namespace = object.effectiveNamespace
        name = object.name
        let spec = field["spec"]
        type = spec["type"].nonEmpty ?? "ClusterIP"
        selector = spec["selector"].stringMap
        ports = spec["ports"].items.map { Port($0) }
        let list = spec["clusterIPs"].items
        clusterIPs = list.isEmpty && spec["clusterIP"].nonEmpty != nil ? [spec["clusterIP"]] : list
        labels = field["metadata"]["labels"].stringMap
    }

    /// `spec`.
    public var spec: FieldCursor { field["spec"] }

    /// Whether it has no cluster IP, so that only DNS serves it.
    public var isHeadless: Bool { clusterIPs.first?.string == "None" }

    /// Whether kube-proxy makes rules for it, as far as the Service itself decides.
    public var isProxied: Bool { type != "ExternalName" && !isHeadless }

    /// Whether its ports have node ports.
    public var hasNodePorts: Bool { type == "NodePort" || type == "LoadBalancer" }

    /// Whether the object was read from a cluster, which has given it what it didn't say: only there it gets a uid.
    public var isStored: Bool { field["metadata"]["uid"].nonEmpty != nil }

    /// What messages call it.
    public var reference: ObjectReference { field.object.reference }

    /// An annotation's value; nil if it isn't set.
    public func annotation(_ key: String) -> String? { field["metadata"]["annotations"][key: key].string }
}
