import Manifests

extension ServiceObject {
    /// Whether packets from pods and nodes go only to endpoints of the same node.
    var isInternallyLocal: Bool { isProxied && spec["internalTrafficPolicy"].string == "Local" }

    /// Whether it can be reached from outside: by node ports, a load balancer or external IPs.
    var isExternal: Bool {
        isProxied && (type == "NodePort" || type == "LoadBalancer" || !spec["externalIPs"].items.isEmpty)
    }

    /// Whether packets from outside go only to endpoints of the node that they arrive at.
    var isExternallyLocal: Bool { isExternal && spec["externalTrafficPolicy"].string == "Local" }

    /// The annotation that turns topology hints on, of the two the one that counts; nil if there is none.
    var topologyAnnotation: FieldCursor? {
        let annotations = field["metadata"]["annotations"]
        return ["service.kubernetes.io/topology-aware-hints", "service.kubernetes.io/topology-mode"]
            .map { annotations[key: $0] }.first(where: \.isWritten)
    }

    /// The annotation, if it turns hints on: only two spellings do.
    var topologyAuto: FieldCursor? {
        topologyAnnotation.flatMap { $0.string == "Auto" || $0.string == "auto" ? $0 : nil }
    }

    /// `spec.trafficDistribution`; nil if it isn't set.
    var distribution: FieldCursor? {
        let field = spec["trafficDistribution"]
        return field.nonEmpty == nil ? nil : field
    }

    /// What asks for endpoints of the client's zone; nil if nothing does.
    var zonePreference: FieldCursor? {
        if let topologyAuto { return topologyAuto }
        return distribution.flatMap { $0.string == "PreferSameZone" || $0.string == "PreferClose" ? $0 : nil }
    }
}
