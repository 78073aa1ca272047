/// Conditions that pods wait for before they are ready.
public enum ReadinessGates {
    /// Gates that well-known controllers set, or how these begin.
    private static let known: Set<String> = [
        "cloud.google.com/load-balancer-neg-ready", "InPlaceUpdateReady", "KruisePodReady",
        "kubevirt.io/virtual-machine-unpaused",
    ]
    private static let knownStarts = [
        "target-health.elbv2.k8s.aws/", "target-health.alb.ingress.k8s.aws/", "readiness.alibabacloud.com/",
        "service.readiness.alibabacloud.com/",
    ]

    /// Whether a well-known controller sets the condition.
    public static func isKnown(_ condition: String) -> Bool {
        known.contains(condition) || knownStarts.contains { condition.hasPrefix($0) }
    }
}
