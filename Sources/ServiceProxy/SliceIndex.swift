import Addressing
import Manifests

/// The EndpointSlices of one family that kube-proxy uses, by the Service that they belong to.
struct SliceIndex {
    private var slices: [ServiceKey: [Int]] = [:]

    private struct ServiceKey: Hashable {
        let namespace: String
        let name: String
    }

    init(_ all: [EndpointSlice], family: IPFamily, behavior: Behavior) {
        for (place, slice) in all.enumerated() where slice.family == family {
            let labels = slice.metadata.labels
            let isHidden =
                labels[.headless] != nil || (behavior.proxyNameLabelHidesSlices && labels[.serviceProxyName] != nil)
            if isHidden || slice.serviceName.isEmpty { continue }
            slices[ServiceKey(namespace: slice.metadata.namespace, name: slice.serviceName), default: []].append(place)
        }
        // kube-proxy visits a Service's slices in random order; by name, the order of the input doesn't matter.
        for key in slices.keys {
            slices[key]?.sort { (all[$0].metadata.name, $0) < (all[$1].metadata.name, $1) }
        }
    }

    /// The places of a Service's slices.
    func slices(of port: ServicePort) -> [Int] {
        slices[ServiceKey(namespace: port.namespace, name: port.name)] ?? []
    }
}
