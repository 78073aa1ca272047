/// Which nodes a pod can run on: what it says of node names, labels and taints.
public struct PlacementConstraints: Hashable, Sendable {
    /// A toleration of taints.
    struct Toleration: Hashable, Sendable {
        /// The key; nil for any.
        var key: String?
        /// The value; nil for any.
        var value: String?
        /// The effect; nil for any.
        var effect: String?

        func covers(_ taint: NodeTaint) -> Bool {
            (key == nil || key == taint.key) && (value == nil || value == taint.value)
                && (effect == nil || effect == taint.effect)
        }
    }

    /// What a label, or the node's name, must be.
    struct Requirement: Hashable, Sendable {
        var key: String
        var comparison: String
        var values: [String]

        func holds(for value: String?) -> Bool {
            switch comparison {
            case "In": value.map(values.contains) ?? false
            case "NotIn": value.map { !values.contains($0) } ?? true
            case "Exists": value != nil
            case "DoesNotExist": value == nil
            case "Gt", "Lt": holdsAsNumber(value)
            default: false
            }
        }

        private func holdsAsNumber(_ value: String?) -> Bool {
            guard let number = value.flatMap({ Int64($0) }), let limit = values.first.flatMap({ Int64($0) }) else {
                return false
            }
            return comparison == "Gt" ? number > limit : number < limit
        }
    }

    /// One of the alternatives of node affinity.
    struct Term: Hashable, Sendable {
        var labels: [Requirement]
        var fields: [Requirement]
    }

    /// `nodeName`: the node that the pod is on without being asked where it could be; nil if it says none.
    public let nodeName: String?
    private var labels: [String: String]
    /// The alternatives; nil if there is no required affinity.
    private var terms: [Term]?
    private var tolerations: [Toleration]

    /// What the pods of a workload say.
    public init(_ workload: Workload) {
        let spec = workload.podSpec
        nodeName = spec["nodeName"].nonEmpty
        labels = spec["nodeSelector"].stringMap
        let required = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
        terms = required.isPresent ? required["nodeSelectorTerms"].items.map(Self.term) : nil
        tolerations = spec["tolerations"].items.map { toleration in
            Toleration(
                key: toleration["key"].nonEmpty,
                value: toleration["operator"].string == "Exists" ? nil : toleration["value"].string ?? "",
                effect: toleration["effect"].nonEmpty)
        }
        // The DaemonSet controller gives its pods these.
        if workload.kind == .daemonSet {
            let troubles = [
                "not-ready", "unreachable", "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable",
                "network-unavailable",
            ]
            tolerations += troubles.map { Toleration(key: "node.kubernetes.io/\($0)", value: nil, effect: nil) }
        }
    }

    private static func term(_ term: FieldCursor) -> Term {
        func requirements(_ list: FieldCursor) -> [Requirement] {
            list.items.map { item in
                Requirement(
                    key: item["key"].string ?? "", comparison: item["operator"].string ?? "",
                    values: item["values"].strings)
            }
        }
        return Term(labels: requirements(term["matchExpressions"]), fields: requirements(term["matchFields"]))
    }

    /// Whether pods with these constraints can run on the node called `name`.
    public func admit(_ name: String, _ node: NodeState) -> Bool {
        if let nodeName { return nodeName == name }
        guard labels.allSatisfy({ Self.label($0.key, of: node, name) == $0.value }) else { return false }
        if let terms, !terms.contains(where: { Self.holds($0, for: node, name) }) { return false }
        return node.taints.allSatisfy { taint in !taint.isHard || tolerations.contains { $0.covers(taint) } }
    }

    private static func holds(_ term: Term, for node: NodeState, _ name: String) -> Bool {
        guard !term.labels.isEmpty || !term.fields.isEmpty else { return false }
        return term.labels.allSatisfy { $0.holds(for: label($0.key, of: node, name)) }
            && term.fields.allSatisfy { $0.key == "metadata.name" && $0.holds(for: name) }
    }

    /// A node's label; those that every kubelet sets needn't be said.
    private static func label(_ key: String, of node: NodeState, _ name: String) -> String? {
        if let value = node.labels[key] { return value }
        switch key {
        case "kubernetes.io/hostname": return name
        case "kubernetes.io/os": return "linux"
        default: return nil
        }
    }
}
