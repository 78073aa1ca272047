import Addressing
import Manifests
import Netfilter
import Reporting
import RulesetDiff
import ServiceProxy

/// One side of a diff, as the command line names it.
struct DiffSide {
    /// Its rules.
    let rules: RulesetSide
    /// What reports call it.
    let title: DiffReport.Side

    /// Dumps of files with these names.
    init(_ rulesets: [FamilyRuleset], names: [String]) {
        rules = .dumped(rulesets)
        title = DiffReport.Side(names)
    }

    /// Manifests from files with these names, compiled for a node.
    init(_ manifests: ManifestSet, on node: NodeContext, names: [String]) {
        rules = .compiled(manifests, node)
        title = DiffReport.Side(
            names, node: node.name, mode: node.configuration.mode, version: node.behavior.version)
    }

    /// Its manifests; nil for dumps.
    var manifests: ManifestSet? {
        if case .compiled(let manifests, _) = rules { return manifests }
        return nil
    }

    /// The side in messages: the names of its files.
    var description: String { title.sources.joined(separator: ", ") }

    /// The families that it has, in words.
    var families: String {
        let names = rules.families.map { $0 == .ipv4 ? "IPv4" : "IPv6" }
        return names.isEmpty ? "nothing" : names.joined(separator: " and ")
    }

    /// The kinds of rules that it has, in words.
    var parts: String {
        switch rules {
        case .compiled(_, let node): return "rules of \(node.configuration.mode.rawValue) mode"
        case .dumped(let rulesets):
            let known = [
                (rulesets.contains { $0.iptables != nil }, "iptables rules"),
                (rulesets.contains { $0.nftables != nil }, "an nftables ruleset"),
                (rulesets.contains { $0.virtualServers != nil }, "virtual servers"),
                (rulesets.contains { $0.sets != nil }, "ipsets"),
                (rulesets.contains { $0.addresses != nil }, "addresses of kube-ipvs0"),
            ].filter(\.0).map(\.1)
            return known.isEmpty ? "nothing" : known.joined(separator: ", ")
        }
    }

    /// The mode whose rules it looks like; nil for manifests, and where nothing tells.
    var likelyMode: ProxyMode? {
        guard case .dumped(let rulesets) = rules else { return nil }
        if rulesets.contains(where: { $0.virtualServers?.virtualServers.isEmpty == false }) { return .ipvs }
        if rulesets.contains(where: { $0.nftables != nil }) { return .nftables }
        return rulesets.contains { $0.iptables != nil } ? .iptables : nil
    }

    /// What kube-proxy keeps in `mode` and this side knows nothing of, as the commands that print it.
    func missingDumps(_ mode: ProxyMode, _ families: [IPFamily]) -> [String] {
        guard case .dumped(let rulesets) = rules else { return [] }
        let known = rulesets.filter { families.contains($0.family) }
        var missing: [String] = []
        if mode != .nftables {
            missing = known.filter { $0.iptables == nil }.map {
                $0.family == .ipv4 ? "iptables-save" : "ip6tables-save"
            }
        }
        guard mode == .ipvs else { return missing }
        if known.allSatisfy({ $0.virtualServers == nil }) { missing.append("ipvsadm -Sn") }
        if known.allSatisfy({ $0.sets == nil }) { missing.append("ipset save") }
        if known.allSatisfy({ $0.addresses == nil }) { missing.append("ip address show dev kube-ipvs0") }
        return missing
    }

    /// What paths of a command line are called in messages.
    static func names(of paths: [String]) -> [String] { paths.map { $0 == "-" ? "<stdin>" : $0 } }
}
