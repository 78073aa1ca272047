/// The rules of group AFF that look at more than the API server does.
enum AffinityRules {
    static let all: [any LintRule.Type] = [
        AffinityConfigWithoutAffinity.self,
        AffinityPerPort.self,
        AffinityBehindProxy.self,
    ]
}
