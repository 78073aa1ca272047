import Manifests

extension ClusterDescription.Node {
    /// The zone; nil if it has no label, or an empty one.
    var zone: String? { state.zone }

    /// Whether the topology heuristics leave it out.
    var isControlPlane: Bool { state.isControlPlane }

    /// Whether load balancers leave it out: it is labelled so, or about to be removed.
    var isExcludedFromLoadBalancers: Bool {
        if taints.contains(where: { $0.key == "ToBeDeletedByClusterAutoscaler" }) { return true }
        guard let value = labels["node.kubernetes.io/exclude-from-external-load-balancers"] else { return false }
        return !["0", "f", "F", "false", "FALSE", "False"].contains(value)
    }

    /// Whether pods without tolerations can run there.
    var takesAnyPod: Bool { !taints.contains(where: \.isHard) }

    /// What the scheduler and the topology heuristics look at.
    var state: NodeState {
        var state = NodeState()
        (state.labels, state.taints, state.isReady, state.milliCPU) = (labels, taints, isReady, milliCPU)
        return state
    }

    /// Takes from a Node object what the decoded one doesn't have.
    mutating func readState(_ node: FieldCursor) {
        let state = NodeState(node)
        (labels, taints, isReady, milliCPU) = (state.labels, state.taints, state.isReady, state.milliCPU)
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
