import Addressing

/// Turns Endpoints objects into the EndpointSlices that the mirroring controller would make of them
/// (Kubernetes, pkg/controller/endpointslicemirroring).
enum EndpointsMirror {
    /// The most addresses that are taken from one list of ports (`--mirroring-max-endpoints-per-subset`).
    private static let addressLimit = 1000
    /// The value of the managed-by label on slices of the mirroring controller.
    private static let controller = "endpointslicemirroring-controller.k8s.io"

    /// The slices for all of `objects` that have a Service without selector and aren't mirrored in `slices` already.
    static func slices(
        for objects: [Endpoints], services: [Service], existing slices: [EndpointSlice]
    ) -> [EndpointSlice] {
        if objects.isEmpty { return [] }
        let selectorless = Set(services.filter { !$0.hasSelector }.map { key($0.metadata.namespace, $0.metadata.name) })
        let mirrored = Set(
            slices.filter { $0.metadata.labels[.managedBy] == controller }
                .map { key($0.metadata.namespace, $0.serviceName) })
        return objects.filter { object in
            let key = key(object.metadata.namespace, object.metadata.name)
            return selectorless.contains(key) && !mirrored.contains(key)
                && object.metadata.labels[.skipMirror] != "true" && object.metadata.annotations[.leader] == nil
        }.flatMap { mirror($0) }
    }

    private static func key(_ namespace: String, _ name: String) -> String { "\(namespace)/\(name)" }

    /// One slice for each list of ports and family.
    static func mirror(_ object: Endpoints) -> [EndpointSlice] {
        var slices: [EndpointSlice] = []
        for subset in repacked(object.subsets) {
            let readyFirst = subset.addresses.filter(\.isReady) + subset.addresses.filter { !$0.isReady }
            let kept = readyFirst.prefix(addressLimit)
            for family in IPFamily.allCases {
                let addresses = kept.filter { $0.address.family == family }
                if addresses.isEmpty { continue }
                var slice = EndpointSlice()
                slice.metadata = object.metadata
                slice.metadata.labels[.serviceName] = object.metadata.name
                slice.metadata.labels[.managedBy] = controller
                slice.family = family
                slice.ports = subset.ports.filter { $0.port != 0 }
                slice.endpoints = addresses
                slices.append(slice)
            }
        }
        return slices
    }

    /// Subsets with equal lists of ports, in whatever order, put together.
    private static func repacked(_ subsets: [Endpoints.Subset]) -> [Endpoints.Subset] {
        var places: [Set<EndpointSlice.Port>: Int] = [:]
        var merged: [Endpoints.Subset] = []
        for subset in subsets {
            if let place = places[Set(subset.ports)] {
                merged[place].addresses += subset.addresses
            } else {
                places[Set(subset.ports)] = merged.count
                merged.append(subset)
            }
        }
        return merged
    }
}
