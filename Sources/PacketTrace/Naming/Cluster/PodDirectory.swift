import Addressing
import Diagnostics
import Manifests

/// The pods of the input, found by name, address, label and by what makes them.
///
/// A pod is known by its Pod object, by what makes it, or because an endpoint names it; of an endpoint without a name
/// only the address and the node are known.
struct PodDirectory: Sendable {
    /// All pods whose name or maker is known.
    private(set) var pods: [ClusterPod] = []
    private var byName: [NamespacedName: Int] = [:]
    private var byAddress: [IPAddress: Int] = [:]
    /// The labels of the pods, as `PodIndex` wants them.
    private var labelled: [Labelled] = []
    private var index: PodIndex
    /// The pods of each object that makes pods.
    private var byMaker: [Maker: [Int]] = [:]
    /// The nodes of endpoints, by address.
    private var endpointNodes: [IPAddress: Symbol] = [:]
    /// The hostnames of endpoints: `db-0` in the Service `db`.
    private var hostnames: [Hostname: [IPAddress]] = [:]

    /// An object that makes pods.
    struct Maker: Hashable {
        var kind: ObjectKind
        var name: NamespacedName
    }

    private struct Hostname: Hashable {
        var service: NamespacedName
        var hostname: String
    }

    private struct Labelled: LabelledPods, Sendable {
        var namespace: String
        var podLabels: [String: String]
    }

    init(_ manifests: ManifestSet, places: ManifestPlaces) {
        index = PodIndex([Labelled]())
        let workloads = manifests.objects.compactMap { Workload($0) }
        let expanded = manifests.podSources.isEmpty ? [] : manifests.expandedPods()
        let sources = Dictionary(
            manifests.podSources.enumerated().map { (Maker(kind: $1.kind, name: .init($1.namespace, $1.name)), $0) },
            uniquingKeysWith: { $1 })
        for workload in workloads where workload.kind == .pod { addPod(workload, places) }
        for workload in workloads {
            let maker = Maker(kind: workload.kind, name: .init(workload.namespace, workload.name))
            guard let source = sources[maker], expanded.indices.contains(source) else { continue }
            addAssumed(workload, maker, expanded[source], places)
        }
        for object in manifests.objects { addTargets(object, places) }
        for slice in manifests.endpointSlices {
            for endpoint in slice.endpoints { endpointNodes[endpoint.address] = endpoint.nodeName }
        }
        for (place, pod) in pods.enumerated() where !pod.isTerminal && !pod.isHostNetwork {
            for address in pod.addresses where byAddress[address] == nil { byAddress[address] = place }
        }
        index = PodIndex(labelled, inOneNamespace: true)
        for workload in workloads where workload.kind != .pod { tie(workload) }
    }

    // MARK: Questions

    /// The pod of a name.
    func pod(_ name: NamespacedName) -> ClusterPod? { byName[name].map { pods[$0] } }

    /// The pod that has an address of its own.
    func pod(at address: IPAddress) -> ClusterPod? { byAddress[address].map { pods[$0] } }

    /// The node that an endpoint with an address is on; nil if there is no such endpoint, empty if it says none.
    func nodeSymbol(ofEndpoint address: IPAddress) -> Symbol? { endpointNodes[address] }

    /// Whether a pod or an endpoint of the input has an address.
    func isKnown(_ address: IPAddress) -> Bool { byAddress[address] != nil || endpointNodes[address] != nil }

    /// The pods of a namespace that carry labels.
    func pods(in namespace: String, carrying labels: [String: String]) -> [ClusterPod] {
        index.workloads(in: namespace, carrying: labels, of: labelled).map { pods[$0] }
    }

    /// The pods of an object that makes pods; nil if there is no such object.
    func pods(of maker: Maker) -> [ClusterPod]? { byMaker[maker]?.map { pods[$0] } }

    /// The names of a namespace's pods.
    func names(in namespace: String) -> [String] {
        index.workloads(in: namespace).map { pods[$0].name.name }.filter { !$0.isEmpty }
    }

    /// The names of the objects of a kind that make pods.
    func names(of kind: ObjectKind) -> [NamespacedName] { byMaker.keys.filter { $0.kind == kind }.map(\.name) }

    /// The namespaces that pods are in.
    var namespaces: Set<String> { Set(pods.map(\.name.namespace)) }

    /// The addresses of a Service's endpoint that has a hostname.
    func addresses(ofHost hostname: String, in service: NamespacedName) -> [IPAddress] {
        hostnames[Hostname(service: service, hostname: hostname)] ?? []
    }

    // MARK: Reading

    private mutating func add(_ pod: ClusterPod, labels: [String: String]) {
        if !pod.name.name.isEmpty { byName[pod.name] = pods.count }
        pods.append(pod)
        labelled.append(Labelled(namespace: pod.name.namespace, podLabels: labels))
    }

