import Addressing
import Bytes
import Diagnostics
import Netfilter

/// Which dump was the first to say something of each table, set and virtual server: a node has one of each.
struct DumpClaims {
    private var iptables: [IptablesKey: DumpOrigin] = [:]
    private var nftables: [String: DumpOrigin] = [:]
    private var servers: [VirtualServerTable.Service: DumpOrigin] = [:]
    private var sets: [String: DumpOrigin] = [:]

    private struct IptablesKey: Hashable {
        let family: IPFamily
        let backend: IptablesBackend
        let table: String
    }

    /// Takes the tables of a dump of iptables.
    mutating func tables(of dump: IptablesDump) -> [Finding] {
        let (program, backend) = (dump.family == .ipv4 ? "iptables" : "ip6tables", dump.backend)
        for table in dump.ruleset.tables {
            let name = dump.ruleset.texts.string(table.name)
            let key = IptablesKey(family: dump.family, backend: backend, table: name)
            guard let first = iptables[key] else {
                iptables[key] = dump.origin
                continue
            }
            if backend == .unknown {
                return [
                    Finding(
                        rule: LiveRule.backend, severity: .warning, location: SourceLocation(dump.origin),
                        message: "table \(name) of \(program) is in \(first.place) too, and neither says its backend",
                        advice: "they are taken for the rules of both backends, iptables-legacy and iptables-nft")
                ]
            }
            return [conflict("table \(name) of \(program) (\(backend))", dump.origin, first)]
        }
        return []
    }

    /// Takes the tables of a dump of nft.
    mutating func tables(of dump: NftablesDump) -> [Finding] {
        for table in dump.ruleset.tables {
            let name = "\(table.family) \(dump.ruleset.texts.string(table.name))"
            if let first = nftables[name] { return [conflict("table \(name)", dump.origin, first)] }
        }
        for table in dump.ruleset.tables {
            nftables["\(table.family) \(dump.ruleset.texts.string(table.name))"] = dump.origin
        }
        return []
    }

    /// Takes the virtual servers of a dump of ipvsadm.
    mutating func servers(of table: VirtualServerTable, at origin: DumpOrigin) -> [Finding] {
        for server in table.virtualServers {
            if let first = servers.updateValue(origin, forKey: server.service) {
                return [conflict("a virtual server of it", origin, first)]
            }
        }
        return []
    }

    /// Takes the sets of a dump of ipset.
    mutating func sets(of table: IPSetTable, at origin: DumpOrigin) -> [Finding] {
        for set in table.sets {
            let name = table.name(of: set)
            if let first = sets.updateValue(origin, forKey: name) {
                return [conflict("set \(name)", origin, first)]
            }
        }
        return []
    }

    private func conflict(_ what: String, _ origin: DumpOrigin, _ first: DumpOrigin) -> Finding {
        Finding(
            rule: LiveRule.conflict, severity: .error, location: SourceLocation(origin),
            message: "\(what) is in \(first.place) too", advice: "give the dumps of one node, each taken once")
    }
}

extension DumpOrigin {
    /// `dump.txt`, or `dump.txt (line 120)` behind its first line.
    fileprivate var place: String { line == 1 ? name : "\(name) (line \(line))" }
}

/// The texts that were read, to find one that is given twice.
struct SeenTexts {
    private var names: [[UInt8]: String] = [:]
    private var byLength: [Int: (name: String, bytes: [UInt8])] = [:]

    /// The name of an earlier text with the same bytes. Texts are compared only if they have one length.
    mutating func firstName(of bytes: [UInt8], named name: String) -> String? {
        guard let other = byLength[bytes.count] else {
            byLength[bytes.count] = (name, bytes)
            return nil
        }
        if names[other.bytes] == nil { names[other.bytes] = other.name }
        if let first = names[bytes] { return first }
        names[bytes] = name
        return nil
    }
}
