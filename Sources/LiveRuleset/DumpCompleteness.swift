import Bytes
import Diagnostics
import Netfilter

extension IptablesDump {
    /// Notes what the tool's own remarks say.
    mutating func noteRemarks() {
        for remark in ruleset.remarks {
            ruleset.texts.withBytes(of: remark.text) { text in
                if text.begins(with: "# Warning: ip"), text.contains("-legacy tables present") { warnsOfLegacy = true }
                if text.begins(with: "# Table `"), text.contains("' is incompatible"),
                    let end = text.firstIndex(of: UInt8(ascii: "'"))
                {
                    incompatibleTables.append(text.slice(9, end).string)
                }
            }
        }
    }
}

extension NftablesDump {
    /// The version that the first object of a JSON listing names.
    static func toolVersion(of bytes: [UInt8]) -> String? {
        bytes.withUnsafeBytes { text in
            let head = text.slice(0, min(text.count, 512))
            let parts = head.split(separator: UInt8(ascii: "\""))
            guard let key = parts.firstIndex(where: { UnsafeRawBufferPointer(rebasing: $0).equals("version") }),
                parts.indices.contains(key + 2)
            else { return nil }
            let version = UnsafeRawBufferPointer(rebasing: parts[key + 2]).string
            return NftVersion(version)?.description
        }
    }

    /// What is missing from the listing as far as it can be seen.
    func findingsOfIncompleteness() -> [Finding] {
        var findings: [Finding] = []
        if !ruleset.tables.isEmpty, ruleset.tables.allSatisfy({ $0.isBare }) {
            findings.append(
                Finding(
                    rule: LiveRule.terse, severity: .warning, location: SourceLocation(origin),
                    message: "no table has a chain or a set: this looks like nft list tables",
                    advice: "give the output of nft list ruleset"))
        }
        for table in ruleset.tables where isTerse(table) {
            findings.append(
                Finding(
                    rule: LiveRule.terse, severity: .warning, location: SourceLocation(origin),
                    message:
                        "table \(table.family) kube-proxy has chains of services, but no set or map of it has elements: "
                        + "this looks like the output of nft --terse",
                    advice: "give the output of nft list ruleset without -t"))
        }
        for table in ruleset.tables where hasNamedPorts(table) {
            findings.append(
                Finding(
                    rule: LiveRule.terse, severity: .error, location: SourceLocation(origin),
                    message: "table \(table.family) kube-proxy has names instead of port numbers",
                    advice: "give the output of nft list ruleset without -S"))
        }
        return findings
    }

    /// Whether ports of a table of kube-proxy are names of /etc/services: which numbers they are only that machine knows.
    private func hasNamedPorts(_ table: NftablesRuleset.Table) -> Bool {
        guard ruleset.texts.string(table.name) == "kube-proxy" else { return false }
        let places = table.sets.map { set in set.type.parts.indices.filter { set.type.parts[$0] == .port } }
        return table.elements.contains { element in
            guard places.indices.contains(Int(element.set)) else { return false }
            let values = table.values(of: element)
            return places[Int(element.set)].contains { place in
                guard place < values.count, case .verbatim = values[values.startIndex + place] else { return false }
                return true
            }
        }
    }

    /// Whether a table of kube-proxy has chains that only elements of its maps lead to, and no elements.
    private func isTerse(_ table: NftablesRuleset.Table) -> Bool {
        guard table.elements.isEmpty, ruleset.texts.string(table.name) == "kube-proxy" else { return false }
        return table.chains.contains { chain in
            // `service-HASH-shop/web/tcp/http`
            ruleset.texts.withBytes(of: chain.name) {
                ($0.begins(with: "service-") || $0.begins(with: "external-")) && $0.contains(UInt8(ascii: "/"))
            }
        }
    }
}

extension NftablesRuleset.Table {
    /// Whether there is nothing in it.
    fileprivate var isBare: Bool { chains.isEmpty && sets.isEmpty && others.isEmpty }
}
