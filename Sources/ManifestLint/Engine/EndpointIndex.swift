import Manifests

/// Endpoints objects by the Service that they are for.
struct EndpointIndex: Sendable {
    private struct Key: Hashable {
        var namespace: String
        var name: String
    }

    /// The Endpoints objects in the order of the input; of two with one name the later counts.
    private(set) var objects: [EndpointsObject] = []
    private var places: [Key: Int] = [:]

    init(_ written: [ManifestObject]) {
        for object in written {
            let endpoints = EndpointsObject(object)
            let key = Key(namespace: endpoints.namespace, name: endpoints.name)
            if let place = places[key], !endpoints.name.isEmpty {
                objects[place] = endpoints
            } else {
                places[key] = objects.count
                objects.append(endpoints)
            }
        }
    }

    /// The Endpoints object of a name.
    func endpoints(_ namespace: String, _ name: String) -> EndpointsObject? {
        places[Key(namespace: namespace, name: name)].map { objects[$0] }
    }
}

extension ServiceObject {
    /// Whether kube-proxy makes rules for it: it has a cluster IP, and no label that leaves it to another proxy.
    var isKubeProxys: Bool { isProxied && labels["service.kubernetes.io/service-proxy-name"] == nil }
}

extension LintContext {
    /// The Endpoints object that the mirror makes slices of for a Service; nil if it makes none.
    func mirrored(for service: ServiceObject) -> EndpointsObject? {
        guard service.selector.isEmpty, let object = endpointsObject(service.namespace, service.name),
            object.optOut == nil
        else { return nil }
        return object
    }

    /// What kube-proxy uses for a Service: its slices of addresses, and what is mirrored for it.
    func groups(of service: ServiceObject) -> [EndpointGroup] {
        let own = slices(of: service).filter { $0.isAddressed && !$0.isHiddenFromProxy }.map { EndpointGroup($0) }
        guard let object = mirrored(for: service), object.headlessLabel == nil else { return own }
        return own + object.subsets.map { EndpointGroup(subset: $0) }
    }

    /// Whether the input says all endpoints of a Service: no pods of the input are selected that would add to them.
    func endpointsAreComplete(_ service: ServiceObject) -> Bool {
        guard let selection = selection(of: service), !selection.workloads.isEmpty else { return true }
        return slices(of: service).contains { $0.manager == .selector }
    }
}
