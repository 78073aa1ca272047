/// The rules of group ING that the API server doesn't have.
enum IngressRules {
    static let all: [any LintRule.Type] = [
        RegularExpressionInPath.self,
        CaptureGroupWithoutRewrite.self,
        MissingBackendService.self,
        BackendPortNotOffered.self,
        BackendWithoutEndpoints.self,
        BackendNotProxied.self,
        BackendPortNotTCP.self,
        UnservedIngress.self,
        SamePathTwice.self,
        TLSMismatch.self,
        RuleWithoutPaths.self,
    ]
}
