import Addressing
import Netfilter

extension TracedRuleset {
    /// All that is known of a node for one family, whatever it is from. Rules of iptables come before those of nf_tables
    /// where both hang at one place.
    public init(_ rulesets: FamilyRuleset) {
        var builder = ProgramBuilder(family: rulesets.family)
        if let iptables = rulesets.iptables {
            var translation = IptablesTranslation(iptables, sets: rulesets.sets)
            translation.add(to: &builder)
        }
        if let nftables = rulesets.nftables {
            NftablesTranslation(nftables, rulesets.family, besides: rulesets.iptables).add(to: &builder)
        }
        program = builder.finish()
        virtualServers = rulesets.virtualServers.map {
            VirtualServers($0, addresses: rulesets.addresses?.addresses ?? [], family: rulesets.family)
        }
    }
}
