/// The rules of group SVC that look at more than the API server does.
enum ServiceRules {
    static let all: [any LintRule.Type] = [
        DigitFirstName.self,
        AddressAsExternalName.self,
        ClusterIPTaken.self,
        DynamicClusterIP.self,
        IgnoredByProxy.self,
        PingedService.self,
        ShadowedByHostAlias.self,
        UnreachableReference.self,
        LiteralClusterAddress.self,
        ServiceLinkCollision.self,
        UnresolvableNames.self,
    ]
}
