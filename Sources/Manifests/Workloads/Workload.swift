import Diagnostics

/// A pod, or an object that makes pods from a template.
public struct Workload: Sendable {
    /// The kind.
    public let kind: ObjectKind
    /// The object.
    public let field: FieldCursor
    /// `namespace`, `default` if it says none.
    public let namespace: String
    /// `metadata.name`.
    public let name: String
    /// Its pods: `metadata` and `spec` are below it. The object itself for a pod.
    public let template: FieldCursor
    /// The labels that its pods carry.
    public let podLabels: [String: String]
    /// Whether its pods use the node's network.
    public let isHostNetwork: Bool
    /// The ports that its containers declare, in the order in which a name is looked up.
    public let ports: [ContainerPort]
    /// `spec.replicas` for a kind that has it; 1 if it isn't said.
    public let replicas: Int64?

    /// A workload; nil for an object of another kind.
    public init?(_ object: ManifestObject) {
        guard let kind = ObjectKind(of: object), let path = kind.templatePath else { return nil }
        self.kind = kind
        field = object.root
        namespace = object.effectiveNamespace
        name = object.name
        template = path.reduce(object.root) { $0[$1] }
        podLabels = template["metadata"]["labels"].stringMap
        let isHostNetwork = template["spec"]["hostNetwork"].bool == true
        self.isHostNetwork = isHostNetwork
        ports = ContainerPort.all(in: template["spec"], isHostNetwork: isHostNetwork)
        switch kind {
        case .deployment, .replicaSet, .statefulSet, .replicationController:
            replicas = object.root["spec"]["replicas"].integer ?? 1
        default: replicas = nil
        }
    }

    /// `metadata.labels` of the object itself, which its pods need not carry.
    public var ownLabels: [String: String] { field["metadata"]["labels"].stringMap }

    /// What messages call it.
    public var reference: ObjectReference { field.object.reference }

    /// `spec` of its pods.
    public var podSpec: FieldCursor { template["spec"] }

    /// `containers` of its pods.
    public var containers: [FieldCursor] { podSpec["containers"].items }

    /// The init containers that run beside the containers: those with `restartPolicy: Always`.
    public var sidecars: [FieldCursor] {
        podSpec["initContainers"].items.filter(\.isSidecar)
    }
}
