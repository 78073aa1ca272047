/// The rules of group LB that look at more than the API server does.
enum LoadBalancerRules {
    static let all: [any LintRule.Type] = [
        LoadBalancerIPIgnored.self,
        SourceRangesAsAnnotation.self,
        SourceRangesOfOneFamily.self,
        SourceRangesCancelled.self,
        SourceRangesBypassed.self,
        LoadBalancerWithoutNodeRules.self,
        SourceRangesLockOutPods.self,
        SharedLoadBalancerPort.self,
        LoadBalancerIPTaken.self,
        ExternalIPTaken.self,
        ExternalIPOfCluster.self,
        ExternalIPOfNode.self,
        ExternalIPOfOtherFamily.self,
        ExternalIPsSwitchedOff.self,
        LoadBalancerUnimplemented.self,
        LoadBalancerWithoutNodePorts.self,
        MixedProtocols.self,
        LocalPolicyOnExcludedNodes.self,
    ]
}
