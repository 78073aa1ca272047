import Addressing
import Manifests

/// A Service as the API server validates it: defaulted, and compared with the cluster.
struct ServiceSubject: Sendable {
    /// The object.
    let root: FieldCursor
    /// What is known of the cluster.
    let cluster: ClusterDescription
    /// `spec.type`, defaulted.
    let type: String
    /// `spec.clusterIPs`, or `spec.clusterIP` alone.
    let clusterIPs: [String]
    /// Where each of them stands.
    let clusterIPFields: [FieldCursor]
    /// `spec.ports`.
    let ports: [FieldCursor]
    /// `spec.ipFamilies`.
    let families: [FieldCursor]
    /// `spec.externalTrafficPolicy`, defaulted.
    let externalTrafficPolicy: String
    /// The stored version that it replaces; nil for a new Service.
    let previous: PreviousService?

    init(_ root: FieldCursor, _ cluster: ClusterDescription, previous: PreviousService? = nil) {
        self.previous = previous
        self.root = root
        self.cluster = cluster
        let spec = root["spec"]
        type = spec["type"].nonEmpty ?? "ClusterIP"
        let list = spec["clusterIPs"].items
        let isSingle = list.isEmpty && spec["clusterIP"].nonEmpty != nil
        let written = isSingle ? [spec["clusterIP"]] : list
        if written.isEmpty, type != "ExternalName", let kept = previous?.clusterIPs, !kept.isEmpty {
            // What an update doesn't say stays as it is.
            clusterIPFields = kept.map { _ in spec["clusterIP"] }
            clusterIPs = kept
        } else {
            clusterIPFields = written
            clusterIPs = written.map { $0.string ?? "" }
        }
        ports = spec["ports"].items
        families = spec["ipFamilies"].items
        let isExternal = Self.isExternallyAccessible(type, spec)
        externalTrafficPolicy = spec["externalTrafficPolicy"].nonEmpty ?? (isExternal ? "Cluster" : "")
    }

    /// `spec`.
    var spec: FieldCursor { root["spec"] }

    /// Whether it has no cluster IP, so that only DNS serves it.
    var isHeadless: Bool { clusterIPs == ["None"] }

    /// Whether it is an alias for a DNS name.
    var isExternalName: Bool { type == "ExternalName" }

    /// Whether it has a load balancer.
    var isLoadBalancer: Bool { type == "LoadBalancer" }

    /// Whether traffic from outside can reach it.
    var isExternallyAccessible: Bool { Self.isExternallyAccessible(type, spec) }

    /// Whether a load balancer has to ask its nodes whether they have endpoints.
    var needsHealthCheck: Bool { isLoadBalancer && externalTrafficPolicy == "Local" }

    /// Whether nothing selects its pods.
    var hasNoSelector: Bool { spec["selector"].entries.isEmpty }

    /// `spec.ipFamilyPolicy`, defaulted.
    var familyPolicy: String {
        spec["ipFamilyPolicy"].string ?? (isHeadless && hasNoSelector ? "RequireDualStack" : "SingleStack")
    }

    /// All cluster IPs as JSON, as the server prints them.
    var clusterIPsAsJSON: String { "[\(clusterIPs.map(\.asJSON).joined(separator: ","))]" }

    private static func isExternallyAccessible(_ type: String, _ spec: FieldCursor) -> Bool {
        switch type {
        case "NodePort", "LoadBalancer": true
        case "ClusterIP": spec["externalIPs"].isSet
        default: false
        }
    }
}
