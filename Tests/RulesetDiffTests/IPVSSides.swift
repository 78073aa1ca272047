import ProxyNames
import Addressing
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport

@testable import RulesetDiff

/// What nodes in ipvs mode should have and have.
enum IPVSSides {
    static let captures = ["ipvsadm-1.31-extra", "ipvsadm-1.31-rich"]

    /// What kube-proxy should have, and the Services that it has it for.
    static func expected(_ manifests: ManifestSet, _ family: IPFamily) -> (side: FamilyRuleset, names: ServiceDirectory)
    {
        let view = LiveNode.view(manifests, family, mode: .ipvs)
        return (side(view), ServiceDirectory([view]))
    }

    /// A compile as one side of a comparison.
    static func side(_ view: ProxyView) -> FamilyRuleset {
        let ruleset = IPVSCompiler(view, options: .init(includesJumps: true)).ruleset()
        var side = FamilyRuleset(view.family)
        side.iptables = ruleset.rules
        side.virtualServers = ruleset.servers
        side.sets = ruleset.sets
        side.addresses = BoundAddresses(ruleset.addresses)
        return side
    }

    /// A capture, as its tools printed it.
    static func live(
        _ capture: String, _ family: IPFamily, servers: String = "ipvsadm-Sn.txt", sets: String = "ipset-save.txt"
    ) throws -> FamilyRuleset {
        var side = FamilyRuleset(family)
        let rules = family == .ipv4 ? "iptables-save.txt" : "ip6tables-save.txt"
        let bytes = { (name: String) in try Fixtures.bytes("live/\(capture)/\(name)") }
        side.iptables = try IptablesRuleset(parsing: bytes(rules), family: family)
        side.virtualServers = try VirtualServerTable(parsing: bytes(servers))
        side.sets = try IPSetTable(parsing: bytes(sets))
        side.addresses = try BoundAddresses(parsing: bytes("ip-addr-kube-ipvs0.txt"))
        return side
    }
}
