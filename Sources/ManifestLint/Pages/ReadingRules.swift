import Diagnostics

/// What can be wrong with an input before any rule looks at it. Such findings are always reported.
public enum ReadingRules {
    /// All of them.
    public static let all: [RuleDescription] = [
        RuleDescription("READ-001", .error, "File that can't be read"),
        RuleDescription("READ-002", .error, "Text that is not UTF-8, or holds NUL bytes"),
        RuleDescription("READ-003", .error, "Text that is no sound YAML or JSON"),
        RuleDescription("READ-004", .error, "More than proxyplan's limits allow"),
        RuleDescription("READ-005", .warning, "Document that is no Kubernetes object"),
        RuleDescription("READ-006", .error, "No KubeProxyConfiguration where one is asked for"),
        RuleDescription("READ-007", .error, "Input without any Kubernetes object"),
        RuleDescription("READ-008", .error, "Cluster description that can't be understood"),
    ]

    /// The one called `id`.
    public static func rule(_ id: String) -> RuleDescription? { all.first { $0.id == id } }
}
