import Diagnostics
import Manifests

/// An EndpointSlice as rules see it.
public struct SliceObject: Sendable {
    /// The object.
    public let field: FieldCursor
    /// `namespace`, `default` if it says none.
    public let namespace: String
    /// `addressType`: `IPv4`, `IPv6`, `FQDN`.
    public let addressType: String
    /// Label `kubernetes.io/service-name`; empty if it says none.
    public let serviceName: String
    /// `metadata.labels`.
    public let labels: [String: String]
    /// `ports`.
    public let ports: [Port]

    /// One entry of `ports`.
    public struct Port: Sendable {
        /// The entry.
        public let field: FieldCursor
        /// `name`; empty if it has none.
        public let name: String
        /// `protocol`; `TCP` if it says none.
        public let transport: String
        /// `port`; nil if it has none.
        public let port: Int64?

        init(_ entry: FieldCursor) {
            field = entry
            name = entry["name"].string ?? ""
            transport = entry["protocol"].nonEmpty ?? "TCP"
            port = entry["port"].integer
        }
    }

    /// One entry of `endpoints`.
    public struct Endpoint: Sendable {
        /// The entry.
        public let field: FieldCursor

        /// `addresses`.
        public var addresses: [FieldCursor] { field["addresses"].items }
        /// `conditions.ready`; true if it isn't said.
        public var isReady: Bool { field["conditions"]["ready"].bool ?? true }
        /// `conditions.serving`; true if it isn't said.
        public var isServing: Bool { field["conditions"]["serving"].bool ?? true }
        /// `conditions.terminating`; false if it isn't said.
        public var isTerminating: Bool { field["conditions"]["terminating"].bool ?? false }
        /// `nodeName`; nil if it isn't said.
        public var nodeName: String? { field["nodeName"].nonEmpty }
    }

    init(_ object: ManifestObject) {
        field = object.root
        namespace = object.effectiveNamespace
        addressType = field["addressType"].string ?? ""
        labels = field["metadata"]["labels"].stringMap
        serviceName = labels["kubernetes.io/service-name"] ?? ""
        ports = field["ports"].items.map { Port($0) }
    }

    /// `endpoints`.
    public var endpoints: [Endpoint] { field["endpoints"].items.map { Endpoint(field: $0) } }
}
