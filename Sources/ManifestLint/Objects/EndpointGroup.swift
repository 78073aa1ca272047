import Addressing
import Manifests

/// The name and protocol by which kube-proxy joins the ports of Services and endpoints.
struct PortKey: Hashable, Sendable {
    /// The port's name; empty if it has none.
    var name: String
    /// `TCP`, `UDP` or `SCTP`.
    var transport: String
}

extension ServiceObject.Port {
    /// What kube-proxy looks for in endpoint ports.
    var key: PortKey { PortKey(name: name, transport: transport) }
}

extension SliceObject.Port {
    /// What kube-proxy looks for in Service ports.
    var key: PortKey { PortKey(name: name, transport: transport) }

    /// Whether packets can be sent to it: kube-proxy skips a port without a number.
    var isUsable: Bool { port.map { (1...65535).contains($0) } ?? false }
}

/// Endpoints with one list of ports, as kube-proxy gets them: an EndpointSlice, or what the mirror makes of a subset
/// of an Endpoints object.
struct EndpointGroup: Sendable {
    /// The slice or subset.
    let field: FieldCursor
    /// Whether it is a subset of an Endpoints object.
    let isMirrored: Bool
    /// The ports.
    let ports: [SliceObject.Port]

    init(_ slice: SliceObject) {
        field = slice.field
        isMirrored = false
        ports = slice.ports
    }

    init(subset: FieldCursor) {
        field = subset
        isMirrored = true
        ports = subset["ports"].items.map { SliceObject.Port($0) }
    }

    /// The endpoints that have an address.
    var endpoints: [ServiceEndpoint] {
        guard isMirrored else { return field["endpoints"].items.compactMap { ServiceEndpoint(slice: $0) } }
        return field["addresses"].items.map { ServiceEndpoint(mirrored: $0, isReady: true) }
            + field["notReadyAddresses"].items.map { ServiceEndpoint(mirrored: $0, isReady: false) }
    }
}

/// One endpoint of a group.
struct ServiceEndpoint: Sendable {
    /// The entry.
    let field: FieldCursor
    /// The address that kube-proxy uses: the first one.
    let address: FieldCursor
    /// `conditions.ready`; true if it isn't said.
    let isReady: Bool
    /// `conditions.serving`; true if it isn't said.
    let isServing: Bool
    /// `conditions.terminating`; false if it isn't said.
    let isTerminating: Bool

    /// An entry of `endpoints`; nil if it has no address.
    init?(slice entry: FieldCursor) {
        guard let first = entry["addresses"].items.first else { return nil }
        let endpoint = SliceObject.Endpoint(field: entry)
        field = entry
        address = first
        isReady = endpoint.isReady
        isServing = endpoint.isServing
        isTerminating = endpoint.isTerminating
    }

    /// An address of a subset: the mirror says nothing but whether it is ready.
    init(mirrored entry: FieldCursor, isReady: Bool) {
        field = entry
        address = entry["ip"]
        self.isReady = isReady
        isServing = true
        isTerminating = false
    }

    /// The address, if it is one.
    var ip: IPAddress? { address.string.flatMap { IPAddress($0) } }

    /// Whether kube-proxy sends it packets, at least while there is nothing better.
    var isUsable: Bool { isReady || (isServing && isTerminating) }

    /// `nodeName`; nil if it isn't said. The endpoint is local only there.
    var nodeName: String? { field["nodeName"].nonEmpty }
}
