import Diagnostics
import Manifests

/// The proxy modes that a rule is about.
struct ProxyModeScope {
    /// The modes, as kube-proxy's configuration has them.
    let modes: [String]

    init(_ modes: String...) { self.modes = modes }

    /// How much a finding of `rule` matters in a cluster: not at all in another mode, and as a note if the mode isn't
    /// known.
    func severity(of rule: RuleDescription, in cluster: ClusterDescription) -> Severity? {
        guard let mode = cluster.proxyMode else { return .note }
        return modes.contains(mode) ? rule.severity : nil
    }

    /// What messages begin with: the mode of the cluster, or all that the rule is about.
    func prefix(in cluster: ClusterDescription) -> String {
        "in \(cluster.proxyMode ?? modes.joined(separator: " and ")) mode"
    }
}

extension ServiceObject {
    /// `externalTrafficPolicy`, if it is `Local` and counts.
    var localExternalPolicy: FieldCursor? {
        let field = spec["externalTrafficPolicy"]
        return isExternal && isKubeProxys && field.string == "Local" ? field : nil
    }

    /// `internalTrafficPolicy`, if it is `Local` and counts.
    var localInternalPolicy: FieldCursor? {
        let field = spec["internalTrafficPolicy"]
        return isKubeProxys && field.string == "Local" ? field : nil
    }
}
