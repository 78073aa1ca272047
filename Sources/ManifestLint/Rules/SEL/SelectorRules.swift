/// The rules of group SEL that look at more than the API server does.
enum SelectorRules {
    static let all: [any LintRule.Type] = [
        UnmatchedSelector.self,
        SelectorOfWorkloadLabels.self,
        PodsInOtherNamespace.self,
        NearMissSelector.self,
        BroadSelector.self,
        GeneratedLabelInSelector.self,
        NothingRunning.self,
        EmptySelector.self,
        SelectorAheadOfPods.self,
        UnsetReadinessGate.self,
        MissingGoverningService.self,
    ]
}
