import Diagnostics

/// What a rule is, without how it is checked.
public struct RuleDescription: Sendable, Hashable {
    /// The rule's id, `PORT-021`. It never changes, and a number that went isn't used again.
    public var id: String
    /// How much its findings matter, unless one of them says otherwise.
    public var severity: Severity
    /// What is wrong, as a headline.
    public var title: String
    /// What has to be known apart from the object itself. Without one of them the rule isn't checked.
    public var needs: Set<LintInput>
    /// What a part of the rule has to know. Without it the rest is checked.
    public var partlyNeeds: Set<LintInput>
    /// Whether the API server says the same: it rejects the object, or warns.
    public var repeatsServer: Bool

    /// A description.
    public init(
        _ id: String, _ severity: Severity, _ title: String, needs: Set<LintInput> = [],
        partlyNeeds: Set<LintInput> = [],
        repeatsServer: Bool = false
    ) {
        self.id = id
        self.severity = severity
        self.title = title
        self.needs = needs
        self.partlyNeeds = partlyNeeds
        self.repeatsServer = repeatsServer
    }

    /// The group, which is the id without its number: `PORT`, `MODE-NFT`.
    public var group: String {
        guard let dash = id.lastIndex(of: "-") else { return id }
        return String(id[..<dash])
    }
}

/// Something that a rule needs to know and that the input may not say.
public enum LintInput: String, Sendable, Hashable, CaseIterable {
    /// Services.
    case services
    /// Pods or workloads.
    case workloads
    /// EndpointSlices or Endpoints.
    case endpoints
    /// What can be behind Services: pods, workloads, EndpointSlices or Endpoints.
    case backends
    /// Ingresses.
    case ingresses
    /// NetworkPolicies.
    case networkPolicies
    /// The earlier versions of the objects.
    case previousVersions
    /// The networks of cluster IPs.
    case serviceCIDRs
    /// The networks of pods.
    case podCIDRs
    /// The networks of pods or of cluster IPs.
    case clusterNetworks
    /// The families of endpoints: their slices, or the networks of pods.
    case endpointFamilies
    /// The nodes.
    case nodes
    /// The namespaces that exist.
    case namespaces
    /// The proxy mode.
    case proxyMode
    /// kube-proxy's configuration.
    case proxyConfiguration
    /// How kube-proxy tells pods from other clients.
    case localDetection
    /// The address of the cluster's DNS.
    case clusterDNS
    /// What implements Services of type LoadBalancer.
    case loadBalancer
    /// The version of Kubernetes.
    case kubernetesVersion

    /// In words, as in `not checked: needs the nodes`.
    public var words: String {
        switch self {
        case .services: "Services"
        case .workloads: "pods or workloads"
        case .endpoints: "EndpointSlices or Endpoints"
        case .backends: "pods, workloads, EndpointSlices or Endpoints"
        case .ingresses: "Ingresses"
        case .networkPolicies: "NetworkPolicies"
        case .previousVersions: "the earlier versions of the objects"
        case .serviceCIDRs: "the service CIDRs"
        case .podCIDRs: "the pod CIDRs"
        case .clusterNetworks: "the pod CIDRs or the service CIDRs"
        case .endpointFamilies: "EndpointSlices or the pod CIDRs"
        case .nodes: "the nodes"
        case .namespaces: "the namespaces of the cluster"
        case .proxyMode: "the proxy mode"
        case .proxyConfiguration: "kube-proxy's configuration"
        case .localDetection: "kube-proxy's detectLocalMode or clusterCIDR"
        case .clusterDNS: "the address of the cluster's DNS"
        case .loadBalancer: "the load balancer implementation"
        case .kubernetesVersion: "the version of Kubernetes"
        }
    }
}
