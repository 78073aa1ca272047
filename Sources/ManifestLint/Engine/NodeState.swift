import Manifests

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
    var isHard: Bool { effect == "NoSchedule" || effect == "NoExecute" }

    /// What a node with `spec.unschedulable` amounts to.
    static let unschedulable = NodeTaint(key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")
}

extension ClusterDescription.Node {
    /// The zone; nil if it has no label, or an empty one.
    var zone: String? { labels["topology.kubernetes.io/zone"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether the topology heuristics leave it out.
    var isControlPlane: Bool {
        labels["node-role.kubernetes.io/control-plane"] != nil || labels["node-role.kubernetes.io/master"] != nil
    }

    /// Whether load balancers leave it out: it is labelled so, or about to be removed.
    var isExcludedFromLoadBalancers: Bool {
        if taints.contains(where: { $0.key == "ToBeDeletedByClusterAutoscaler" }) { return true }
        guard let value = labels["node.kubernetes.io/exclude-from-external-load-balancers"] else { return false }
        return !["0", "f", "F", "false", "FALSE", "False"].contains(value)
    }

    /// Whether pods without tolerations can run there.
    var takesAnyPod: Bool { !taints.contains(where: \.isHard) }

    /// Takes from a Node object what the decoded one doesn't have.
    mutating func readState(_ node: FieldCursor) {
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

extension ClusterDescription {
    /// The plugins that API servers among the pods of `kube-system` are told to run.
    static func admissionPlugins(in objects: [ManifestObject]) -> Set<String> {
        let flag = "--enable-admission-plugins="
        var plugins: Set<String> = []
        for pod in objects where pod.kind == "Pod" && pod.namespace == "kube-system" {
            for container in pod.root["spec"]["containers"].items where container["name"].string == "kube-apiserver" {
                for word in container["command"].strings + container["args"].strings where word.hasPrefix(flag) {
                    plugins.formUnion(word.dropFirst(flag.count).split(separator: ",").map(String.init))
                }
            }
        }
        return plugins
    }
}
