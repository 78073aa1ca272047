/// A kind whose objects are looked at as they were written.
public enum ObjectKind: String, Sendable, CaseIterable {
    case service = "Service"
    case endpointSlice = "EndpointSlice"
    case endpoints = "Endpoints"
    case ingress = "Ingress"
    case ingressClass = "IngressClass"
    case networkPolicy = "NetworkPolicy"
    case serviceCIDR = "ServiceCIDR"
    case namespace = "Namespace"
    case pod = "Pod"
    case replicationController = "ReplicationController"
    case deployment = "Deployment"
    case replicaSet = "ReplicaSet"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case job = "Job"
    case cronJob = "CronJob"

    /// The kind of an object, if it is one of these in its own group.
    public init?(of object: ManifestObject) {
        guard let kind = ObjectKind(rawValue: object.kind), kind.group == object.group else { return nil }
        self = kind
    }

    /// The API group; empty for the core group.
    public var group: String {
        switch self {
        case .service, .endpoints, .namespace, .pod, .replicationController: ""
        case .endpointSlice: "discovery.k8s.io"
        case .ingress, .ingressClass, .networkPolicy, .serviceCIDR: "networking.k8s.io"
        case .deployment, .replicaSet, .statefulSet, .daemonSet: "apps"
        case .job, .cronJob: "batch"
        }
    }

    /// The `apiVersion` that the API server has for it since 1.25.
    public var apiVersion: String { group.isEmpty ? "v1" : "\(group)/v1" }

    /// Whether its objects live in namespaces.
    public var isNamespaced: Bool {
        switch self {
        case .ingressClass, .serviceCIDR, .namespace: false
        default: true
        }
    }

    /// The path to its pod template; nil if it makes no pods. Empty for a pod itself.
    public var templatePath: [StaticString]? {
        switch self {
        case .pod: []
        case .deployment, .replicaSet, .statefulSet, .daemonSet, .job, .replicationController: ["spec", "template"]
        case .cronJob: ["spec", "jobTemplate", "spec", "template"]
        default: nil
        }
    }
}
