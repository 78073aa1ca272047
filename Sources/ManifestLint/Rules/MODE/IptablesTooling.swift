import Diagnostics
import Manifests

/// A container looks for kube-proxy's rules with iptables.
///
/// Scripts that list table `nat` or grep for KUBE- chains find a rule for each Service only in iptables mode. In
/// nftables mode the rules are in table `kube-proxy` of families ip and ip6, and iptables shows none of them; in ipvs
/// mode it shows only references to ipsets. Use `nft list table ip kube-proxy`, or `ipvsadm -Ln`.
///
/// Bad, with `proxy: {mode: nftables}`:
/// ```yaml
/// command: [sh, -c, "iptables -t nat -L | grep db-service"]
/// ```
/// Good:
/// ```yaml
/// command: [sh, -c, "nft list table ip kube-proxy"]
/// ```
/// Source: pkg/proxy/nftables, pkg/proxy/ipvs.
enum IptablesTooling: LintRule {
    static let description = RuleDescription(
        "MODE-NFT-003", .note, "Tooling that greps iptables", needs: [.workloads])

    private static let scope = ProxyModeScope("nftables", "ipvs")
    private static let listing: Set<String> = ["-L", "-S", "-nL", "-vnL", "-nvL", "-Ln", "--list", "--list-rules"]
    /// Chains that only kube-proxy makes.
    private static let chains = [
        "KUBE-SVC-", "KUBE-SEP-", "KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXT-", "KUBE-FW-", "KUBE-XLB-",
        "KUBE-MARK-MASQ", "KUBE-POSTROUTING",
    ]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let severity = scope.severity(of: description, in: context.cluster) else { return }
        func check(_ line: CommandLine) {
            guard let field = suspect(in: line) else { return }
            report.add(
                description, at: field, severity: severity,
                "\(scope.prefix(in: context.cluster)) iptables shows no rules of Services",
                advice: "use nft list table ip kube-proxy, or ipvsadm -Ln in ipvs mode")
        }
        for workload in context.workloads {
            for container in workload.allContainers { for line in container.commandLines { check(line) } }
        }
        ClientTexts.forEach(context) { text, _ in
            if text.role == .configMap { check(CommandLine(fields: [text.field])) }
        }
    }

    /// The text that looks for kube-proxy's rules; nil if none does.
    private static func suspect(in line: CommandLine) -> FieldCursor? {
        var (hasTool, hasTable, hasListing, isSave) = (false, false, false, false)
        for field in line.fields {
            let text = field.text
            // Most texts have nothing to do with it.
            guard hasTool || text.contains("tables") else { continue }
            for word in ShellWord.all(in: text) {
                guard case .text(let word) = word else { continue }
                let name = word.split(separator: "/").last.map(String.init) ?? word
                if name.hasPrefix("iptables") || name.hasPrefix("ip6tables") {
                    hasTool = true
                    isSave = isSave || name.hasSuffix("-save")
                } else if hasTool {
                    hasTable = hasTable || word == "nat" || word == "-tnat" || word == "--table=nat"
                    hasListing = hasListing || listing.contains(word)
                    let namesChain = chains.contains { word.contains($0) }
                    let isSearch = isSave && (word == "grep" || word == "awk")
                    if namesChain || isSearch || (hasTable && hasListing) { return field }
                }
            }
        }
        return nil
    }
}
