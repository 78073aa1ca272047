/// The rules of group TP that look at more than the API server does.
enum TrafficPolicyRules {
    static let all: [any LintRule.Type] = [
        InternalLocalWithoutPods.self,
        ExternalLocalWithoutPods.self,
        LocalPolicyWithoutNodeNames.self,
        DistributionOverruled.self,
        TopologyModeWithoutHints.self,
        DistributionWithoutHints.self,
        PartialHints.self,
        UnevenDistribution.self,
        ZonesWithoutLabels.self,
        LocalPolicyBeatsTopology.self,
        UnknownTopologyMode.self,
    ]
}
