/// A Kubernetes kind that proxyplan reads. Every other kind is passed over.
enum ManifestKind: String, CaseIterable, Sendable {
    case service = "Service"
    case endpointSlice = "EndpointSlice"
    case endpoints = "Endpoints"
    case node = "Node"
    case serviceCIDR = "ServiceCIDR"
    case configMap = "ConfigMap"
    case kubeProxyConfiguration = "KubeProxyConfiguration"

    /// The API group; empty for the core group. A kind of that name in another group is another kind.
    var group: String {
        switch self {
        case .service, .endpoints, .node, .configMap: ""
        case .endpointSlice: "discovery.k8s.io"
        case .serviceCIDR: "networking.k8s.io"
        case .kubeProxyConfiguration: "kubeproxy.config.k8s.io"
        }
    }

    /// The versions whose fields are those that proxyplan knows.
    var versions: [String] {
        switch self {
        case .service, .endpoints, .node, .configMap, .endpointSlice: ["v1"]
        case .serviceCIDR: ["v1", "v1beta1"]
        case .kubeProxyConfiguration: ["v1alpha1"]
        }
    }

    /// Whether its objects live in namespaces.
    var isNamespaced: Bool {
        switch self {
        case .service, .endpoints, .endpointSlice, .configMap: true
        case .node, .serviceCIDR, .kubeProxyConfiguration: false
        }
    }

    /// How an `apiVersion` of this kind is written.
    func apiVersion(_ version: String) -> String { group.isEmpty ? version : "\(group)/\(version)" }
}
