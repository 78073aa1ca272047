import Addressing
import Bytes
import Netfilter

/// The normal form of iptables rules: kube-proxy's chains, and its jumps from the kernel's own.
struct IptablesRules: ComparableRules {
    let blocks: [Block] = []
    let lines: [Line] = []
    init(_ ruleset: IptablesRuleset) {}
    func facts(ofBlock block: Int) -> BlockFacts { BlockFacts(role: .fixed, name: "") }
    func facts(ofLine line: Int, in block: Int) -> LineFacts { LineFacts(role: .rule, text: "") }
    func reachableBlocks() -> [Bool] { [] }
    func serviceKeys() -> Set<String> { [] }
    func hasEvenShares(block: Int) -> Bool { true }
}
