import ProxyNames

extension NftablesObjectName.Kind {
    /// The same for every mode.
    var role: BlockRole {
        switch self {
        case .cluster: .clusterEndpoints
        case .local: .localEndpoints
        case .external: .external
        case .firewall: .firewall
        case .endpoint: .endpoint
        case .affinity: .affinity
        }
    }

    /// Which of a Service's chains it is, as `LinePart.policy` says it; nil for those of endpoints.
    var policy: String? {
        switch self {
        case .cluster: "cluster"
        case .local: "local"
        case .external: "external"
        case .firewall: "firewall"
        case .endpoint, .affinity: nil
        }
    }
}
