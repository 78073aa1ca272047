/// The rules of group CL.
enum ClusterRules {
    static let all: [any LintRule.Type] = [
        PodAndServiceRangesOverlap.self,
        NodeNetworkOverlap.self,
        ServiceRangeTooLarge.self,
        NamespaceMissing.self,
        NodePortRangeCollision.self,
        ClusterDNSMismatch.self,
        UnknownProxyMode.self,
        PodRangeUnknownToProxy.self,
        EntryAddressNotServed.self,
    ]
}
