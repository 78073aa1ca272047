import Addressing
import Bytes
import Diagnostics
import Netfilter

/// The state while dumps are read.
struct LiveReader {
    /// What was read so far.
    private(set) var ruleset = LiveRuleset()
    /// What is wrong with what was read so far.
    var findings: [Finding] = []
    private var claims = DumpClaims()
    private var texts = SeenTexts()

    /// What was read, and what is wrong with it.
    mutating func finished() -> (ruleset: LiveRuleset, findings: [Finding]) {
        if ruleset.isEmpty && !findings.contains(where: { $0.severity == .error }) {
            findings.append(
                Finding(
                    rule: LiveRule.empty, severity: .error, message: "there is no dump of a node in the input",
                    advice: "check what wrote it: the tools print nothing on standard output when they fail"))
        }
        return (ruleset, findings)
    }

    /// Reads one text; `backend` is that of its rules of iptables if the text itself doesn't say, and `warnsOfLegacy`
    /// what the tool said beside it.
    mutating func read(_ source: Source, backend: IptablesBackend = .unknown, warnsOfLegacy: Bool = false) {
        let known = ruleset.iptables.count
        readText(source, backend: backend)
        guard warnsOfLegacy else { return }
        for index in known..<ruleset.iptables.count { ruleset.iptables[index].warnsOfLegacy = true }
    }

    private mutating func readText(_ source: Source, backend: IptablesBackend) {
        let bytes = source.bytes
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if bytes[start...].allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
            return report(
                source, LiveRule.empty, "the text is empty", severity: .warning,
                advice: "that is what a tool prints that has no rules to show, or that failed")
        }
        let kind = bytes.withUnsafeBytes { DumpKind(beginning: $0.slice(start, $0.count)) }
        guard let kind else { return reportUnknown(source, start) }
        guard kind != .manifests else {
            return report(
                source, LiveRule.manifest, "these are Kubernetes objects, not a dump of a node's rules",
                advice: "give manifests as PATH, and the output of iptables-save, nft or ipvsadm as --live")
        }
        if let first = texts.firstName(of: bytes, named: source.name) {
            return report(
                source, LiveRule.again, "the text is the same as \(first), and is left out", severity: .warning,
                advice: "give each dump once")
        }
        let sections = bytes.withUnsafeBytes { DumpSectionReader.sections(of: $0, from: start, first: kind) }
        for section in sections { read(section, of: source, backend: backend) }
    }

    /// Reads one part of a text.
    private mutating func read(_ section: DumpSection, of source: Source, backend: IptablesBackend) {
        // The usual text is one part, and is read where it lies.
        let isWhole = section.start == 0 && section.end == source.bytes.count
        let bytes = isWhole ? source.bytes : Array(source.bytes[section.start..<section.end])
        let origin = DumpOrigin(name: source.name, line: section.line + source.firstLine)
        do throws(DumpParseError) {
            switch section.kind {
            case .iptablesSave: try readIptables(bytes, section, origin, backend)
            case .nftListing, .nftJSON: try readNftables(bytes, section, origin)
            case .ipvsadmSave, .ipvsadmListing:
                let table = try VirtualServerTable(parsing: bytes)
                if isNew(claims.servers(of: table, at: origin)) {
                    ruleset.virtualServers.append(Dump(origin: origin, content: table))
                }
            case .ipsetSave, .ipsetListing:
                let table = try IPSetTable(parsing: bytes)
                if isNew(claims.sets(of: table, at: origin)) {
                    ruleset.ipsets.append(Dump(origin: origin, content: table))
                }
            case .addresses:
                ruleset.addresses.append(Dump(origin: origin, content: try BoundAddresses(parsing: bytes)))
            case .manifests: break
            }
        } catch {
            report(error, section, of: source)
        }
    }

    private mutating func readIptables(
        _ bytes: [UInt8], _ section: DumpSection, _ origin: DumpOrigin, _ otherwise: IptablesBackend
    ) throws(DumpParseError) {
        let said = section.header?.backend ?? .unknown
        let rules = try IptablesRuleset(parsing: bytes, family: section.header?.family)
        var dump = IptablesDump(
            origin: origin, ruleset: rules, backend: said == .unknown ? otherwise : said,
            toolVersion: section.header?.version)
        dump.noteRemarks()
        for table in dump.incompatibleTables {
            findings.append(
                Finding(
                    rule: LiveRule.incompatible, severity: .warning, location: SourceLocation(origin),
                    message: "iptables-save left table \(table) out: it holds what iptables can't express",
                    advice: "give the output of nft list ruleset too"))
        }
        if isNew(claims.tables(of: dump)) { ruleset.iptables.append(dump) }
    }

    private mutating func readNftables(
        _ bytes: [UInt8], _ section: DumpSection, _ origin: DumpOrigin
    ) throws(DumpParseError) {
        let isJSON = section.kind == .nftJSON
        let rules = isJSON ? try NftablesRuleset(parsingJSON: bytes) : try NftablesRuleset(parsing: bytes)
        let dump = NftablesDump(
            origin: origin, ruleset: rules, toolVersion: isJSON ? NftablesDump.toolVersion(of: bytes) : nil,
            managedTables: section.managedTables)
        findings += dump.findingsOfIncompleteness()
        if isNew(claims.tables(of: dump)) { ruleset.nftables.append(dump) }
    }

    /// Whether nothing contradicts a dump; what does is noted.
    private mutating func isNew(_ conflicts: [Finding]) -> Bool {
        findings += conflicts
        return !conflicts.contains { $0.severity == .error }
    }
}
