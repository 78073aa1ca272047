import Addressing
import Diagnostics
import Manifests

/// Everything that rules look at, indexed once for all of them.
public struct LintContext: Sendable {
    /// What was read.
    public let manifests: ManifestSet
    /// What is known of the cluster, completed from the input.
    public let cluster: ClusterDescription
    /// The Services, in the order of the input; of two with one name the later counts.
    public let services: [ServiceObject]
    /// The EndpointSlices.
    public let slices: [SliceObject]
    /// The pods and workloads.
    public let workloads: [Workload]

    private let byKind: [ObjectKind: [ManifestObject]]
    private let servicePlaces: [ObjectKey: Int]
    private let slicePlaces: [ObjectKey: [Int]]
    private let previousObjects: [ObjectIdentity: ManifestObject]?
    private let pods: PodIndex
    private let index: ObjectIndex
    private let endpoints: EndpointIndex
    /// What each selector of Services that have one selects; ExternalName Services have none that counts.
    public let selections: [PodSelection]
    private let selectionPlaces: [SelectorKey: Int]
    /// What Services claim for themselves: cluster IPs, node ports, addresses from outside.
    public let claims: ServiceClaims

    /// The namespace and name of an object.
    struct ObjectKey: Hashable {
        var namespace: String
        var name: String
    }

    /// A selector and the namespace that it selects in.
    private struct SelectorKey: Hashable {
        var namespace: String
        var selector: [String: String]

        init(_ service: ServiceObject) {
            namespace = service.namespace
            selector = service.selector
        }
    }

    /// The kind, namespace and name of an object.
    struct ObjectIdentity: Hashable {
        var kind: ObjectKind
        var key: ObjectKey

        init?(_ object: ManifestObject) {
            guard let kind = ObjectKind(of: object) else { return nil }
            self.kind = kind
            key = ObjectKey(namespace: kind.isNamespaced ? object.effectiveNamespace : "", name: object.name)
        }
    }

    /// Indexes `manifests`.
    public init(_ manifests: ManifestSet, previous: ManifestSet?, cluster: ClusterDescription) {
        self.manifests = manifests
        self.cluster = cluster.completed(from: manifests)
        var byKind: [ObjectKind: [ManifestObject]] = [:]
        for object in manifests.objects {
            if let kind = ObjectKind(of: object) { byKind[kind, default: []].append(object) }
        }
        self.byKind = byKind
        var places: [ObjectKey: Int] = [:]
        var services: [ServiceObject] = []
        for object in byKind[.service] ?? [] {
            let service = ServiceObject(object)
            let key = ObjectKey(namespace: service.namespace, name: service.name)
            if let place = places[key], !service.name.isEmpty {
                services[place] = service
            } else {
                places[key] = services.count
                services.append(service)
            }
        }
        self.services = services
        servicePlaces = places
        slices = Self.slices(byKind[.endpointSlice] ?? [])
        slicePlaces = Dictionary(
            grouping: slices.indices,
            by: { [slices] in ObjectKey(namespace: slices[$0].namespace, name: slices[$0].serviceName) })
        workloads = manifests.objects.compactMap { Workload($0) }
        let pods = PodIndex(workloads)
        self.pods = pods
        claims = ServiceClaims(services)
        endpoints = EndpointIndex(byKind[.endpoints] ?? [])
        index = ObjectIndex(manifests.objects, services: services, namespaces: cluster.namespaces)
        (selections, selectionPlaces) = Self.selections(of: services, pods, workloads)
        previousObjects = previous.map { set in
            Dictionary(
                set.objects.compactMap { object in ObjectIdentity(object).map { ($0, object) } },
                uniquingKeysWith: { $1 })
        }
    }

    /// The slices in the order of the input; of two with one name the later counts.
    private static func slices(_ objects: [ManifestObject]) -> [SliceObject] {
        var places: [ObjectKey: Int] = [:]
        var slices: [SliceObject] = []
        for object in objects {
            let slice = SliceObject(object)
            let key = ObjectKey(namespace: slice.namespace, name: object.name)
            if let place = places[key], !object.name.isEmpty {
                slices[place] = slice
            } else {
                places[key] = slices.count
                slices.append(slice)
            }
        }
        return slices
    }

    private static func selections(
        of services: [ServiceObject], _ pods: PodIndex, _ workloads: [Workload]
    ) -> ([PodSelection], [SelectorKey: Int]) {
        var groups: [[ServiceObject]] = []
        var places: [SelectorKey: Int] = [:]
        for service in services where service.type != "ExternalName" && !service.selector.isEmpty {
            let key = SelectorKey(service)
            if let place = places[key] {
                groups[place].append(service)
            } else {
                places[key] = groups.count
                groups.append([service])
            }
        }
        let selections = groups.compactMap { group in
            group.first.map { first in
                let selected = pods.workloads(in: first.namespace, carrying: first.selector, of: workloads)
                return PodSelection(
                    namespace: first.namespace, selector: first.selector, services: group,
                    workloads: selected.map { workloads[$0] })
            }
        }
        return (selections, places)
    }

