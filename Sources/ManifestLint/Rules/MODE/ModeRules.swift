/// The rules of the groups that begin with MODE.
enum ModeRules {
    static let all: [any LintRule.Type] = [
        UndeclaredPortDialled.self,
        LocalPolicyWithoutDetection.self,
        NodePortOnLocalhost.self,
        AffinityTableOfIptables.self,
        LargeIptablesRuleset.self,
        IPVSDeprecated.self,
        VIPOfRealHost.self,
        LocalPolicyFallsBack.self,
        VIPOfIPVSProbe.self,
        LooseARP.self,
        IPSetCapacity.self,
        NodePortsOnPrimaryAddress.self,
        NodeTooOldForNftables.self,
        IptablesTooling.self,
    ]
}
