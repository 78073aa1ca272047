import Addressing
import Bytes
import Netfilter

/// Translates nf_tables rules of one family into a program: tables of that family and of both (`inet`).
struct NftablesTranslation {
    private let ruleset: NftablesRuleset
    private let family: IPFamily
    private let iptables: IptablesRuleset?

    /// - Parameter iptables: rules that the program has already. iptables-nft keeps its rules in tables that nft lists
    ///   too; what is in both is translated once.
    init(_ ruleset: NftablesRuleset, _ family: IPFamily, besides iptables: IptablesRuleset?) {
        self.ruleset = ruleset
        self.family = family
        self.iptables = iptables
    }

    /// Adds all tables.
    func add(to builder: inout ProgramBuilder) {
        var hanging: [NftablesTableTranslation.HangingChain] = []
        for (place, table) in ruleset.tables.enumerated() where isMet(table) && !isOfIptables(table) {
            var translation = NftablesTableTranslation(ruleset, place, family, &builder)
            translation.addRules(to: &builder)
            if !isDormant(table) { hanging += translation.hangingChains(&builder) }
        }
        // Of two chains with one priority the kernel calls the one first that came last (nf_hook_entries_grow).
        for chain in hanging.reversed() {
            builder.hang(
                chain.chain, at: chain.hook, priority: chain.priority, isNAT: chain.isNAT, drops: chain.drops)
        }
    }

    private func isMet(_ table: NftablesRuleset.Table) -> Bool {
        table.family == .inet || table.family == (family == .ipv4 ? .ip : .ip6)
    }

    /// Whether a table is one that iptables-nft keeps its rules in, all of whose chains `iptables` has.
    private func isOfIptables(_ table: NftablesRuleset.Table) -> Bool {
        guard let iptables, table.family != .inet else { return false }
        let name = ruleset.texts.string(table.name)
        guard let same = iptables.tables.first(where: { iptables.texts.string($0.name) == name }) else { return false }
        let chains = Set(same.chains.map { iptables.name(of: $0.chain) })
        return !table.chains.isEmpty && table.chains.allSatisfy { chains.contains(ruleset.texts.string($0.name)) }
    }

    /// Whether the kernel calls none of a table's chains: `flags dormant`.
    private func isDormant(_ table: NftablesRuleset.Table) -> Bool {
        table.others.contains { other in
            guard other.position == 0 else { return false }
            let text = ruleset.texts.string(other.text)
            return text.split { !$0.isLetter }.starts(with: ["flags"]) && text.contains("dormant")
        }
    }
}
