import Manifests

/// The stored version of a Service, as far as its manifest tells: what the API server allocated isn't known.
struct PreviousService: Sendable {
    /// The object.
    let root: FieldCursor
    /// `spec.type`, defaulted.
    let type: String
    /// `spec.clusterIPs`, or `spec.clusterIP` alone; empty if the server allocated them.
    let clusterIPs: [String]

    init(_ root: FieldCursor) {
        self.root = root
        let spec = root["spec"]
        type = spec["type"].nonEmpty ?? "ClusterIP"
        let list = spec["clusterIPs"].strings
        clusterIPs = list.isEmpty ? spec["clusterIP"].nonEmpty.map { [$0] } ?? [] : list
    }

    /// `spec`.
    var spec: FieldCursor { root["spec"] }

    /// Whether it has no cluster IP.
    var isHeadless: Bool { clusterIPs == ["None"] }

    /// Whether it has two families, as far as it says.
    var isDualStack: Bool {
        clusterIPs.count == 2 || spec["ipFamilies"].items.count == 2
            || spec["ipFamilyPolicy"].string == "RequireDualStack"
    }

    /// Whether a load balancer asks its nodes whether they have endpoints.
    var needsHealthCheck: Bool { type == "LoadBalancer" && spec["externalTrafficPolicy"].string == "Local" }
}

extension ServiceSubject {
    /// What becomes of a field that the Service's type doesn't have: the rule that it breaks, nil if the server drops
    /// it because only the type changed.
    func leftover(_ field: FieldCursor, _ old: FieldCursor?, _ rule: ServerRule) -> ServerRule? {
        guard let previous, previous.type != type, let old, old.isSet else { return rule }
        return old.asJSON == field.asJSON ? nil : .upd007
    }
}
