import Addressing

/// What the input says of the endpoints of Services that have a selector.
struct GivenEndpoints {
    /// Where a Service's endpoints come from.
    enum Origin {
        /// Slices of the endpointslice controller, as a cluster has them.
        case controllerSlices
        /// Slices that somebody else wrote.
        case otherSlices
        /// An Endpoints object.
        case endpoints
    }

    /// Slices of the Endpoints objects of Services without other slices. The mirroring controller makes none for a
    /// Service with a selector, as the endpoints controller writes that object from the same pods as the slices.
    let mirrored: [EndpointSlice]
    private var origins: [Key: Origin] = [:]

    private struct Key: Hashable {
        var namespace: String
        var name: String
    }

    init(_ set: ManifestSet) {
        for slice in set.endpointSlices where !slice.serviceName.isEmpty {
            let key = Key(namespace: slice.metadata.namespace, name: slice.serviceName)
            if slice.metadata.labels[.managedBy] == ServiceEndpoints.controller {
                origins[key] = .controllerSlices
            } else if origins[key] == nil {
                origins[key] = .otherSlices
            }
        }
        let withSelector = Set(
            set.services.filter(\.hasSelector).map { Key(namespace: $0.metadata.namespace, name: $0.metadata.name) })
        var mirrored: [EndpointSlice] = []
        for object in set.endpoints {
            let key = Key(namespace: object.metadata.namespace, name: object.metadata.name)
            guard withSelector.contains(key), origins[key] == nil else { continue }
            origins[key] = .endpoints
            mirrored += EndpointsMirror.mirror(object)
        }
        self.mirrored = mirrored
    }

    /// Where the endpoints of a Service come from; nil if the input has none.
    func origin(of service: Service) -> Origin? {
        origins[Key(namespace: service.metadata.namespace, name: service.metadata.name)]
    }
}
