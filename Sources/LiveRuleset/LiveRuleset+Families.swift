import Addressing
import Bytes
import Netfilter

extension LiveRuleset {
    /// The families that the dumps say anything of: those of dumps of iptables, of tables `kube-proxy`, and of virtual
    /// servers, sets and addresses. Both if there are dumps, and none of kube-proxy's rules in them.
    public var families: [IPFamily] {
        let found = IPFamily.allCases.filter { family in
            !iptables(family).isEmpty || nftables.contains { $0.kubeProxyFamilies.contains(family) }
                || virtualServers.contains { $0.content.has(family) } || ipsets.contains { $0.content.has(family) }
                || addresses.contains { $0.content.addresses.contains { $0.family == family } }
        }
        return found.isEmpty && !isEmpty ? IPFamily.allCases : found
    }

    /// All that is known of one family. Of both backends of iptables it is the one in which kube-proxy has more
    /// chains. Throws if dumps of one kind can't be put together.
    public func ruleset(of family: IPFamily) throws(DumpParseError) -> FamilyRuleset {
        var result = FamilyRuleset(family)
        result.iptables = iptables(family).max { $0.kubeProxyChainCount < $1.kubeProxyChainCount }?.ruleset
        result.nftables = (nftables.first { $0.kubeProxyFamilies.contains(family) } ?? nftables.first)?.ruleset
        result.virtualServers = try virtualServers.first.map { first throws(DumpParseError) in
            virtualServers.count == 1 ? first.content : try Self.joined(virtualServers.map(\.content))
        }
        result.sets = try ipsets.first.map { first throws(DumpParseError) in
            ipsets.count == 1 ? first.content : try Self.joined(ipsets.map(\.content))
        }
        if !addresses.isEmpty { result.addresses = BoundAddresses(addresses.flatMap(\.content.addresses)) }
        return result
    }

    // A table's texts lie in an arena of its own: what prints them all and reads that again puts them into one.

    private static func joined(_ tables: [VirtualServerTable]) throws(DumpParseError) -> VirtualServerTable {
        var text = ByteBuffer()
        for table in tables { table.write(to: &text, spelling: .kernel) }
        return try VirtualServerTable(parsing: text.bytes)
    }

    private static func joined(_ tables: [IPSetTable]) throws(DumpParseError) -> IPSetTable {
        var text = ByteBuffer()
        for table in tables { table.write(to: &text, spelling: .kernel) }
        return try IPSetTable(parsing: text.bytes)
    }
}

extension IptablesDump {
    /// How many chains kube-proxy has in it.
    fileprivate var kubeProxyChainCount: Int {
        ruleset.chainNames.count { name in ruleset.texts.withBytes(of: name) { $0.begins(with: "KUBE-S") } }
    }
}

extension VirtualServerTable {
    /// Whether it has a virtual server of a family.
    fileprivate func has(_ family: IPFamily) -> Bool {
        virtualServers.contains { server in
            if case .socket(_, let socket) = server.service { return socket.address.family == family }
            return false
        }
    }
}

extension IPSetTable {
    /// Whether it has a set of kube-proxy's for a family.
    fileprivate func has(_ family: IPFamily) -> Bool {
        sets.contains { set in
            texts.withBytes(of: set.name) { name in
                let isOfIPv6 = name.begins(with: "KUBE-6-")
                return family == .ipv6 ? isOfIPv6 : name.begins(with: "KUBE-") && !isOfIPv6
            }
        }
    }
}
