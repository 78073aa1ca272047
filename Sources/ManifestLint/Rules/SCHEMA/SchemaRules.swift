/// The rules of group SCHEMA that look at more than the API server's decoder does.
enum SchemaRules {
    static let all: [any LintRule.Type] = [
        NullSelectorValue.self,
        SameObjectTwice.self,
        DiscardedStatus.self,
    ]
}
