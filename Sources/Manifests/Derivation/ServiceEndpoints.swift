import Addressing

/// The EndpointSlices that the endpointslice controller makes for one Service out of the pods that it selects.
struct ServiceEndpoints {
    /// The most endpoints in one slice (`--max-endpoints-per-slice`).
    private static let endpointsPerSlice = 100
    /// The value of the managed-by label on slices of the controller.
    static let controller = "endpointslice-controller.k8s.io"

    private let service: Service
    private var groups: [Group] = []
    private var groupPlaces: [[UInt16]: Int] = [:]
    /// How many pods there are that no Node is in the input for.
    private(set) var missingNodeCount = 0

    /// Pods whose ports have the same numbers.
    private struct Group {
        /// The number of each of the Service's ports; 0 for one that the pods don't have.
        var ports: [UInt16]
        var pods: [Int] = []
    }

    init(_ service: Service) { self.service = service }

    /// The families of its slices: those of the Service, or of its address, or both.
    var families: [IPFamily] {
        if !service.ipFamilies.isEmpty { return service.ipFamilies }
        return service.clusterIP.map { [$0.value.family] } ?? IPFamily.allCases
    }

    /// The numbers that the ports stand for, for each group of pods; 0 where a name isn't found.
    var portNumbers: [[UInt16]] { groups.map(\.ports) }

    /// Adds the pods of one source, which all have the same ports.
    mutating func add(_ source: PodSource, _ places: Range<Int>, of pods: [DerivedPod]) {
        if places.isEmpty { return }
        let ports = service.ports.map { port in
            switch port.target {
            case .number(let number): number
            case .name(let name): source.port(named: name, port.transport) ?? 0
            }
        }
        let group = groupPlaces[ports] ?? groups.count
        if group == groups.count {
            groupPlaces[ports] = group
            groups.append(Group(ports: ports))
        }
        for place in places {
            if publishes(pods[place]) {
                groups[group].pods.append(place)
            } else {
                missingNodeCount += 1
            }
        }
    }

    /// Whether a pod is an endpoint: the controller leaves out those on nodes that aren't there, unless the Service
    /// publishes pods in any state.
    func publishes(_ pod: DerivedPod) -> Bool { !pod.isOnMissingNode || service.publishesNotReady }

    /// The slices; at least one of each family, as the controller makes an empty one where there is nothing else.
    func slices(of pods: [DerivedPod], _ shares: ZoneShares, _ symbols: inout SymbolTable) -> [EndpointSlice] {
        families.flatMap { family in
            var slices = groups.flatMap { self.slices(of: $0, family, pods) }
            if slices.isEmpty { slices = [slice(family)] }
            hint(&slices, family, pods, shares, &symbols)
            for place in slices.indices {
                slices[place].slice.metadata.name += "\(family.manifestName.lowercased())-\(place)"
            }
            return slices.map(\.slice)
        }
    }

    /// A slice, and the pods behind its endpoints.
    private struct Filled {
        var slice: EndpointSlice
        var pods: [Int] = []
    }

    private func slices(of group: Group, _ family: IPFamily, _ pods: [DerivedPod]) -> [Filled] {
        var slices: [Filled] = []
        for place in group.pods {
            let pod = pods[place]
            guard let address = pod.address(family) else { continue }
            if (slices.last?.pods.count ?? Self.endpointsPerSlice) == Self.endpointsPerSlice {
                slices.append(slice(family, ports: group.ports))
            }
            var endpoint = EndpointSlice.Endpoint(address: address)
            endpoint.isReady = service.publishesNotReady || (pod.isServing && !pod.isTerminating)
            endpoint.isServing = pod.isServing
            endpoint.isTerminating = pod.isTerminating
            endpoint.nodeName = pod.node
            slices[slices.count - 1].slice.endpoints.append(endpoint)
            slices[slices.count - 1].pods.append(place)
        }
        return slices
    }

    /// An empty slice. Its labels are those of the Service, but for the ones that the controller sets itself.
    private func slice(_ family: IPFamily, ports: [UInt16] = []) -> Filled {
        var slice = EndpointSlice()
        slice.metadata = service.metadata
        slice.metadata.annotations = [:]
        slice.metadata.name = "\(service.metadata.name)-"
        slice.metadata.labels[.headless] = service.clusterIP == nil ? "" : nil
        slice.metadata.labels[.serviceName] = service.metadata.name
        slice.metadata.labels[.managedBy] = Self.controller
        slice.family = family
        slice.ports = zip(service.ports, ports).compactMap { port, number in
            number == 0 ? nil : EndpointSlice.Port(name: port.name, transport: port.transport, port: number)
        }
        return Filled(slice: slice)
    }

    // MARK: Hints

    private func hint(
        _ slices: inout [Filled], _ family: IPFamily, _ pods: [DerivedPod], _ shares: ZoneShares,
        _ symbols: inout SymbolTable
    ) {
        if wantsProportionalHints {
            let ready = slices.flatMap { filled in
                zip(filled.slice.endpoints, filled.pods).filter(\.0.isReady).map { pods[$0.1].zone }
            }
            guard let zones = shares.hints(for: ready) else { return }
            var next = zones.makeIterator()
            for (slice, filled) in slices.enumerated() {
                for place in filled.slice.endpoints.indices where filled.slice.endpoints[place].isReady {
                    guard let zone = next.next() else { return }
                    slices[slice].slice.endpoints[place].zoneHints = symbols.set([zone])
                }
            }
        } else if let distribution = service.trafficDistribution {
            for (slice, filled) in slices.enumerated() {
                for (place, pod) in filled.pods.enumerated() where filled.slice.endpoints[place].isReady {
                    let (zone, node) = (pods[pod].zone, pods[pod].node)
                    if zone != .empty { slices[slice].slice.endpoints[place].zoneHints = symbols.set([zone]) }
                    if distribution == .preferSameNode && node != .empty {
                        slices[slice].slice.endpoints[place].nodeHints = symbols.set([node])
                    }
                }
            }
        }
    }

    /// Whether an annotation asks for hints in proportion to the CPUs of zones. The older one counts before the newer.
    private var wantsProportionalHints: Bool {
        let annotations = service.metadata.annotations
        let mode = annotations[.topologyAwareHints] ?? annotations[.topologyMode]
        return mode == "Auto" || mode == "auto"
    }
}
