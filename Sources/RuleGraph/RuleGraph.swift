import Addressing
import Bytes
import Netfilter
import ProxyNames
import ServiceProxy

/// The chains and jumps of rules as a graph: hooks, chains, sets, virtual servers, and endpoints as leaves.
///
/// Jumps that only ask for masquerading are said at the chain that has them. With many Services each port is one node.
public enum RuleGraph {
    /// The graph of all that `rules` have. `views` say which Services are meant by names and addresses; with `keys` only
    /// those service ports count.
    public static func graph(of rules: FamilyRuleset, title: String, views: [ProxyView], keys: Set<String>? = nil)
        -> Graph
    {
        var draft = GraphDraft(title: title, views, selected: keys, elementCounts: elementCounts(of: rules))
        if let iptables = rules.iptables {
            var graph = IptablesGraph(iptables, views)
            graph.add(to: &draft)
        }
        if let nftables = rules.nftables {
            for table in nftables.tables { NftablesGraph(nftables, table).add(to: &draft) }
        }
        if let servers = rules.virtualServers { add(servers, to: &draft) }
        return draft.finished()
    }

    /// How many elements each set and map has.
    private static func elementCounts(of rules: FamilyRuleset) -> [String: Int] {
        var counts: [String: Int] = [:]
        for set in rules.sets?.sets ?? [] { counts[rules.sets?.name(of: set) ?? ""] = Int(set.elementCount) }
        guard let nftables = rules.nftables else { return counts }
        for table in nftables.tables {
            var numbers = [Int](repeating: 0, count: table.sets.count)
            for element in table.elements where numbers.indices.contains(Int(element.set)) {
                numbers[Int(element.set)] += 1
            }
            for (set, count) in zip(table.sets, numbers) { counts[nftables.texts.string(set.name)] = count }
        }
        return counts
    }

    private static func add(_ table: VirtualServerTable, to draft: inout GraphDraft) {
        let hook = draft.chain("IPVS", in: "ip_vs", isHook: true)
        for server in table.virtualServers {
            guard case .socket(let transport, let socket) = server.service else { continue }
            let key =
                draft.directory.service(at: socket, transport)
                ?? draft.directory.service(atNodePort: socket.port, transport)
            let node = draft.server("\(socket)/\(transport.name)", table.texts.string(server.scheduler), of: key)
            draft.edge(hook, node)
            let members = table.realServers(of: server)
            let total = members.reduce(0.0) { $0 + Double($1.weight) }
            for member in members {
                let end = draft.endpoint("\(member.socket)", of: key ?? "\(socket)")
                draft.edge(node, end, total > 0 ? GraphDraft.percentage(Double(member.weight) / total) : "")
            }
        }
    }
}
