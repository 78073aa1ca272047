/// A feature gate that changes rules.
struct BehaviorGate: Sendable {
    /// The gate's name in `featureGates`.
    let name: String
    /// The versions that have it, and where its value isn't locked.
    let versions: ClosedRange<KubernetesVersion>
    /// Sets what it governs.
    let apply: @Sendable (inout Behavior, Bool) -> Void

    private init(
        _ name: String, _ versions: ClosedRange<Int>, _ apply: @escaping @Sendable (inout Behavior, Bool) -> Void
    ) {
        self.name = name
        self.versions =
            KubernetesVersion(minor: versions.lowerBound)...KubernetesVersion(minor: versions.upperBound)
        self.apply = apply
    }

    static let all: [BehaviorGate] = [
        .init("AllowServiceExternalIPs", 36...36) { $0.servesExternalIPs = $1 },
        .init("PreferSameTrafficDistribution", 33...36) { $0.honoursNodeHints = $1 },
        .init("MultiCIDRServiceAllocator", 30...33) { $0.nftablesDropsUnallocatedClusterIPs = $1 },
        .init("LoadBalancerIPMode", 29...31) { $0.skipsProxyModeIngress = $1 },
        .init("ServiceTrafficDistribution", 30...32) { behavior, isOn in
            behavior.topologyAnnotation = isOn ? .notNeeded : .anythingButDisabled
        },
        .init("ProxyTerminatingEndpoints", 25...27) { $0.usesServingTerminating = $1 },
    ]
}
