import Manifests

/// Chooses, among a service port's endpoints, those that traffic on this node goes to
/// (Kubernetes, pkg/proxy/topology.go).
struct EndpointSelection {
    /// For each set of node hints, whether it names this node.
    private let nodeHintsFit: [Bool]
    /// For each set of zone hints, whether it names this node's zone.
    private let zoneHintsFit: [Bool]
    private let honoursNodeHints: Bool
    private let usesServingTerminating: Bool

    init(_ node: NodeContext, symbols: SymbolTable) {
        nodeHintsFit = symbols.membership(of: node.name.isEmpty ? nil : symbols.find(node.name))
        zoneHintsFit = symbols.membership(of: node.zone.isEmpty ? nil : symbols.find(node.zone))
        honoursNodeHints = node.behavior.honoursNodeHints
        usesServingTerminating = node.behavior.usesServingTerminating
    }

    /// Which hints on the endpoints count.
    private enum Topology { case none, node, zone }

    /// Sorts `endpoints` (sorted by text) into the lists of a service port; the lists' places are appended to
    /// `indices`.
    func lists(
        of endpoints: ArraySlice<Endpoint>, for port: ServicePort, indices: inout [UInt32]
    ) -> EndpointLists {
        var lists = EndpointLists()
        lists.all = endpoints.startIndex..<endpoints.endIndex
        if endpoints.isEmpty { return lists }
        var topology = Topology.none
        if port.usesClusterEndpoints {
            topology = port.allowsHints ? self.topology(of: endpoints) : .none
            lists.cluster = append(&indices, endpoints) { $0.isReady && fits($0, topology) }
            if lists.cluster.isEmpty && usesServingTerminating {
                lists.cluster = append(&indices, endpoints) { $0.isServing && $0.isTerminating }
            }
            lists.hasAny = !lists.cluster.isEmpty
        }
        guard port.usesLocalEndpoints else {
            lists.reachable = lists.cluster
            return lists
        }
        let usesTerminating = chooseLocal(endpoints, into: &lists, &indices)
        if !port.usesClusterEndpoints {
            lists.reachable = lists.local
        } else if topology == .none && !usesTerminating {
            lists.reachable = lists.cluster
        } else {
            // kube-proxy's own order here is random; ours is that of the text.
            let members = Set(indices[lists.cluster]).union(indices[lists.local])
            let start = indices.count
            indices += members.sorted()
            lists.reachable = start..<indices.count
        }
        return lists
    }

    /// Fills the local list: ready endpoints on this node, or else terminating ones there that still serve.
    /// Returns whether it holds the latter.
    private func chooseLocal(
        _ endpoints: ArraySlice<Endpoint>, into lists: inout EndpointLists, _ indices: inout [UInt32]
    ) -> Bool {
        func isLastResort(_ endpoint: Endpoint) -> Bool {
            usesServingTerminating && !endpoint.isReady && endpoint.isServing && endpoint.isTerminating
        }
        if endpoints.contains(where: { $0.isReady || isLastResort($0) }) { lists.hasAny = true }
        lists.local = append(&indices, endpoints) { $0.isLocal && $0.isReady }
        guard lists.local.isEmpty else { return false }
        lists.local = append(&indices, endpoints) { $0.isLocal && isLastResort($0) }
        return !lists.local.isEmpty
    }

    /// Hints count only if every ready endpoint has them and at least one is meant for this node or zone.
    private func topology(of endpoints: ArraySlice<Endpoint>) -> Topology {
        var (allNode, anyNode, allZone, anyZone, anyReady) = (true, false, true, false, false)
        for endpoint in endpoints where endpoint.isReady {
            anyReady = true
            allNode = allNode && endpoint.nodeHints != .empty
            anyNode = anyNode || fits(endpoint, .node)
            allZone = allZone && endpoint.zoneHints != .empty
            anyZone = anyZone || fits(endpoint, .zone)
        }
        if anyReady && honoursNodeHints && allNode && anyNode { return .node }
        return anyReady && allZone && anyZone ? .zone : .none
    }

    private func fits(_ endpoint: Endpoint, _ topology: Topology) -> Bool {
        switch topology {
        case .none: true
        case .node: nodeHintsFit[Int(endpoint.nodeHints.index)]
        case .zone: zoneHintsFit[Int(endpoint.zoneHints.index)]
        }
    }

    private func append(
        _ indices: inout [UInt32], _ endpoints: ArraySlice<Endpoint>, where isChosen: (Endpoint) -> Bool
    ) -> Range<Int> {
        let start = indices.count
        for place in endpoints.indices where isChosen(endpoints[place]) {
            indices.append(UInt32(place - endpoints.startIndex))
        }
        return start..<indices.count
    }
}
