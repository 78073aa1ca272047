/// What keeps pods from a node unless they tolerate it.
public struct NodeTaint: Sendable, Hashable {
    /// The taint's key.
    public var key: String
    /// Its value; empty if it has none.
    public var value: String
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    public var effect: String

    /// A taint.
    public init(key: String, value: String = "", effect: String) {
        self.key = key
        self.value = value
        self.effect = effect
    }

    /// Whether a pod must tolerate it; otherwise it is only a wish.
    public var isHard: Bool { effect == "NoSchedule" || effect == "NoExecute" }

    /// What a node with `spec.unschedulable` amounts to.
    public static let unschedulable = NodeTaint(key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")
}

/// What the scheduler and the topology heuristics look at in a node.
public struct NodeState: Sendable {
    /// Its labels.
    public var labels: [String: String] = [:]
    /// What keeps pods away that don't tolerate it.
    public var taints: [NodeTaint] = []
    /// Whether it is ready; true if nothing is said.
    public var isReady = true
    /// The CPUs that pods can have, in thousandths; nil if unknown.
    public var milliCPU: Int64?

    /// A node of which nothing is known.
    public init() {}

    /// The state that a Node object describes.
    public init(_ node: FieldCursor) {
        labels = node["metadata"]["labels"].stringMap
        taints = node["spec"]["taints"].items.map { taint in
            NodeTaint(
                key: taint["key"].string ?? "", value: taint["value"].string ?? "",
                effect: taint["effect"].string ?? "")
        }
        if node["spec"]["unschedulable"].bool == true { taints.append(.unschedulable) }
        let ready = node["status"]["conditions"].items.last { $0["type"].string == "Ready" }
        isReady = ready.map { $0["status"].string == "True" } ?? true
        if node["status"]["allocatable"].isPresent {
            milliCPU = Self.thousandths(node["status"]["allocatable"]["cpu"].text)
        }
    }

    /// The zone; nil if it has no label, or an empty one.
    public var zone: String? { labels["topology.kubernetes.io/zone"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether the topology heuristics leave it out.
    public var isControlPlane: Bool {
        labels["node-role.kubernetes.io/control-plane"] != nil || labels["node-role.kubernetes.io/master"] != nil
    }

    /// A quantity of CPUs: `4`, `3920m`, `0.5`; 0 if it is none.
    private static func thousandths(_ text: String) -> Int64 {
        let scale = text.hasSuffix("m") ? 1.0 : 1000.0
        // More than a million CPUs are none: sums of them stay far from the limit.
        guard let number = Double(text.hasSuffix("m") ? text.dropLast() : text[...]), number >= 0,
            number * scale < 1e9
        else { return 0 }
        return Int64(number * scale)
    }
}