    /// What a Service's selector selects; nil if it has none that counts.
    public func selection(of service: ServiceObject) -> PodSelection? {
        service.type == "ExternalName" ? nil : selectionPlaces[SelectorKey(service)].map { selections[$0] }
    }

    /// The objects whose `kind` is `name`, of any group, in the order of the input.
    public func objects(named name: String) -> [ManifestObject] { index.objects(named: name) }

    /// The object of a kind and name, the last of several.
    public func object(_ kind: String, _ namespace: String, _ name: String) -> ManifestObject? {
        index.object(kind, namespace, name)
    }

    /// The Services of one name in all namespaces.
    public func services(called name: String) -> [ServiceObject] { index.services(called: name).map { services[$0] } }

    /// The namespaces that something in the input lives in, or that the cluster description names.
    public var namespaces: Set<String> { index.namespaces }

    /// Whether an object of a kind that isn't Kubernetes' own makes pods of a template with all of `labels`.
    public func hasForeignPods(in namespace: String, carrying labels: [String: String]) -> Bool {
        index.hasForeignPods(in: namespace, carrying: labels)
    }

    /// Whether the input has a slice with endpoints for a Service: its pods exist, be they in the input or not.
    public func hasEndpoints(_ service: ServiceObject) -> Bool {
        slices(of: service).contains { !$0.field["endpoints"].items.isEmpty }
    }

    /// The objects of a kind, in the order of the input, repeated ones too.
    public func objects(_ kind: ObjectKind) -> [ManifestObject] { byKind[kind] ?? [] }

    /// The Service of a name.
    public func service(_ namespace: String, _ name: String) -> ServiceObject? {
        servicePlaces[ObjectKey(namespace: namespace, name: name)].map { services[$0] }
    }

    /// The EndpointSlices that name a Service in their label.
    public func slices(of service: ServiceObject) -> [SliceObject] {
        (slicePlaces[ObjectKey(namespace: service.namespace, name: service.name)] ?? []).map { slices[$0] }
    }

    /// The Endpoints objects.
    var endpointsObjects: [EndpointsObject] { endpoints.objects }

    /// The Endpoints object of a name.
    func endpointsObject(_ namespace: String, _ name: String) -> EndpointsObject? {
        endpoints.endpoints(namespace, name)
    }

    /// The workloads of a namespace.
    public func workloads(in namespace: String) -> [Workload] {
        pods.workloads(in: namespace).map { workloads[$0] }
    }

    /// How many workloads a namespace has.
    public func workloadCount(in namespace: String) -> Int { pods.workloads(in: namespace).count }

    /// The workloads of a namespace whose pods carry all of `labels`; none for an empty selector.
    public func workloads(in namespace: String, carrying labels: [String: String]) -> [Workload] {
        pods.workloads(in: namespace, carrying: labels, of: workloads).map { workloads[$0] }
    }

    /// The workloads of all namespaces whose pods carry all of `labels`; none for an empty selector.
    public func workloads(carrying labels: [String: String]) -> [Workload] {
        pods.workloads(in: nil, carrying: labels, of: workloads).map { workloads[$0] }
    }

    /// The first workload whose pods carry all of `labels`, in one namespace or in any; none for an empty selector.
    public func firstWorkload(in namespace: String? = nil, carrying labels: [String: String]) -> Workload? {
        pods.firstWorkload(in: namespace, carrying: labels, of: workloads).map { workloads[$0] }
    }

    /// The earlier version of an object; nil if there is none, or nothing to compare with.
    public func previous(of object: ManifestObject) -> ManifestObject? {
        ObjectIdentity(object).flatMap { previousObjects?[$0] }
    }

    /// Those of `needs` that the input doesn't say, in the order of `LintInput`.
    public func missing(_ needs: Set<LintInput>) -> [LintInput] {
        needs.isEmpty ? [] : LintInput.allCases.filter { needs.contains($0) && !has($0) }
    }

    private func has(_ input: LintInput) -> Bool {
        switch input {
        case .services: !services.isEmpty
        case .workloads: !workloads.isEmpty
        case .endpoints: !slices.isEmpty || byKind[.endpoints] != nil
        case .backends: has(.workloads) || has(.endpoints)
        case .ingresses: byKind[.ingress] != nil
        case .networkPolicies: byKind[.networkPolicy] != nil
        case .previousVersions: previousObjects != nil
        case .serviceCIDRs: !cluster.serviceCIDRs.isEmpty
        case .podCIDRs: !cluster.podCIDRs.isEmpty || cluster.nodes.contains { !$0.podCIDRs.isEmpty }
        case .clusterNetworks: has(.podCIDRs) || has(.serviceCIDRs)
        case .endpointFamilies: has(.endpoints) || has(.podCIDRs)
        case .nodes: !cluster.nodes.isEmpty
        case .namespaces: !cluster.namespaces.isEmpty || byKind[.namespace] != nil
        case .proxyMode: cluster.proxyMode != nil
        case .proxyConfiguration: cluster.proxy != nil
        case .localDetection: cluster.knowsLocalDetection
        case .clusterDNS: !cluster.clusterDNS.isEmpty
        case .loadBalancer: cluster.loadBalancer != nil
        case .kubernetesVersion: cluster.kubernetesVersion != nil
        }
    }
}
