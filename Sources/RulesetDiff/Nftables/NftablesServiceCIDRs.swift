import ProxyNames
import Bytes
import Netfilter

extension NftablesRuleset {
    private static let clusterIPsCheck: StaticString = "cluster-ips-check"

    /// The ruleset without the rule that drops packets to unallocated addresses of ServiceCIDRs: what it should say
    /// isn't known unless the manifests have those objects.
    public func withoutServiceCIDRRule() -> NftablesRuleset {
        var result = self
        for place in tables.indices {
            let table = tables[place]
            let chain = table.chains.firstIndex { chain in
                texts.withBytes(of: chain.name) { $0.equals(Self.clusterIPsCheck) }
            }
            guard let chain else { continue }
            result.tables[place].rules.removeAll { rule in
                rule.chain == UInt32(chain) && table.statements(of: rule).last == .verdict(.drop)
            }
        }
        return result
    }
}
