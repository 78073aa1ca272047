/// The rules of group DS that look at more than the API server does.
enum FamilyRules {
    static let all: [any LintRule.Type] = [
        FamilyWithoutEndpoints.self,
        DualStackNotAvailable.self,
        FamilyWithoutPods.self,
        HeadlessDualStack.self,
    ]
}
