import Addressing
import Diagnostics

/// A Pod, or an object that makes pods, as far as endpoints depend on it.
public struct PodSource: Sendable, LabelledPods {
    /// The kind.
    public let kind: ObjectKind
    /// The namespace.
    public let namespace: String
    /// The name.
    public let name: String
    /// The labels of its pods.
    public let podLabels: [String: String]
    /// What the cluster knows of the pod; nil for a pod that is yet to be made, and for what makes pods.
    public let status: PodStatus?
    /// The object that made it.
    let owner: Owner?
    /// The ports that a Service can name, in the order in which a name is looked up.
    let ports: [NamedPort]
    /// Whether its pods use the node's network.
    let isHostNetwork: Bool
    /// Whether its pods take ports of the node, so that a node has room for one of them.
    let takesHostPorts: Bool
    /// Where its pods can run.
    let constraints: PlacementConstraints
    /// The label of nodes over whose values its pods are spread.
    let spread: Spread
    /// How many pods it asks for; nil for one on every node that admits it.
    let count: Int?
    /// The number of a StatefulSet's first pod.
    let firstOrdinal: Int
    /// The readiness gates of its pods that no well-known controller sets.
    let gates: [String]

    /// The object that made another one.
    struct Owner: Hashable, Sendable {
        var kind: String
        var namespace: String
        var name: String
    }

    /// A container's port with a name.
    struct NamedPort: Sendable {
        var name: String
        var transport: String
        var number: UInt16
    }

    /// How pods are spread over nodes.
    struct Spread: Hashable, Sendable {
        /// The label of nodes.
        var key = "topology.kubernetes.io/zone"
        /// Whether nodes without the label are out of the question.
        var isRequired = false
    }

    /// What the endpoint controllers read of it.
    init(_ workload: Workload, addresses: [IPAddress]) {
        kind = workload.kind
        namespace = workload.namespace
        name = workload.name
        podLabels = workload.podLabels
        isHostNetwork = workload.isHostNetwork
        takesHostPorts = workload.ports.contains { $0.hostPort != 0 && $0.isNameable }
        ports = workload.ports.compactMap { port in
            guard port.isNameable, !port.name.isEmpty, let number = UInt16(exactly: port.number), number > 0 else {
                return nil
            }
            return NamedPort(name: port.name, transport: port.transport, number: number)
        }
        constraints = PlacementConstraints(workload)
        spread = Self.spread(workload.podSpec)
        count = Self.isFinished(workload) ? 0 : workload.podCount
        firstOrdinal = PodCount.clamped(workload.field["spec"]["ordinals"]["start"].integer ?? 0)
        gates = workload.podSpec["readinessGates"].items.map { $0["conditionType"].text }
            .filter { !ReadinessGates.isKnown($0) }
        owner = Self.owner(of: workload)
        status = workload.kind == .pod ? PodStatus(workload.field, addresses: addresses) : nil
    }

    private static func spread(_ podSpec: FieldCursor) -> Spread {
        for constraint in podSpec["topologySpreadConstraints"].items {
            guard let key = constraint["topologyKey"].nonEmpty, key != "kubernetes.io/hostname" else { continue }
            return Spread(key: key, isRequired: constraint["whenUnsatisfiable"].string != "ScheduleAnyway")
        }
        return Spread()
    }

    /// Whether a Job has ended, or isn't allowed to run.
    private static func isFinished(_ workload: Workload) -> Bool {
        guard workload.kind == .job else { return false }
        return workload.field["spec"]["suspend"].bool == true
            || workload.field["status"]["conditions"].items.contains {
                ["Complete", "Failed"].contains($0["type"].text) && $0["status"].string == "True"
            }
    }

    private static func owner(of workload: Workload) -> Owner? {
        for owner in workload.field["metadata"]["ownerReferences"].items where owner["controller"].bool == true {
            return Owner(kind: owner["kind"].text, namespace: workload.namespace, name: owner["name"].text)
        }
        return nil
    }

    /// The number of the port that a Service calls `name`: the first one of that name and protocol.
    func port(named name: String, _ transport: TransportProtocol) -> UInt16? {
        ports.first { $0.name == name && $0.transport == "\(transport.manifestName)" }?.number
    }

    /// What messages call it: `Deployment web`.
    var words: String { "\(kind.rawValue) \(name.escapedForMessage)" }
}

/// What the cluster knows of a pod.
public struct PodStatus: Sendable {
    /// `status.podIPs`, or `podIP` alone.
    public let addresses: [IPAddress]
    /// `spec.nodeName`; empty if it has none yet.
    public let nodeName: String
    /// Whether its condition Ready is true.
    public let isReady: Bool
    /// Whether its phase is `Succeeded` or `Failed`.
    public let isTerminal: Bool
    /// Whether it is being deleted.
    public let isTerminating: Bool

    /// The status of a Pod; nil for a manifest that the API server hasn't stored: it has neither status nor uid.
    init?(_ pod: FieldCursor, addresses: [IPAddress]) {
        let status = pod["status"]
        guard !status.entries.isEmpty || pod["metadata"]["uid"].nonEmpty != nil else { return nil }
        self.addresses = addresses
        nodeName = pod["spec"]["nodeName"].string ?? ""
        isReady = status["conditions"].items.first { $0["type"].string == "Ready" }?["status"].string == "True"
        isTerminal = ["Succeeded", "Failed"].contains(status["phase"].text)
        isTerminating = pod["metadata"]["deletionTimestamp"].nonEmpty != nil
    }
}

extension DecodingContext {
    /// The pods that an object is or makes; nil if it has nothing to do with pods, or something in it is wrong.
    mutating func podSource(_ tree: borrowing ValueTree, of object: ManifestObject) -> PodSource? {
        guard let workload = Workload(object) else { return nil }
        checkTypes(tree, workload)
        var addresses: [IPAddress] = []
        if workload.kind == .pod {
            let status = workload.field["status"]
            var texts = status["podIPs"].items.map { $0["ip"] }
            if texts.isEmpty, status["podIP"].nonEmpty != nil { texts = [status["podIP"]] }
            for text in texts where text.isPresent {
                if let address = address(tree, text.node, rule: "EP-003") { addresses.append(address.value) }
            }
        }
        if workload.name.isEmpty && errorCount == 0 && object.root["metadata"]["generateName"].nonEmpty == nil {
            report("SEL-002", tree, at: 0, "the object has no name", advice: "set metadata.name")
        }
        return errorCount == 0 ? PodSource(workload, addresses: addresses) : nil
    }

    /// Reports the fields whose type would make their value count as none.
    private mutating func checkTypes(_ tree: borrowing ValueTree, _ workload: Workload) {
        let spec = workload.field["spec"]
        for number in [spec["replicas"], spec["parallelism"], spec["completions"]] where number.isPresent {
            _ = integer(tree, number.node, in: 0...Int64(Int32.max), rule: "SEL-008", what: "number of pods")
        }
        for label in workload.template["metadata"]["labels"].entries { _ = isString(tree, label.value.node) }
        for port in workload.ports where port.field["containerPort"].isPresent {
            _ = self.port(tree, port.field["containerPort"].node, from: 1, rule: "PORT-017")
        }
    }
}
