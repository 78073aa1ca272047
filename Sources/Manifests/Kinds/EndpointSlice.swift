import Addressing
import Diagnostics

/// A discovery.k8s.io/v1 EndpointSlice after the API server's defaulting, with the fields that kube-proxy reads.
public struct EndpointSlice: Sendable {
    /// Name, namespace, labels.
    public var metadata = ObjectMetadata()
    /// The family of its addresses; nil for domain names, which kube-proxy doesn't use.
    public var family: IPFamily?
    /// `ports`, those with a number.
    public var ports: [Port] = []
    /// `endpoints`, those with an address.
    public var endpoints: [Endpoint] = []

    /// The Service it belongs to; empty if it says none.
    public var serviceName: String { metadata.labels[.serviceName] ?? "" }

    /// One entry of `ports`.
    public struct Port: Sendable, Hashable {
        /// `name`; empty if it has none.
        public var name = ""
        /// `protocol`.
        public var transport = TransportProtocol.tcp
        /// `port`.
        public var port: UInt16 = 0
    }

    /// One entry of `endpoints`: its first address, which is the only one that kube-proxy uses.
    public struct Endpoint: Sendable {
        /// `addresses[0]`.
        public var address: IPAddress
        /// Whether connections may be sent to it (`conditions.ready`; true if it isn't said).
        public var isReady = true
        /// Whether it answers (`conditions.serving`; true if it isn't said).
        public var isServing = true
        /// Whether its pod is being deleted (`conditions.terminating`).
        public var isTerminating = false
        /// `addresses[0]` as written, if that isn't the canonical text.
        public var writtenAddress = Symbol.empty
        /// `nodeName`.
        public var nodeName = Symbol.empty
        /// `hints.forZones`.
        public var zoneHints = SymbolSet.empty
        /// `hints.forNodes`.
        public var nodeHints = SymbolSet.empty
        /// Where the address stands.
        public var range = SourceRange(start: 0, end: 0)
    }
}

extension EndpointSlice {
    /// What messages call it: `EndpointSlice NAMESPACE/NAME`.
    public var reference: ObjectReference {
        ObjectReference(kind: "EndpointSlice", namespace: metadata.namespace, name: metadata.name)
    }
}
