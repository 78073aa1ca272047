import Bytes
import Netfilter

/// The texts of the rules that a program was made from, as tools list them.
public struct RuleText: Sendable {
    private let rulesets: FamilyRuleset

    /// Texts of the rules of `rulesets`.
    public init(_ rulesets: FamilyRuleset) { self.rulesets = rulesets }

    /// A rule as `iptables-save` or `nft list ruleset` prints it; without the chain's name.
    public func text(of origin: FilterProgram.Origin) -> String {
        var buffer = ByteBuffer()
        switch origin {
        case .iptables(let table, let rule):
            guard let ruleset = rulesets.iptables, ruleset.tables.indices.contains(table),
                ruleset.tables[table].rules.indices.contains(rule)
            else { return "" }
            let found = ruleset.tables[table].rules[rule]
            ruleset.write(rule: found, of: ruleset.tables[table], to: &buffer, spelling: .kernel)
            return Self.withoutChain(buffer.string)
        case .nftables(let table, let rule):
            guard let ruleset = rulesets.nftables, ruleset.tables.indices.contains(table),
                ruleset.tables[table].rules.indices.contains(rule)
            else { return "" }
            ruleset.write(ruleset.tables[table].rules[rule], of: ruleset.tables[table], to: &buffer)
            return buffer.string.trimmingPrefix(while: \.isWhitespace).description
                .split(separator: "\n").joined(separator: " ")
        }
    }

    /// `-A CHAIN -j ACCEPT` without its first two words: names of chains have no blanks.
    private static func withoutChain(_ line: String) -> String {
        let words = line.split(separator: "\n").first?.split(separator: " ", maxSplits: 2) ?? []
        return words.count > 2 ? String(words[2]) : ""
    }
}
