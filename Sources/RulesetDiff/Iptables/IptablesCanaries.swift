import ProxyNames
import Bytes
import Netfilter

extension IptablesRuleset {
    /// The tables in which kube-proxy keeps a canary.
    private static let tablesWithCanary: [StaticString] = ["mangle", "nat", "filter"]

    /// The ruleset with the chain by which kube-proxy notices a flush, in the tables that `live` has. kube-proxy makes it
    /// beside the rules that it restores, so that no compile has it.
    func withCanaries(where live: IptablesRuleset) -> IptablesRuleset {
        var result = self
        let canary = result.addChain(named: result.texts.add("KUBE-PROXY-CANARY"))
        for name in Self.tablesWithCanary where live.tables.contains(where: { live.isName($0.name, name) }) {
            let place = result.tables.firstIndex { result.isName($0.name, name) } ?? result.tables.count
            if place == result.tables.count {
                result.tables.append(Table(name: result.texts.add(name.description)))
            }
            result.tables[place].chains.append(ChainDeclaration(chain: canary))
        }
        return result
    }

    private func isName(_ text: ArenaText, _ name: StaticString) -> Bool {
        texts.withBytes(of: text) { $0.equals(name) }
    }
}
