/// Every rule that there is, listed by hand.
public enum RuleCatalog {
    /// The rules that are types of their own.
    public static let rules: [any LintRule.Type] = [
        SchemaRules.all,
        ServiceRules.all,
        PortRules.all,
        SelectorRules.all,
        AffinityRules.all,
        FamilyRules.all,
        EndpointRules.all,
        TrafficPolicyRules.all,
        LoadBalancerRules.all,
        NetworkPolicyRules.all,
        UpdateRules.all,
        IngressRules.all,
        ClusterRules.all,
        ModeRules.all,
    ].flatMap { $0 }

    /// All rules, sorted by group in the order of the catalog, then by id.
    public static let all: [RuleDescription] =
        (ServerRules.all + rules.map { $0.description } + IgnoreRules.all).sorted {
            (rank($0.group), $0.id) < (rank($1.group), $1.id)
        }

    /// The rule called `id`.
    public static func rule(_ id: String) -> RuleDescription? { byID[id] }

    /// The rules that a word means, as for `RuleSelection`; none if it means none.
    static func rules(meantBy word: String) -> [RuleDescription] {
        // Most words are ids, which are found without a search.
        rule(word).map { [$0] } ?? all.filter { RuleSelection(select: [word]).contains($0) }
    }

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// The groups in the order in which they are listed.
    public static let groups = [
        "SCHEMA", "SVC", "PORT", "SEL", "EP", "AFF", "TP", "LB", "DS", "UPD", "ING", "NP", "CL", "MODE-ANY",
        "MODE-IPT", "MODE-IPVS", "MODE-NFT", "LINT",
    ]

    private static func rank(_ group: String) -> Int { groups.firstIndex(of: group) ?? groups.count }
}
