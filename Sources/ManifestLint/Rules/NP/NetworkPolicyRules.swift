/// The rules of group NP.
enum NetworkPolicyRules {
    static let all: [any LintRule.Type] = [
        PolicyWithoutTargetPort.self,
        PolicyOnMasqueradedClients.self,
    ]
}
