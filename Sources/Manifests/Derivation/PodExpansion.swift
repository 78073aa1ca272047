import Addressing

/// A pod as the endpointslice controller sees it, or one that is assumed.
struct DerivedPod {
    /// Its IPv4 address.
    var ipv4: IPAddress?
    /// Its IPv6 address.
    var ipv6: IPAddress?
    /// The node that it is on; empty if that isn't known.
    var node = Symbol.empty
    /// The node's zone; empty if it has none, or isn't known.
    var zone = Symbol.empty
    /// Whether its node is unknown although the input has Nodes: only `publishNotReadyAddresses` publishes it then.
    var isOnMissingNode = false
    /// Whether it answers: the condition Ready.
    var isServing = true
    /// Whether it is being deleted.
    var isTerminating = false

    /// Its address of a family.
    func address(_ family: IPFamily) -> IPAddress? { family == .ipv4 ? ipv4 : ipv6 }
}

/// The pods that there are, and those that what makes pods would make, at most `limit` of the latter.
struct PodExpansion {
    /// The most pods that are assumed; a cluster has at most 150,000 (Kubernetes, "Considerations for large clusters").
    static let limit = 100_000

    /// The pods, those of one source side by side.
    private(set) var pods: [DerivedPod] = []
    /// The pods of each source.
    private(set) var places: [Range<Int>] = []
    /// Where each source stands in the order of namespaces and names.
    private(set) var ranks: [Int] = []
    /// Why a source gives no pods, or fewer than it asks for.
    private(set) var shortages: [Int: Shortage] = [:]
    /// The sources whose pods are in the input by themselves, so that none are assumed.
    private(set) var replaced: Set<Int> = []
    /// Whether more pods were asked for than `limit`.
    private(set) var isCutOff = false
    /// The nodes.
    private(set) var nodes: NodeTable
    private var addresses: PlaceholderAddresses
    private var symbols: SymbolTable
    private let leastPods: [ScaleTarget: Int]
    private let podNames: Set<ScaleTarget>
    private var placeholderCount = 0

    /// Why pods are missing.
    enum Shortage {
        /// No node admits them.
        case noNode
        /// Each needs a node for itself, because of its host ports.
        case fewerNodes(Int)
        /// They have ended.
        case ended
        /// It has no address yet.
        case noAddress
        /// They wait for a readiness gate that nothing sets, so they are not ready.
        case gate(String)
    }

    /// The pods of `set`.
    init(_ set: ManifestSet) {
        symbols = set.symbols
        nodes = NodeTable(set, symbols: &symbols)
        leastPods = set.leastPods
        addresses = PlaceholderAddresses(taken: Set(set.podSources.flatMap { $0.status?.addresses ?? [] }))
        podNames = Set(
            set.podSources.filter { $0.kind == .pod }.map {
                ScaleTarget(kind: "Pod", namespace: $0.namespace, name: $0.name)
            })
        replaced = WorkloadOwners(set.podSources).replaced
        places = Array(repeating: 0..<0, count: set.podSources.count)
        let keys = set.podSources.map { ($0.namespace, $0.name, $0.kind.rawValue) }
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        ranks = Array(repeating: 0, count: order.count)
        for (rank, place) in order.enumerated() { ranks[place] = rank }
        for place in order where !replaced.contains(place) {
            let start = pods.count
            let source = set.podSources[place]
            if let status = source.status {
                addPod(status, at: place)
            } else {
                addPlaceholders(of: source, at: place)
            }
            places[place] = start..<pods.count
        }
    }

    /// The names of nodes and zones, with those that were assumed.
    var allSymbols: SymbolTable { symbols }

    // MARK: Pods of the input

    private mutating func addPod(_ status: PodStatus, at place: Int) {
        if status.isTerminal {
            shortages[place] = .ended
            return
        }
        guard !status.addresses.isEmpty else {
            shortages[place] = .noAddress
            return
        }
        var pod = DerivedPod()
        pod.ipv4 = status.addresses.first { $0.family == .ipv4 }
        pod.ipv6 = status.addresses.first { $0.family == .ipv6 }
        pod.node = symbols.symbol(status.nodeName)
        if let node = nodes.place(of: status.nodeName) {
            pod.zone = symbols.symbol(nodes.entries[node].zone)
        } else {
            pod.isOnMissingNode = nodes.isKnown
        }
        pod.isServing = status.isReady
        pod.isTerminating = status.isTerminating
        pods.append(pod)
    }

    // MARK: Placeholders

    private mutating func addPlaceholders(of source: PodSource, at place: Int) {
        let target = ScaleTarget(kind: source.kind.rawValue, namespace: source.namespace, name: source.name)
        let asked = leastPods[target] ?? source.count
        if asked == 0 { return }
        let candidates = nodes.places(admitting: source, &symbols)
        guard !candidates.isEmpty else {
            shortages[place] = .noNode
            return
        }
        var count = asked ?? candidates.count
        if source.takesHostPorts && count > candidates.count {
            count = candidates.count
            shortages[place] = .fewerNodes(count)
        }
        if let gate = source.gates.first { shortages[place] = .gate(gate) }
        for number in 0..<count where !isInInput(source, number) {
            guard placeholderCount < Self.limit else {
                isCutOff = true
                return
            }
            placeholderCount += 1
            addPlaceholder(of: source, on: candidates[number % candidates.count])
        }
    }

    /// Whether the input has the pod of a StatefulSet with this number: `db-0`.
    private func isInInput(_ source: PodSource, _ number: Int) -> Bool {
        guard source.kind == .statefulSet else { return false }
        let name = "\(source.name)-\(source.firstOrdinal + number)"
        return podNames.contains(ScaleTarget(kind: "Pod", namespace: source.namespace, name: name))
    }

    private mutating func addPlaceholder(of source: PodSource, on place: Int) {
        let node = nodes.entries[place]
        var pod = DerivedPod()
        if source.isHostNetwork {
            pod.ipv4 = addresses.hostAddress(.ipv4, of: node, at: place)
            pod.ipv6 = addresses.hostAddress(.ipv6, of: node, at: place)
        } else {
            pod.ipv4 = addresses.podAddress(.ipv4, on: node)
            pod.ipv6 = addresses.podAddress(.ipv6, on: node)
        }
        pod.node = node.symbol
        pod.zone = symbols.symbol(node.zone)
        pod.isServing = source.gates.isEmpty
        pods.append(pod)
    }
}