    /// Adds a Pod that has an address; the others are assumed, if they can be.
    private mutating func addPod(_ workload: Workload, _ places: ManifestPlaces) {
        let status = workload.field["status"]
        var texts = status["podIPs"].items.map { $0["ip"].text }
        if texts.isEmpty { texts = [status["podIP"].text] }
        var pod = Self.pod(workload, name: workload.name, places)
        pod.addresses = texts.compactMap { IPAddress($0) }
        guard !pod.addresses.isEmpty else { return }
        pod.nodeName = workload.podSpec["nodeName"].string ?? ""
        pod.isTerminal = ["Succeeded", "Failed"].contains(status["phase"].text)
        if !workload.podSpec["subdomain"].text.isEmpty {
            let service = NamespacedName(workload.namespace, workload.podSpec["subdomain"].text)
            addHost(workload.podSpec["hostname"].text, service, pod.addresses)
        }
        add(pod, labels: workload.podLabels)
    }

    private static func pod(_ workload: Workload, name: String, _ places: ManifestPlaces) -> ClusterPod {
        var pod = ClusterPod(name: NamespacedName(workload.namespace, name))
        pod.isHostNetwork = workload.isHostNetwork
        pod.resolver = ResolverSettings(workload.podSpec, podName: name, isHostNetwork: workload.isHostNetwork)
        let object = workload.field.object
        pod.place = places.location(workload.field["metadata"]["name"].range, in: object.sourceIndex)
        return pod
    }

    /// Adds pods that aren't in the input.
    private mutating func addAssumed(
        _ workload: Workload, _ maker: Maker, _ expanded: [ExpandedPod], _ places: ManifestPlaces
    ) {
        var made: [Int] = []
        var number = Int(max(0, min(workload.field["spec"]["ordinals"]["start"].integer ?? 0, Int64(Int32.max))))
        for one in expanded {
            var name = workload.kind == .pod ? workload.name : ""
            if workload.kind == .pod, byName[maker.name] != nil { return }
            if workload.kind == .statefulSet {
                while byName[NamespacedName(workload.namespace, "\(workload.name)-\(number)")] != nil { number += 1 }
                name = "\(workload.name)-\(number)"
            }
            var pod = Self.pod(workload, name: name, places)
            (pod.addresses, pod.nodeName, pod.isAssumed) = (one.addresses, one.nodeName, true)
            if workload.kind != .pod { pod.workload = "\(workload.reference)" }
            if workload.kind == .statefulSet {
                let service = workload.field["spec"]["serviceName"].text
                addHost(name, NamespacedName(workload.namespace, service), one.addresses)
            }
            made.append(pods.count)
            add(pod, labels: workload.podLabels)
        }
        if workload.kind != .pod { byMaker[maker] = made }
    }

    private mutating func addHost(_ hostname: String, _ service: NamespacedName, _ addresses: [IPAddress]) {
        guard !hostname.isEmpty else { return }
        let key = Hostname(service: service, hostname: hostname.lowercased())
        for address in addresses where !hostnames[key, default: []].contains(address) {
            hostnames[key, default: []].append(address)
        }
    }

    /// Ties the pods of the input to what made them: those that its selector fits, as its controller does.
    private mutating func tie(_ workload: Workload) {
        let maker = Maker(kind: workload.kind, name: NamespacedName(workload.namespace, workload.name))
        let spec = workload.field["spec"]["selector"]
        var selector = workload.kind == .replicationController ? spec.stringMap : spec["matchLabels"].stringMap
        if selector.isEmpty { selector = workload.podLabels }
        let fitting = index.workloads(in: workload.namespace, carrying: selector, of: labelled)
            .filter { !pods[$0].isAssumed }
        byMaker[maker] = fitting + (byMaker[maker] ?? [])
    }

    /// Adds what an EndpointSlice or Endpoints object says of the pods behind it.
    private mutating func addTargets(_ object: ManifestObject, _ places: ManifestPlaces) {
        switch ObjectKind(of: object) {
        case .endpointSlice:
            let label = object.root["metadata"]["labels"][key: "kubernetes.io/service-name"].text
            let service = NamespacedName(object.effectiveNamespace, label)
            for endpoint in object.root["endpoints"].items {
                addTarget(endpoint, endpoint["addresses"][0], of: service, places)
            }
        case .endpoints:
            let service = NamespacedName(object.effectiveNamespace, object.name)
            for subset in object.root["subsets"].items {
                for endpoint in subset["addresses"].items + subset["notReadyAddresses"].items {
                    addTarget(endpoint, endpoint["ip"], of: service, places)
                }
            }
        default: return
        }
    }

    private mutating func addTarget(
        _ endpoint: FieldCursor, _ written: FieldCursor, of service: NamespacedName, _ places: ManifestPlaces
    ) {
        guard let address = IPAddress(written.text) else { return }
        addHost(endpoint["hostname"].text, service, [address])
        let target = endpoint["targetRef"]
        guard target["kind"].string == "Pod", let podName = target["name"].nonEmpty else { return }
        let name = NamespacedName(target["namespace"].nonEmpty ?? service.namespace, podName)
        if let known = byName[name] {
            let isNew = !pods[known].addresses.contains { $0.family == address.family }
            if isNew && pods[known].isFromEndpoint { pods[known].addresses.append(address) }
            return
        }
        var pod = ClusterPod(name: name)
        pod.addresses = [address]
        pod.nodeName = endpoint["nodeName"].text
        pod.isFromEndpoint = true
        pod.resolver.hostname = podName
        pod.place = places.location(written.range, in: written.object.sourceIndex)
        add(pod, labels: [:])
    }
}
